import { createHash } from 'node:crypto';
import type { RunbookListItem, RunbookView } from '#shared/rpc/contract.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import { readRunbook } from '#shared/runbook/readRunbook.ts';

/** Runbooks in memory: one that is built in, and whatever the window adds. */
export function createFixtureRunbooks(text: string) {
  const builtIn = viewOf('gitops-auditor', text);
  const known = new Map<string, RunbookView>([[builtIn.id, builtIn]]);
  const save = (newText: string, id = builtIn.id) => void known.set(id, viewOf(id, newText));
  const get = (id: string): RunbookView => {
    const view = known.get(id);
    if (view === undefined) throw new RequestError('NOT_FOUND', `There is no runbook ${id}.`, 'Look at the list.');
    return view;
  };
  return {
    builtIn,
    get,
    list: (): RunbookListItem[] =>
      [...known.values()].map(({ id, hash, runbook }) => ({
        id,
        fileName: `${id}.md`,
        name: runbook.name,
        origin: hash === builtIn.hash ? 'builtIn' : 'labFolder',
        hash,
        actions: runbook.actions.length,
        problems: runbook.problems.length,
      })),
    write: (id: string, newText: string, baseHash: string | null) => {
      if ((known.get(id)?.hash ?? null) !== baseHash)
        throw new RequestError('CONFLICT', `The runbook ${id} was changed meanwhile.`, 'Load it again.');
      save(newText, id);
    },
    save,
  };
}

function viewOf(id: string, text: string): RunbookView {
  return { id, hash: createHash('sha256').update(text).digest('hex'), text, runbook: readRunbook(text, { name: id }) };
}
