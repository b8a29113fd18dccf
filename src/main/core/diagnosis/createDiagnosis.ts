import type { ChangeDifference } from '#shared/diagnosis/changes/changeDifference.ts';
import type { LabFile } from '#shared/lab/labFile.ts';
import type { RunbookView } from '#shared/rpc/contract.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import type { Finding, Run } from '#shared/run/run.ts';
import { variableValues } from '#shared/runbook/variables.ts';
import { displayText } from '../ssh/channel/displayText.ts';
import type { HostSession } from '../ssh/hostSession.ts';
import type { Journal } from '../storage/journal.ts';
import type { Diagnosis } from './diagnosis.ts';
import { commitScript, fileScript, packageScript } from './differenceScripts.ts';

export type DiagnosisParts = {
  readonly journal: Pick<Journal, 'state'>;
  /** Null for a host that the lab does not have. */
  readonly sessionOf: (hostId: string) => HostSession | null;
  readonly lab: () => LabFile;
  readonly runbookByHash: (hash: string) => RunbookView | null;
};

const deadlineMs = 20_000;
const longestText = 200_000;

/** The differences behind findings of the journal's runs, read from their hosts when a person asks. */
export function createDiagnosis(parts: DiagnosisParts): Diagnosis {
  const { journal } = parts;

  function found(runId: string, findingId: string): { readonly run: Run; readonly finding: Finding } {
    const run = journal.state().runs[runId];
    const finding = run?.findings.find(({ id }) => id === findingId);
    if (run === undefined || finding === undefined)
      throw new RequestError('NOT_FOUND', 'This change is not known any more', 'Diagnose the incident again.');
    return { run, finding };
  }

  /** Folders that hold a backup, with the folder that each is a backup of, as far as variables name them. */
  function backupsOf(run: Run): readonly { readonly backup: string; readonly root: string }[] {
    const incident = run.incidentId === null ? undefined : journal.state().incidents[run.incidentId];
    const view = incident === undefined ? null : parts.runbookByHash(incident.runbookHash);
    const service = parts.lab().services.find(({ id }) => id === run.serviceId);
    const given = incident?.variables ?? service?.variables ?? {};
    const values = Object.entries(view === null ? given : variableValues(view.runbook.variables, given));
    const named = (pattern: RegExp) =>
      values.filter(([name, value]) => pattern.test(name) && value.startsWith('/')).map(([, value]) => value);
    return named(/backup/i).flatMap((backup) => named(/root|folder|dir/i).map((root) => ({ backup, root })));
  }

  async function ask(run: Run, title: string, script: string, signal?: AbortSignal): Promise<ChangeDifference> {
    const session = parts.sessionOf(run.hostId);
    const name = parts.lab().hosts.find(({ id }) => id === run.hostId)?.name ?? run.hostId;
    if (session === null) return { kind: 'none', why: `${name} is not in the lab any more.` };
    const answer = await session.output(script, { deadlineMs, ...(signal === undefined ? {} : { signal }) });
    if (answer.end.kind !== 'exited')
      return { kind: 'none', why: `${name} could not be asked: look again once it answers.` };
    const text = displayText(answer.stdout).trim().slice(0, longestText);
    if (answer.end.code === 0 && text !== '') return { kind: 'difference', title, text };
    return {
      kind: 'none',
      why: displayText(answer.stderr).trim().split('\n').at(-1) || 'No earlier version of it is known on this host.',
    };
  }

  return {
    changeDifference: async ({ runId, findingId }, signal) => {
      const { run, finding } = found(runId, findingId);
      const [, kind = '', rest = ''] = /^change:(\w+):([^]*)$/.exec(findingId) ?? [];
      if (kind === 'commit') {
        const at = rest.lastIndexOf('@');
        return ask(run, finding.text, commitScript(rest.slice(0, at), rest.slice(at + 1)), signal);
      }
      if (kind === 'file') return ask(run, finding.text, fileScript(rest, backupsOf(run)), signal);
      if (kind === 'package') return ask(run, finding.text, packageScript(rest), signal);
      return { kind: 'none', why: 'This is something that happened; there is no difference to show.' };
    },
  };
}
