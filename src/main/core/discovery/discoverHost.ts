import type { Discovery } from '#shared/discovery/proposal.ts';
import { proposeChecks } from '#shared/discovery/proposeChecks.ts';
import { readFindings } from '#shared/discovery/readFindings.ts';
import type { Host } from '#shared/lab/labFile.ts';
import type { CheckTarget } from '#shared/lab/targets.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import { minuteMs } from '#shared/time/instant.ts';
import type { HostSession } from '../ssh/hostSession.ts';
import { discoveryScript } from './discoveryScript.ts';

export type DiscoverHostRequest = {
  readonly host: Host;
  readonly session: Pick<HostSession, 'output'>;
  /** What the lab checks already, on any host. */
  readonly known: readonly CheckTarget[];
  readonly signal: AbortSignal;
};

/** Looks at a host with one script and proposes checks. Throws `RequestError` UNAVAILABLE when it could not be asked. */
export async function discoverHost({ host, session, known, signal }: DiscoverHostRequest): Promise<Discovery> {
  const { end, stdout } = await session.output(discoveryScript, { deadlineMs: minuteMs, signal });
  const findings = readFindings(stdout);
  // What was found before a deadline is worth showing; its note says that it is not all.
  if (end.kind !== 'exited' && stdout === '') throw unavailable(host, 'text' in end ? end.text : end.kind);
  return proposeChecks(host.id, findings, known);
}

function unavailable({ id, name }: Host, why: string): RequestError {
  return new RequestError(
    'UNAVAILABLE',
    `${name ?? id} could not be looked at: ${why}`,
    'Test the connection to this host, then try again.',
  );
}
