import { Button, Menu } from '@mantine/core';
import { Link } from 'wouter';
import type { NotificationRecord } from '#shared/notification/notification.ts';
import { paths } from '../state/paths.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { useNow } from '../state/useNow.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from '../ui/Failed.tsx';
import { LevelLabel } from '../ui/LevelLabel.tsx';
import { Nothing } from '../ui/Nothing.tsx';
import { Page } from '../ui/Page.tsx';
import { Panel } from '../ui/Panel.tsx';
import { QuietList } from '../ui/QuietList.tsx';
import { StateMark } from '../ui/StateMark.tsx';
import { Left, TimeOfDay } from '../ui/times.tsx';
import { deliveriesByChannel } from './deliveriesByChannel.ts';
import { DeliveryLine } from './DeliveryLine.tsx';
import classes from './Notifications.module.css';

const pauses = [
  [30, '30 minutes'],
  [60, '1 hour'],
  [240, '4 hours'],
  [1_440, '1 day'],
] as const;

/** What was said, when, through which channel, and what became of it. */
export function Notifications() {
  const notifications = useSnapshot((snapshot) => snapshot.desk.notifications);
  const records = Object.values(notifications).toSorted((one, other) => other.raisedAt - one.raisedAt);
  return (
    <Page title="Notifications" aside={<Pause />}>
      <QuietList includesSilence={all} includesWindow={all} />
      <Panel title="What was said" isFlush>
        {records.length === 0 && <Nothing>Nothing was said yet.</Nothing>}
        <ul>
          {records.map((record) => (
            <Row key={record.id} record={record} />
          ))}
        </ul>
      </Panel>
    </Page>
  );
}

const all = () => true;

function Row({ record }: { readonly record: NotificationRecord }) {
  return (
    <li className={classes['row']}>
      <span className={classes['level']}>
        <LevelLabel level={record.level} />
      </span>
      <span className={classes['what']}>
        <strong>
          {record.incidentId === null ? (
            record.title
          ) : (
            <Link href={paths.incident(record.incidentId)}>{record.title}</Link>
          )}
        </strong>
        {record.body !== '' && <span>{record.body}</span>}
      </span>
      <span className={classes['how']}>
        <TimeOfDay at={record.raisedAt} />
        {deliveriesByChannel(record).map((delivery) => (
          <DeliveryLine key={delivery.channel} delivery={delivery} />
        ))}
        {record.answeredAt !== null && (
          <span>
            answered <TimeOfDay at={record.answeredAt} />
          </span>
        )}
      </span>
    </li>
  );
}

function Pause() {
  const until = useSnapshot((snapshot) => snapshot.desk.notificationsPausedUntil);
  const now = useNow();
  const { run, isPending, failure } = useRequest((client, requestId, minutes: number) =>
    client.notification.pause({ requestId, minutes }),
  );
  if (until !== null && until > now) {
    return (
      <>
        <StateMark state="paused">
          paused, back in <Left by={until} />
        </StateMark>
        <Button loading={isPending} onClick={() => void run(0)}>
          Resume now
        </Button>
        <Failed failure={failure} />
      </>
    );
  }
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button loading={isPending}>Pause notifications ▾</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {pauses.map(([minutes, label]) => (
            <Menu.Item key={minutes} onClick={() => void run(minutes)}>
              for {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Failed failure={failure} />
    </>
  );
}
