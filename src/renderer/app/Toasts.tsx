import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Incident } from '#shared/incident/incident.ts';
import { minuteMs, secondMs } from '#shared/time/instant.ts';
import { actionText } from '#shared/notification/actionText.ts';
import type { NotificationAction, NotificationRecord } from '#shared/notification/notification.ts';
import { paths } from '../state/paths.ts';
import { coreNow } from '../state/coreClock.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { useNow } from '../state/useNow.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from '../ui/Failed.tsx';
import { LevelLabel } from '../ui/LevelLabel.tsx';
import { useBrowserNotifications } from './useBrowserNotifications.ts';
import classes from './Toasts.module.css';

const recentMs = 10 * minuteMs;
/** A P1 to P4 stays until it is answered; the rest goes by, since it would cover what is being worked on. */
const passingMs = 8 * secondMs;
const shownAtOnce = 2;

/** What was said lately and nobody answered, where the desktop does not show it; all of it stays in the list. */
export function Toasts() {
  const isShownByDesktop = useSnapshot((snapshot) => snapshot.shell.nativeNotifications);
  const notifications = useSnapshot((snapshot) => snapshot.desk.notifications);
  const wanted = useSnapshot((snapshot) => snapshot.preferences.desktopNotifications);
  const incidents = useSnapshot((snapshot) => snapshot.desk.incidents);
  const [openedAt] = useState(() => coreNow());
  const [location] = useLocation();
  const open = Object.values(notifications)
    .filter((record) => record.answeredAt === null && record.raisedAt > openedAt - recentMs)
    .filter((record) => record.incidentId === null || !isTakenUp(record, incidents[record.incidentId]))
    .sort((one, other) => other.raisedAt - one.raisedAt);
  useBrowserNotifications(isShownByDesktop || !wanted ? [] : open);
  const now = useNow();
  const [held, setHeld] = useState(false);
  const away = open.filter((record) => !isOnScreen(record, location) && (held || isStaying(record, now)));
  if (isShownByDesktop || away.length === 0) return null;
  return (
    <section
      data-toasts=""
      aria-label="New notifications"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
    >
      <ul className={classes['toasts']}>
        {away.slice(0, shownAtOnce).map((record) => (
          <Toast key={record.id} record={record} />
        ))}
      </ul>
    </section>
  );
}

/** A call for somebody to come is moot once somebody came. */
function isTakenUp({ actions }: NotificationRecord, incident: Incident | undefined): boolean {
  return actions.includes('acknowledge') && incident !== undefined && incident.timestamps.acknowledgedAt !== null;
}

/**
 * The overview lists every running incident and every host, a host's screen its own incidents, and an incident's own
 * screen is the best notice of it.
 */
function isOnScreen({ incidentId, hostId }: NotificationRecord, location: string): boolean {
  if (location === paths.overview) return incidentId !== null || hostId !== null;
  if (incidentId === null) return false;
  return location.startsWith(paths.incident(incidentId)) || (hostId !== null && location === paths.host(hostId));
}

function isStaying({ level, raisedAt }: NotificationRecord, now: number): boolean {
  return /^P[1-4]$/u.test(level) || now - raisedAt < passingMs;
}

function Toast({ record }: { readonly record: NotificationRecord }) {
  const [, navigate] = useLocation();
  const answer = useRequest((client, requestId, action: NotificationAction | 'dismiss') =>
    client.notification.answer({ requestId, notificationId: record.id, action }),
  );
  const act = async (action: NotificationAction) => {
    const { incidentId } = record;
    const isOpening = action === 'open' || action === 'review';
    if (isOpening && incidentId !== null) navigate(paths.incident(incidentId));
    const runId = (await answer.run(action))?.runId ?? null;
    if (runId !== null && incidentId !== null) navigate(paths.incidentRun(incidentId, runId));
  };
  return (
    <li className={classes['toast']}>
      <p className={classes['title']}>
        <LevelLabel level={record.level} /> <strong>{record.title}</strong>
      </p>
      {record.body !== '' && <p className={classes['body']}>{record.body}</p>}
      <Failed failure={answer.failure} />
      <div className={classes['actions']}>
        {record.actions.map((action) => (
          <Button key={action} loading={answer.isPending} onClick={() => void act(action)}>
            {actionText(action, record.remedy)}
          </Button>
        ))}
        <Button variant="subtle" onClick={() => void answer.run('dismiss')}>
          Dismiss
        </Button>
      </div>
    </li>
  );
}
