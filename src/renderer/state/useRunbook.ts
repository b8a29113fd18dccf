import { type Answer, useAnswer } from './useAnswer.ts';
import type { RunbookListItem, RunbookView } from '#shared/rpc/contract.ts';
import { useSnapshot } from './useDesk.ts';

/** The runbook as it was when an incident opened. */
export function useRunbookByHash(hash: string): Answer<RunbookView> {
  return useAnswer(`runbook.byHash:${hash}`, (client) => client.runbook.byHash({ hash }));
}

/** A runbook as it is now; null asks nothing. */
export function useRunbook(id: string | null): Answer<RunbookView> {
  const lab = useSnapshot((snapshot) => snapshot.lab);
  return useAnswer(id === null ? null : `runbook.get:${id}`, (client) => client.runbook.get({ id: id ?? '' }), lab);
}

/** All runbooks there are. */
export function useRunbookList(): Answer<readonly RunbookListItem[]> {
  const lab = useSnapshot((snapshot) => snapshot.lab);
  return useAnswer('runbook.list', (client) => client.runbook.list({}), lab);
}
