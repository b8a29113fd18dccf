/** The data folder cannot be used as it is; `mend` says what the person can do. */
export class StorageError extends Error {
  readonly mend: string;
  constructor(what: string, mend: string, cause?: unknown) {
    super(`${what}. ${mend}`, cause === undefined ? {} : { cause });
    this.name = 'StorageError';
    this.mend = mend;
  }
}
