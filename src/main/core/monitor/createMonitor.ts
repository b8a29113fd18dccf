import type { Alert } from '#shared/alert/alert.ts';
import type { AlertChange } from '#shared/alert/alertChange.ts';
import type { Observation } from '#shared/check/observation.ts';
import type { Host } from '#shared/lab/labFile.ts';
import { throttled } from './throttled.ts';
import type { Clock, Logger, PowerEvents } from '../ports/ports.ts';
import type { Sessions } from '../ssh/hostSession.ts';
import { createCheckBook, type CheckBook } from './checkBook.ts';
import { createDependencies } from './dependencies.ts';
import { createEarlyWarnings } from './early/earlyWarnings.ts';
import { createHold } from './hold.ts';
import type { Monitor } from './monitor.ts';
import { createUnitPush, type PushMode, type UnitPush } from './push/createUnitPush.ts';
import { fullUnitName, isUnitName } from './kinds/systemdUnits.ts';
import { createObserverWatch, type GatewayProbe } from './observer/observerWatch.ts';
import { resolveChecks, type ResolvedCheck, type VariablesOf } from './resolveChecks.ts';
import { waitUntilOk } from './waitUntilOk.ts';
import { createHostWatch, type HostWatch } from './watch/hostWatch.ts';

export type MonitorDependencies = {
  readonly sessions: Pick<Sessions, 'of'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly power: PowerEvents;
  /** Whether our own way out works; `createGatewayProbe` is the usual one. */
  readonly gateway: GatewayProbe;
  readonly variablesOf: VariablesOf;
  readonly report: (change: AlertChange) => void;
  /** From the journal, asked once at the first lab: hard states and alert ids continue after a restart. */
  readonly openAlerts: () => readonly Alert[];
  readonly newId: () => string;
  readonly record?: (check: ResolvedCheck, observation: Observation) => void;
  /** Connections that were open before a suspend or a lost network are worth nothing. */
  readonly reconnectAll?: () => void;
  readonly isVaultLocked?: () => boolean;
  /** Whether hosts tell of unit changes by themselves; `dbus` unless said otherwise. Polling goes on in any case. */
  readonly push?: PushMode;
  /** 0 to 1, for jitter. */
  readonly random?: () => number;
};

const liveEveryMs = 200;
/** Hosts start this far apart, so that a large lab does not connect everywhere at once. */
const startSpreadMs = 25;

