import type { RunbookListItem, RunbookView } from '#shared/rpc/contract.ts';
import type { Stop } from '../ports/ports.ts';

/** The runbooks of the lab folder and the built-in ones; a file in the lab folder hides a built-in one of its name. */
export type Runbooks = {
  readonly list: () => readonly RunbookListItem[];
  readonly get: (id: string) => RunbookView | null;
  /** Also what only an incident still keeps. */
  readonly byHash: (hash: string) => RunbookView | null;
  /** Throws `RequestError` CONFLICT when the file changed since `baseHash`. */
  readonly write: (id: string, text: string, baseHash: string | null) => void;
  readonly onChanged: (listener: () => void) => Stop;
  readonly close: () => void;
};
