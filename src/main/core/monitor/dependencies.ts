import { allHostsCause } from '#shared/alert/alert.ts';
import type { CheckState } from '#shared/check/checkState.ts';
import type { Dependency } from '#shared/check/trackedCheck.ts';
import type { Host } from '#shared/lab/labFile.ts';
import { secondMs } from '#shared/time/instant.ts';
import type { Clock } from '../ports/ports.ts';
import type { ResolvedCheck } from './resolveChecks.ts';
import { connectionVerdict } from './watch/connectionVerdict.ts';
import type { HostWatch } from './watch/hostWatch.ts';

type Needs = {
  readonly clock: Clock;
  readonly hosts: () => readonly Host[];
  readonly watch: (hostId: string) => HostWatch | null;
  readonly state: (checkId: string) => CheckState | null;
  readonly checkNow: (checkId: string) => void;
};

export type Dependencies = {
  /** How it stands with what a check depends on, now that a problem was seen; asks what was not asked since. */
  readonly dependencyOf: (check: ResolvedCheck, problemSinceAt: number) => Dependency;
  readonly causeKeyOf: (check: ResolvedCheck) => string;
};

/** So long a problem waits for the word of what it may come from. */
const patienceMs = 20 * secondMs;
/** Failed attempts in a row after which a host counts as down for those that depend on it. */
const downAfter = 3;

export function createDependencies(needs: Needs): Dependencies {
  const { clock, hosts, watch, state } = needs;
  /** Wall time at which a host was last told of while every host was gone; null while that has not happened. */
  let allGoneToldAt: number | null = null;

  const ofHost = (hostId: string, sinceAt: number, found: HostWatch): Dependency => {
    if (found.failures() >= downAfter) return { kind: 'down', id: hostId };
    if (found.failures() > 0) return { kind: 'suspect' };
    if ((found.judgedAt() ?? 0) >= sinceAt) return { kind: 'fine' };
    found.askWhetherThere();
    return { kind: 'suspect' };
  };

  const ofCheck = (checkId: string, sinceAt: number, found: CheckState): Dependency => {
    if (found.phase.kind === 'hard' || found.mutedBy !== null) return { kind: 'down', id: checkId };
    if (found.phase.kind === 'soft') return { kind: 'suspect' };
    if (found.phase.kind === 'unobserved' || (found.last?.observedAt ?? 0) >= sinceAt) return { kind: 'fine' };
    needs.checkNow(checkId);
    return { kind: 'suspect' };
  };

  const ofId = (id: string, sinceAt: number): Dependency => {
    const host = watch(id);
    if (host !== null) return ofHost(id, sinceAt, host);
    const check = state(id);
    return check === null ? { kind: 'fine' } : ofCheck(id, sinceAt, check);
  };

  const remote = (): readonly HostWatch[] =>
    hosts().flatMap((host) => {
      const found = isOverNetwork(host) ? watch(host.id) : null;
      return found === null ? [] : [found];
    });

  /** A host that waits for a person is not asked, so it is neither here nor gone. */
  const isEverythingGone = (): boolean => {
    const watches = remote().filter(({ session }) => connectionVerdict(session.state()).kind !== 'needsPerson');
    return watches.length > 1 && watches.every((found) => found.failures() > 0);
  };

  /** Who is confirmed late, when the others are back already, was gone with them all the same. */
  const isGoneWithAll = (checkId: string): boolean => {
    const phase = state(checkId)?.phase;
    if (isEverythingGone()) allGoneToldAt = clock.now();
    return allGoneToldAt !== null && phase?.kind === 'hard' && phase.problemSinceAt <= allGoneToldAt;
  };

  /** Before one host is reported, the others are heard: they may be gone as well. */
  const othersAreHeard = (hostId: string, sinceAt: number): boolean =>
    remote().every((found) => found.hostId === hostId || (found.judgedAt() ?? 0) >= sinceAt);

  return {
    dependencyOf: (check, problemSinceAt) => {
      const found = check.dependsOn.map((id) => ofId(id, problemSinceAt));
      const own = check.check.kind === 'reachable' ? null : watch(check.hostId);
      if (own !== null && own.failures() > 0) found.push(ofHost(check.hostId, problemSinceAt, own));
      const down = found.find((dependency) => dependency.kind === 'down');
      if (down !== undefined) return down;
      const isPatient = Math.abs(clock.now() - problemSinceAt) < patienceMs;
      if (isPatient && found.some((dependency) => dependency.kind === 'suspect')) return { kind: 'suspect' };
      const mustHear = check.check.kind === 'reachable' && isPatient && !othersAreHeard(check.hostId, problemSinceAt);
      return { kind: mustHear ? 'suspect' : 'fine' };
    },
    causeKeyOf: (check) => {
      if (check.check.kind === 'reachable' && isGoneWithAll(check.check.id)) return allHostsCause;
      return check.serviceId === null ? `host:${check.hostId}` : `service:${check.serviceId}`;
    },
  };
}

/** Hosts that no network lies in front of say nothing about the network. */
function isOverNetwork({ access }: Host): boolean {
  if (access.transport === 'local') return false;
  return !/^(localhost|127\.|::1$|\[::1\])/.test(access.address ?? '');
}
