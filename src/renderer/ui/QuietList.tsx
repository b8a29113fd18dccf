import { Button } from '@mantine/core';
import type { LabFile } from '#shared/lab/labFile.ts';
import { checkTargets } from '#shared/lab/targets.ts';
import { maintenanceUntil } from '#shared/maintenance/maintenanceUntil.ts';
import type { MaintenanceWindow } from '#shared/maintenance/maintenanceWindow.ts';
import type { Silence } from '#shared/silence/silence.ts';
import { isTimeZone } from '#shared/time/zonedTime.ts';
import { checkName, hostName, serviceName } from '../state/names.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { useNow } from '../state/useNow.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from './Failed.tsx';
import { Panel } from './Panel.tsx';
import classes from './QuietList.module.css';
import { StateMark } from './StateMark.tsx';
import { Left } from './times.tsx';

type Props = {
  readonly includesSilence: (silence: Silence) => boolean;
  readonly includesWindow: (window: MaintenanceWindow) => boolean;
};

/** The silences and maintenance windows that hold now, with their ends; a silence can be lifted. Nothing where none holds. */
export function QuietList({ includesSilence, includesWindow }: Props) {
  const now = useNow();
  const lab = useSnapshot((snapshot) => snapshot.lab.lab);
  const observerZone = useSnapshot((snapshot) => snapshot.shell.timeZone);
  const all = useSnapshot((snapshot) => snapshot.desk.silences);
  const silences = Object.values(all).filter((silence) => silence.untilAt > now && includesSilence(silence));
  const windows = (lab.maintenance ?? []).filter(includesWindow).flatMap((window) => {
    const zone = [window.timeZone, lab.settings.timeZone].find((one) => one !== undefined && isTimeZone(one));
    const untilAt = maintenanceUntil(window, now, zone ?? observerZone);
    return untilAt === null ? [] : [{ window, untilAt }];
  });
  if (silences.length === 0 && windows.length === 0) return null;
  return (
    <Panel title="Paused now" isFlush>
      <ul>
        {windows.map(({ window, untilAt }) => (
          <li key={window.id} className={classes['row']}>
            <StateMark state="paused">
              maintenance <strong>{window.name ?? window.id}</strong> of {windowText(lab, window)}
            </StateMark>
            <span className={classes['end']}>
              ends in <Left by={untilAt} />
            </span>
          </li>
        ))}
        {silences.map((silence) => (
          <SilenceRow key={silence.id} silence={silence} name={targetName(lab, silence)} />
        ))}
      </ul>
    </Panel>
  );
}

function SilenceRow({ silence, name }: { readonly silence: Silence; readonly name: string }) {
  const { run, isPending, failure } = useRequest((client, requestId) =>
    client.silence.remove({ requestId, silenceId: silence.id }),
  );
  return (
    <li className={classes['row']}>
      <StateMark state="paused">
        {silence.target.kind} <strong>{name}</strong> silenced{silence.reason === '' ? '' : `: ${silence.reason}`}
      </StateMark>
      <span className={classes['end']}>
        ends in <Left by={silence.untilAt} />
      </span>
      <Button aria-label={`End the silence of ${name}`} loading={isPending} onClick={() => void run()}>
        End now
      </Button>
      <Failed failure={failure} />
    </li>
  );
}

function targetName(lab: LabFile, { target }: Silence): string {
  if (target.kind === 'host') return hostName(lab, target.id);
  if (target.kind === 'service') return serviceName(lab, target.id);
  const hostId = checkTargets(lab).find(({ check }) => check.id === target.id)?.hostId;
  return hostId === undefined ? target.id : `${checkName(lab, target.id)} on ${hostName(lab, hostId)}`;
}

function windowText(lab: LabFile, { hosts, services, checks }: MaintenanceWindow): string {
  if (hosts === undefined && services === undefined && checks === undefined) return 'the whole lab';
  return [
    ...(hosts ?? []).map((id) => hostName(lab, id)),
    ...(services ?? []).map((id) => serviceName(lab, id)),
    ...(checks ?? []).map((id) => checkName(lab, id)),
  ].join(', ');
}
