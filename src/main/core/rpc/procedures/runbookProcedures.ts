import type { RunbookView } from '#shared/rpc/contract.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import { done, type ProcedureTools } from './procedureTools.ts';

/** Runbooks, as the window reads and edits them. */
export function runbookProcedures(tools: ProcedureTools) {
  const { services, api } = tools;
  const { runbooks } = services;
  return {
    list: api.runbook.list.handler(() => runbooks.list()),
    get: api.runbook.get.handler(({ input }) =>
      found(runbooks.get(input.id), `There is no runbook ${input.id}.`, 'Look at the list of runbooks.'),
    ),
    byHash: api.runbook.byHash.handler(({ input }) =>
      found(
        runbooks.byHash(input.hash),
        'The runbook as it was when the incident opened is not kept here.',
        'Use the runbook as it is today.',
      ),
    ),
    write: api.runbook.write.handler(({ input }) =>
      done(tools, 'runbook.write', input.requestId, () => runbooks.write(input.id, input.text, input.baseHash)),
    ),
  };
}

function found(view: RunbookView | null, what: string, mend: string): RunbookView {
  if (view === null) throw new RequestError('NOT_FOUND', what, mend);
  return view;
}