/** Builds the check engine. It asks nothing before the first `applyLab`. */
export function createMonitor(deps: MonitorDependencies): Monitor {
  const { clock, logger, sessions } = deps;
  const watches = new Map<string, HostWatch>();
  const pushes = new Map<string, UnitPush>();
  const checksOfHost = new Map<string, readonly ResolvedCheck[]>();
  let hosts: readonly Host[] = [];
  let isClosed = false;

  const live = throttled(clock, liveEveryMs);
  const allIds = (): readonly string[] => [...checksOfHost.values()].flat().map(({ check }) => check.id);
  const watchOf = (checkId: string): HostWatch | undefined => watches.get(book.check(checkId)?.hostId ?? '');
  const dependencies = createDependencies({
    clock,
    hosts: () => hosts,
    watch: (hostId) => watches.get(hostId) ?? null,
    state: (checkId) => book.state(checkId),
    checkNow: (checkId) => watchOf(checkId)?.checkNow([checkId]),
  });
  const book: CheckBook = createCheckBook({
    clock,
    report: (change) => {
      if (!isClosed) deps.report(change);
    },
    newId: deps.newId,
    openAlerts: deps.openAlerts,
    record: deps.record ?? (() => undefined),
    dependencyOf: dependencies.dependencyOf,
    causeKeyOf: dependencies.causeKeyOf,
    changed: live.ring,
  });
  const hold = createHold({
    clock,
    findings: { observe: book.observe, unobserve: book.unobserve, mute: book.mute },
    released: () => {
      observer.resumed();
      for (const watch of watches.values()) watch.reschedule();
    },
  });
  const early = createEarlyWarnings(clock);

  const observer = createObserverWatch({
    clock,
    logger,
    power: deps.power,
    gateway: deps.gateway,
    suspended: () => {
      for (const watch of watches.values()) watch.pause();
      hold.drop();
      for (const id of allIds()) book.unobserve(id, { kind: 'suspended' });
    },
    returned: (from) => {
      deps.reconnectAll?.();
      for (const id of allIds()) {
        if (from === 'suspend') book.unobserve(id, { kind: 'suspended' });
      }
      hold.begin(allIds().filter((id) => from === 'suspend' || isOffline(id)));
      for (const watch of watches.values()) watch.restart();
    },
    changed: live.ring,
  });
  const isOffline = (checkId: string): boolean => {
    const phase = book.state(checkId)?.phase;
    return phase?.kind === 'unobserved' && phase.reason.kind === 'observerOffline';
  };

  const watchHost = (host: Host): HostWatch =>
    createHostWatch({
      host,
      session: sessions.of(host),
      clock,
      logger,
      random: deps.random ?? Math.random,
      book,
      findings: hold.findings,
      enrich: early.enrich,
      judge: observer.judge,
      isVaultLocked: deps.isVaultLocked ?? (() => false),
      answered: observer.heardFromHost,
      // Is it the host alone? The others are asked at once, so that the answer is known before anything is said.
      failureBegan: () => {
        for (const watch of watches.values()) if (watch.hostId !== host.id) watch.askWhetherThere();
      },
      changed: live.ring,
    });

  const applyHost = (host: Host, checks: readonly ResolvedCheck[], index: number): void => {
    checksOfHost.set(host.id, checks);
    const session = sessions.of(host);
    const existing = watches.get(host.id);
    if (existing?.session === session) {
      existing.apply(host, checks);
      pushes.get(host.id)?.follow(unitsToFollow(checks));
      return;
    }
    existing?.close();
    pushes.get(host.id)?.close();
    const watch = watchHost(host);
    const push = createUnitPush({ session, clock, logger, mode: deps.push ?? 'dbus', unitChanged: watch.unitChanged });
    watches.set(host.id, watch);
    pushes.set(host.id, push);
    const begin = (): void => {
      if (watches.get(host.id) !== watch) return;
      watch.apply(host, checksOfHost.get(host.id) ?? []);
      push.follow(unitsToFollow(checksOfHost.get(host.id) ?? []));
    };
    if (index === 0) begin();
    else clock.after(index * startSpreadMs, begin);
  };

  return {
    applyLab: (lab) => {
      const resolved = resolveChecks(lab, deps.variablesOf);
      hosts = lab.hosts;
      for (const [hostId, watch] of watches) {
        if (hosts.some((host) => host.id === hostId)) continue;
        watch.close();
        pushes.get(hostId)?.close();
        watches.delete(hostId);
        pushes.delete(hostId);
        checksOfHost.delete(hostId);
      }
      book.sync(resolved);
      early.keepOnly(new Set(resolved.map(({ check }) => check.id)));
      for (const [index, host] of hosts.entries()) {
        applyHost(
          host,
          resolved.filter((check) => check.hostId === host.id),
          index,
        );
      }
    },
    live: () => ({
      hosts: hosts.flatMap((host) => {
        const watch = watches.get(host.id);
        if (watch === undefined) return [];
        const states = (checksOfHost.get(host.id) ?? []).flatMap(({ check }) => book.state(check.id) ?? []);
        return [{ hostId: host.id, connection: watch.session.state(), checks: states }];
      }),
      observer: observer.state(),
    }),
    onLive: live.listen,
    stateOf: book.state,
    checkNow: (hostId) => watches.get(hostId)?.checkNow(),
    beginChange: (checkIds) => {
      for (const id of checkIds) book.beginChange(id);
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        for (const id of checkIds) book.endChange(id);
        for (const id of checkIds) watchOf(id)?.checkNow([id]);
      };
    },
    waitUntilOk: (checkIds, windowMs, signal) => waitUntilOk({ clock, book, watchOf }, checkIds, windowMs, signal),
    close: () => {
      isClosed = true;
      live.close();
      observer.close();
      hold.drop();
      for (const push of pushes.values()) push.close();
      for (const watch of watches.values()) watch.close();
      return Promise.resolve();
    },
  };
}

/** Units that checks ask for, and what timers among them start. */
function unitsToFollow(checks: readonly ResolvedCheck[]): readonly string[] {
  const units = checks.flatMap(({ check, missing }) => {
    if (check.kind !== 'systemd-unit' || missing.length > 0 || !isUnitName(check.unit)) return [];
    const name = fullUnitName(check.unit);
    return name.endsWith('.timer') ? [name, name.replace(/timer$/, 'service')] : [name];
  });
  return [...new Set(units)];
}
