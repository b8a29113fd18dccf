/** The request by which the answer to a notification starts its remedy, so that a repeat of the answer finds it. */
export const remedyRequestId = (requestId: string): string => `${requestId}:remedy`;
