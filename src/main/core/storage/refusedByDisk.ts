import { RequestError } from '#shared/rpc/errors.ts';

/** Whether SQLite itself failed: a full or read-only disk, a damaged file. */
export function isDatabaseError(cause: unknown): cause is Error {
  return cause instanceof Error && 'code' in cause && cause.code === 'ERR_SQLITE_ERROR';
}

/** What a request gets when the disk refuses; nothing of it was done. */
export function refusedByDisk(cause: Error): RequestError {
  return new RequestError(
    'UNAVAILABLE',
    `The history cannot be written: ${cause.message}`,
    'Nothing was changed. Check free space and permissions of the data folder, then try again.',
    { cause },
  );
}
