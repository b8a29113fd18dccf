import type { ConnectionFailure } from '#shared/host/connection.ts';

/** A connection that could not be made or kept, with what the person is told about it. */
export class ConnectionError extends Error {
  readonly failure: ConnectionFailure;
  /** Repeating it by itself may help; a refusal or a person's no waits for the person. */
  readonly isPassing: boolean;
  constructor(failure: ConnectionFailure, options: { readonly isPassing?: boolean; readonly cause?: unknown } = {}) {
    super(failure.text, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'ConnectionError';
    this.failure = failure;
    this.isPassing = options.isPassing ?? true;
  }
}

/** The host hung up while a person was asked; the answer is kept, so connecting again goes on from there. */
export class AnsweredLateError extends Error {
  constructor() {
    super('The host hung up while it waited for an answer.');
    this.name = 'AnsweredLateError';
  }
}
