import { randomUUID } from 'node:crypto';
import type { JournalEvent } from '#shared/desk/journalEvent.ts';
import type { DeskState } from '#shared/desk/deskState.ts';
import { notificationEntry, type NotificationInput } from '#shared/notification/notificationEntry.ts';
import type { Notification, NotificationAction } from '#shared/notification/notification.ts';
import type { Runbook } from '#shared/runbook/runbook.ts';
import { remedyRequestId } from '#shared/notification/remedyRequestId.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import type { Preferences } from '#shared/rpc/preferences.ts';
import { dayMs, minuteMs } from '#shared/time/instant.ts';
import type { Clock, Logger, Notifier } from '../ports/ports.ts';
import type { Journal } from '../storage/journal.ts';
import { clickedEndNotice } from './clickedEndNotice.ts';
import { remedyOffers } from './remedyOffers.ts';

const bySitrep = { actor: 'sitrep', requestId: null } as const;

type Answer = {
  readonly requestId: string;
  readonly notificationId: string;
  readonly action: NotificationAction | 'dismiss';
};

export type Notifications = {
  /** Journals it and says it; returns its id. */
  readonly raise: (input: NotificationInput) => string;
  /**
   * Returns the run that it started, or null. Throws `RequestError` NOT_FOUND when there never was such a notification;
   * a second answer changes nothing.
   */
  readonly answer: (request: Answer) => string | null;
  /**
   * Starts a remedy where nobody looks at a window: what the core refuses is said as a notification. Returns the run;
   * null where there is none.
   */
  readonly startRemedy: (request: RemedyRequest) => string | null;
  /** 0 minutes ends a pause. P1 is said all the same. */
  readonly pause: (request: { readonly requestId: string; readonly minutes: number }) => void;
  /** Says what an earlier process journalled and did not get to say. */
  readonly start: () => void;
  readonly close: () => void;
};

export type RemedyRequest = { readonly requestId: string; readonly incidentId: string; readonly actionId: string };

type RemedyOffering = {
  readonly runbookByHash: (hash: string) => Runbook | null;
  /** That click is the consent where a click is all it asks. Returns the run. */
  readonly start: (request: RemedyRequest) => string;
};

export type NotificationsDeps = {
  readonly journal: Journal;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly preferences: () => Pick<Preferences, 'desktopNotifications'>;
  /** Acknowledges the incident of a notification that was answered so. */
  readonly acknowledge: (request: { readonly requestId: string; readonly incidentId: string }) => void;
  /** Offers the remedies that findings suggest, and starts them by one click, where there are runs. */
  readonly remedies?: RemedyOffering;
  /** The channels beside the desktop, where there are any. */
  readonly tellChannels?: (notification: Notification) => void;
};

/**
 * Says each `notification.raised` of the journal, whoever journalled it, so that it can be journalled together with
 * its reason; journals the delivery; takes it off the desktop once it was answered or its incident was taken up.
 */
export function createNotifications(deps: NotificationsDeps): Notifications {
  const { journal, clock } = deps;

  function answer({ requestId, notificationId, action }: Answer): string | null {
    const notification = journal.state().notifications[notificationId];
    if (notification === undefined) {
      throw new RequestError('NOT_FOUND', 'There is no such notification', 'Reload the window to see what was said.');
    }
    const isFirst = notification.answeredAt === null;
    const entry = { type: 'notification.answered', data: { notificationId, action } } as const;
    const { isRepeat } = journal.append(isFirst ? [entry] : [], { actor: 'person', requestId });
    const { incidentId, remedy } = notification;
    if (incidentId === null || !(isFirst || isRepeat)) return null;
    // A repeat acknowledges and starts again, harmlessly, in case the process died in between.
    if (action === 'acknowledge' || action === 'remedy')
      deps.acknowledge({ requestId: `${requestId}:acknowledge`, incidentId });
    if (action !== 'remedy' || remedy === undefined) return null;
    const request = { requestId: remedyRequestId(requestId), incidentId, actionId: remedy.actionId };
    return deps.remedies?.start(request) ?? null;
  }

  const stop = journal.onAppended((events) => {
    for (const event of events) {
      if (event.type === 'run.found' || event.type === 'run.ended')
        sayOfRun(event.data.runId, event.type === 'run.ended');
      if (event.type === 'notification.remedyOffered') showAgain(event.data.notificationId);
      if (event.type === 'notification.raised') deliver(deps, event.data.notification, answer);
      for (const id of outdatedBy(event, journal.state())) deps.notifier.withdraw(id);
    }
  });

  /**
   * Findings may suggest a remedy for what was said, once their run has ended: until then they may be taken back. The end
   * of a run that one click began is said itself.
   */
  function sayOfRun(runId: string, hasJustEnded: boolean): void {
    const state = journal.state();
    if (state.runs[runId]?.stage !== 'ended') return;
    const runbookByHash = deps.remedies?.runbookByHash ?? (() => null);
    const ended = hasJustEnded ? clickedEndNotice(state, runId) : [];
    const entries = [...remedyOffers(state, runId, runbookByHash), ...ended];
    if (entries.length > 0) journal.append(entries, bySitrep);
  }

  /** With the button of its remedy, in the place of the one on the desktop; not where that was left out. */
  function showAgain(notificationId: string): void {
    const record = journal.state().notifications[notificationId];
    const isOnDesktop = record?.deliveries.some(({ channel, error }) => channel === 'desktop' && error === null);
    if (record === undefined || record.answeredAt !== null || isOnDesktop !== true) return;
    const { raisedAt: _raisedAt, answeredAt: _answeredAt, deliveries: _deliveries, ...notification } = record;
    show(deps, notification, answer);
  }

  return {
    raise: (input) => {
      const entry = notificationEntry(input, randomUUID());
      journal.append([entry], bySitrep);
      return entry.data.notification.id;
    },
    answer,
    startRemedy: (request) => {
      try {
        return deps.remedies?.start(request) ?? null;
      } catch (cause) {
        sayNotStarted(deps, request.incidentId, cause);
        return null;
      }
    },
    pause: ({ requestId, minutes }) => {
      const untilAt = minutes === 0 ? null : clock.now() + minutes * minuteMs;
      journal.append([{ type: 'notifications.paused', data: { untilAt } }], { actor: 'person', requestId });
    },
    start: () => {
      for (const record of Object.values(journal.state().notifications)) {
        const { raisedAt, answeredAt, deliveries, ...notification } = record;
        const isUnsaid = answeredAt === null && deliveries.length === 0 && clock.now() - raisedAt < dayMs;
        if (isUnsaid) deliver(deps, notification, answer);
      }
    },
    close: stop,
  };
}

