/** Why a receiver did not take a notification, in words that never hold the secret of its channel. */
export class DeliveryError extends Error {
  /** Whether trying the same message again can help; false where the receiver cannot take this message at all. */
  readonly canRetry: boolean;
  /** Milliseconds that the receiver asked to be left alone for; 0 where it asked for nothing. */
  readonly restMs: number;
  constructor(text: string, canRetry = true, restMs = 0) {
    super(text);
    this.name = 'DeliveryError';
    this.canRetry = canRetry;
    this.restMs = restMs;
  }
}

/** Any failure as a `DeliveryError`. The cause is dropped on purpose: `fetch` puts the whole address into it. */
export function deliveryError(error: unknown, secret: string | null): DeliveryError {
  const canRetry = error instanceof DeliveryError ? error.canRetry : !isRefusedByMailServer(error);
  const restMs = error instanceof DeliveryError ? error.restMs : 0;
  return new DeliveryError(withoutSecret(wordsOf(error), secret), canRetry, restMs);
}

/** A 5xx answer to sender, recipients or text; one to the password may be corrected in the settings meanwhile. */
function isRefusedByMailServer(error: unknown): boolean {
  if (!['EENVELOPE', 'EMESSAGE'].includes(codeOf(error))) return false;
  return error instanceof Error && 'responseCode' in error && Number(error.responseCode) >= 500;
}

const wordsOfCode: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name of its server was not found',
  EAI_AGAIN: 'the name of its server was not found',
  ECONNREFUSED: 'its server refused the connection',
  ECONNRESET: 'its server cut the connection',
  EHOSTUNREACH: 'its server cannot be reached',
  ENETUNREACH: 'its server cannot be reached',
  ETIMEDOUT: 'its server did not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'its server did not answer in time',
  UND_ERR_SOCKET: 'its server cut the connection',
};

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it failed for an unknown reason';
  if (error.name === 'TimeoutError') return 'its server did not answer in time';
  const { cause } = error;
  const known = wordsOfCode[codeOf(error)] ?? wordsOfCode[codeOf(cause)];
  if (known !== undefined) return known;
  if (codeOf(error) === 'EAUTH') return `its server refused the user or the password: ${error.message}`;
  if (/certificate/i.test(error.message)) return `its certificate is not trusted: ${error.message}`;
  if (error instanceof TypeError) {
    // Of `fetch`: its own text says nothing, or quotes the address.
    return cause instanceof Error && codeOf(cause) !== 'ERR_INVALID_URL' ? cause.message : 'its address is not valid';
  }
  return error.message;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** The secret whole and as it may stand in an address; very short ones would cut up ordinary words. */
function withoutSecret(text: string, secret: string | null): string {
  if (secret === null) return text;
  const forms = [
    secret,
    secret.trim(),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    pathOf(secret),
  ];
  return forms.filter((form) => form.length >= 4).reduce((shown, form) => shown.replaceAll(form, '[secret]'), text);
}

function pathOf(secret: string): string {
  const url = URL.parse(secret.trim());
  return url === null || url.pathname === '/' ? '' : url.pathname;
}
