import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Incident, IncidentTimestamp } from '#shared/incident/incident.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from '../ui/Failed.tsx';
import { fromLocalInput, toLocalInput } from '../ui/formatTime.ts';
import classes from '../ui/Dialog.module.css';

const stamps: readonly (readonly [IncidentTimestamp, string])[] = [
  ['startedAt', 'Started'],
  ['detectedAt', 'Detected'],
  ['acknowledgedAt', 'Acknowledged'],
  ['mitigatedAt', 'Mitigated'],
  ['resolvedAt', 'Resolved'],
];

/** Corrects when things happened; the first record stays in the timeline, clocks and metrics follow the correction. */
export function TimestampsDialog({ incident, close }: { readonly incident: Incident; readonly close: () => void }) {
  const timeZone = useSnapshot((snapshot) => snapshot.shell.timeZone);
  return (
    <Modal opened onClose={close} title="Correct timestamps">
      <div className={classes['form']}>
        <p>Times are in {timeZone}. The timeline keeps what was recorded first.</p>
        {stamps.map(([timestamp, label]) => (
          <Stamp
            key={`${timestamp}:${incident.timestamps[timestamp] ?? ''}`}
            incident={incident}
            timestamp={timestamp}
            label={label}
            timeZone={timeZone}
          />
        ))}
        <div className={classes['buttons']}>
          <Button onClick={close}>Done</Button>
        </div>
      </div>
    </Modal>
  );
}

type StampProps = {
  readonly incident: Incident;
  readonly timestamp: IncidentTimestamp;
  readonly label: string;
  readonly timeZone: string;
};

function Stamp({ incident, timestamp, label, timeZone }: StampProps) {
  const recorded = incident.timestamps[timestamp];
  const before = recorded === null ? '' : toLocalInput(recorded, timeZone);
  const [value, setValue] = useState(before);
  const { run, isPending, failure } = useRequest((client, requestId, at: number) =>
    client.incident.correctTimestamp({
      requestId,
      incidentId: incident.id,
      timestamp,
      at,
      reason: 'corrected by hand',
    }),
  );
  const at = fromLocalInput(value, timeZone);
  return (
    <>
      <div className={classes['stamp']}>
        <TextInput
          type="datetime-local"
          step={1}
          label={label}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        <Button
          size="sm"
          loading={isPending}
          disabled={value === before || at === null}
          onClick={() => (at === null ? undefined : void run(at))}
          aria-label={`Correct ${label.toLowerCase()}`}
        >
          Correct
        </Button>
      </div>
      <Failed failure={failure} />
    </>
  );
}