/** Journals one delivery for the desktop, also when it was left out, with the reason. */
function deliver(deps: NotificationsDeps, notification: Notification, answer: Notifications['answer']): void {
  const silence = silenceOf(deps, notification);
  const error = silence ?? show(deps, notification, answer);
  // Before the delivery is journalled: what has none is said again after a crash, and channels tell a repeat themselves.
  if (!isPaused(deps, notification)) deps.tellChannels?.(notification);
  const delivery = { channel: 'desktop', at: deps.clock.now(), error };
  deps.journal.append(
    [{ type: 'notification.delivered', data: { notificationId: notification.id, delivery } }],
    bySitrep,
  );
}

function silenceOf(deps: NotificationsDeps, notification: Notification): string | null {
  if (isPaused(deps, notification)) return 'not shown: notifications are paused';
  return deps.preferences().desktopNotifications ? null : 'not shown: desktop notifications are off';
}

function isPaused({ journal, clock }: NotificationsDeps, { level }: Notification): boolean {
  const until = journal.state().notificationsPausedUntil;
  return level !== 'P1' && until !== null && clock.now() < until;
}

/** Returns why it could not be shown, or null. */
function show(deps: NotificationsDeps, notification: Notification, answer: Notifications['answer']): string | null {
  const answered = (action: Answer['action']): void => {
    try {
      answer({ requestId: randomUUID(), notificationId: notification.id, action });
    } catch (cause) {
      deps.logger.warn('the answer to a notification was not taken', { error: messageOf(cause) });
      if (action === 'remedy' && notification.incidentId !== null) sayNotStarted(deps, notification.incidentId, cause);
    }
  };
  try {
    deps.notifier.show(notification, answered);
    return null;
  } catch (cause) {
    deps.logger.warn('a notification cannot be shown', { error: messageOf(cause) });
    return messageOf(cause);
  }
}

/** Notifications that an event makes pointless on the desktop: answered, or their incident was acknowledged or is over. */
function outdatedBy(event: JournalEvent, state: DeskState): readonly string[] {
  if (event.type === 'notification.answered') return [event.data.notificationId];
  const isTakenUp = event.type === 'incident.acknowledged' || event.type === 'incident.recovered';
  const isResolved = event.type === 'incident.statusSet' && event.data.status === 'resolved';
  return isTakenUp || isResolved ? openOf(state, event.data.incidentId) : [];
}

function openOf(state: DeskState, incidentId: string): readonly string[] {
  return Object.values(state.notifications)
    .filter((record) => record.incidentId === incidentId && record.answeredAt === null && record.level !== 'recovery')
    .map(({ id }) => id);
}

/** Whoever pressed a button outside the window hears why nothing happened. */
function sayNotStarted({ journal }: NotificationsDeps, incidentId: string, cause: unknown): void {
  const hostId = journal.state().incidents[incidentId]?.hostId ?? null;
  const body = cause instanceof RequestError ? `${cause.message}. ${cause.mend}` : messageOf(cause);
  const said = { level: 'warning', title: 'The remedy was not started', body, incidentId, hostId } as const;
  journal.append([notificationEntry({ ...said, actions: ['open'] }, randomUUID())], bySitrep);
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
