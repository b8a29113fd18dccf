import { assertNever } from '../assertNever.ts';
import { checkDefinitionSchema, type CheckDefinition } from '../check/checkDefinition.ts';
import { checkIdOf, defaultHostChecks } from '../lab/defaultHostChecks.ts';
import { identifierFrom } from '../lab/identifiers.ts';
import type { CheckTarget } from '../lab/targets.ts';
import type { DraftProposal } from './draftProposal.ts';
import type { HostFindings } from './hostFindings.ts';
import { type Discovery, type Proposal, proposalGroups } from './proposal.ts';
import { proposeCertificates, proposePorts, proposeWeb } from './proposeNetwork.ts';
import { proposeMounts, proposePools } from './proposeStorage.ts';
import { backupCronFiles, proposeServices, proposeTimers } from './proposeUnits.ts';
import { proposeBackups, proposeCheckouts, proposeContainers } from './proposeWorkloads.ts';

/**
 * What to check on a host, from what was found there: in the order of the groups, what is broken first, without what the
 * lab asks already, each with an id that nothing else has.
 */
export function proposeChecks(hostId: string, findings: HostFindings, known: readonly CheckTarget[]): Discovery {
  const asked = new Set(known.filter((target) => target.hostId === hostId).map(({ check }) => questionOf(check)));
  const taken = new Set(known.map(({ check }) => check.id));
  const drafts = [
    ...ofEveryHost(hostId),
    ...proposeServices(findings),
    ...proposeTimers(findings),
    ...proposeContainers(findings),
    ...proposeWeb(findings),
    ...proposeCertificates(findings),
    ...proposePorts(findings),
    ...proposeMounts(findings),
    ...proposePools(findings),
    ...proposeCheckouts(findings),
    ...proposeBackups(findings),
  ];
  const proposals = inOrder(drafts).flatMap(({ name, check, ...rest }): readonly Proposal[] => {
    const parsed = checkDefinitionSchema.safeParse({ id: freeId(hostId, name, taken), ...check });
    if (!parsed.success || asked.has(questionOf(parsed.data))) return [];
    taken.add(parsed.data.id);
    asked.add(questionOf(parsed.data));
    return [{ ...rest, check: parsed.data }];
  });
  return { hostId, proposals, notes: notesOf(findings) };
}

function ofEveryHost(hostId: string): readonly DraftProposal[] {
  return defaultHostChecks(hostId).map(({ id: _id, ...check }) => ({
    group: 'host',
    name: check.kind,
    check,
    reason: 'suits every host',
    isRecommended: true,
    isFailing: false,
  }));
}

function inOrder(drafts: readonly DraftProposal[]): readonly DraftProposal[] {
  const rank = ({ group, isFailing }: DraftProposal) => proposalGroups.indexOf(group) * 2 + (isFailing ? 0 : 1);
  return drafts.toSorted((a, b) => rank(a) - rank(b));
}

/** Two checks with the same question ask for the same thing, whatever their ids and thresholds. */
function questionOf(check: CheckDefinition): string {
  switch (check.kind) {
    case 'systemd-unit':
      return `unit ${check.unit.replace(/\.service$/, '')}`;
    case 'http':
      return `http ${check.url.replace('//localhost', '//127.0.0.1')}`;
    case 'tcp':
      return `tcp ${check.address ?? '127.0.0.1'} ${check.port}`;
    case 'tls':
      return `tls ${check.address} ${check.port ?? 443}`;
    case 'container':
      return `container ${check.container}`;
    case 'storage-health':
      return `${check.target} ${check.device ?? ''}`;
    case 'disk':
    case 'file-age':
    case 'git-drift':
    case 'json':
      return `${check.kind} ${check.path}`;
    case 'process':
    case 'journal':
      return `${check.kind} ${check.pattern}`;
    case 'plugin':
      return `plugin ${check.command}`;
    case 'reachable':
    case 'memory':
    case 'load':
      return check.kind;
    default:
      return assertNever(check);
  }
}

function freeId(hostId: string, name: string, taken: ReadonlySet<string>): string {
  const plain = identifierFrom(name).replaceAll(/-{2,}/g, '-').slice(0, 50);
  for (let number = 1; ; number += 1) {
    const id = checkIdOf(hostId, number === 1 ? plain : `${plain}-${number}`);
    if (!taken.has(id)) return id;
  }
}

function notesOf({ notes, cronFiles, isWhole }: HostFindings): readonly string[] {
  const crons = backupCronFiles(cronFiles).map(
    (file) => `${file} looks like a backup by cron: check the age of the file that it writes, or run it from a timer`,
  );
  return [...(isWhole ? [] : ['the host was too slow: not everything was looked at']), ...notes, ...crons];
}
