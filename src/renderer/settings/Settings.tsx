import { Button, SegmentedControl, Switch } from '@mantine/core';
import { useState } from 'react';
import { preferencesSchema } from '#shared/rpc/preferences.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from '../ui/Failed.tsx';
import { Page } from '../ui/Page.tsx';
import { Panel } from '../ui/Panel.tsx';
import { areShortcutsOn, setShortcutsOn } from '../ui/shortcutSetting.ts';
import { StateMark } from '../ui/StateMark.tsx';
import { Channels } from './Channels.tsx';
import { HeartbeatLine } from './HeartbeatLine.tsx';
import { IngestPanel } from './IngestPanel.tsx';
import { LabPanel } from './LabPanel.tsx';
import { UnlockVault } from './UnlockVault.tsx';
import classes from './Settings.module.css';

const vaultTexts = {
  open: ['ok', 'open: secrets you choose to keep are in it'],
  locked: ['paused', 'locked: hosts that need its secrets are not seen'],
  memory: ['unobserved', 'in memory only: secrets are asked again after a restart'],
} as const;

/** Habits of this computer, whom Sitrep tells and hears, the lab folder, the vault, and what this program is. */
export function Settings() {
  const preferences = useSnapshot((snapshot) => snapshot.preferences);
  const shell = useSnapshot((snapshot) => snapshot.shell);
  const [shortcuts, setShortcuts] = useState(areShortcutsOn);
  const set = useRequest((client, requestId, patch: Parameters<typeof client.preferences.set>[0]['patch']) =>
    client.preferences.set({ requestId, patch }),
  );
  const [vaultState, vaultText] = vaultTexts[shell.vault];
  return (
    <Page title="Settings">
      <Failed failure={set.failure} />
      <UnlockVault />
      <Panel title="This computer">
        <dl className={classes['list']}>
          <dt>Theme</dt>
          <dd>
            <SegmentedControl
              aria-label="Theme"
              value={preferences.theme}
              onChange={(theme) => void set.run({ theme: preferencesSchema.shape.theme.parse(theme) })}
              data={[
                { value: 'system', label: 'System' },
                { value: 'light', label: 'Light' },
                { value: 'dark', label: 'Dark' },
              ]}
            />
          </dd>
          <dt>Notifications</dt>
          <dd className={classes['stack']}>
            <Switch
              label="Show notifications on this desktop"
              checked={preferences.desktopNotifications}
              onChange={(event) => void set.run({ desktopNotifications: event.currentTarget.checked })}
            />
            {!shell.nativeNotifications && <BrowserPermission />}
          </dd>
          <dt>Keyboard</dt>
          <dd>
            <Switch
              label="Single-key shortcuts"
              checked={shortcuts}
              onChange={(event) => {
                setShortcutsOn(event.currentTarget.checked);
                setShortcuts(event.currentTarget.checked);
              }}
            />
          </dd>
        </dl>
      </Panel>
      <Channels />
      <IngestPanel />
      <Panel title="Heartbeat">
        <HeartbeatLine />
      </Panel>
      <LabPanel />
      <Panel title="About">
        <dl className={classes['list']}>
          <dt>Vault</dt>
          <dd>
            <StateMark state={vaultState}>{vaultText}</StateMark>
          </dd>
          <dt>Version</dt>
          <dd>
            Sitrep {shell.version}, {shell.kind === 'electron' ? 'desktop' : 'web'} shell
          </dd>
          <dt>Data folder</dt>
          <dd>
            <code>{shell.dataFolder}</code>
          </dd>
          <dt>Observer</dt>
          <dd>
            {shell.user} on {shell.observerName}, {shell.timeZone}
          </dd>
        </dl>
      </Panel>
    </Page>
  );
}

/** The browser asks the person itself; without it, notifications appear inside this window only. */
function BrowserPermission() {
  const [permission, setPermission] = useState(() => ('Notification' in window ? Notification.permission : 'denied'));
  if (permission === 'granted')
    return <p className={classes['quiet']}>The browser shows them while this window is hidden.</p>;
  if (permission === 'denied')
    return <p className={classes['quiet']}>The browser does not allow them; they appear in this window.</p>;
  return (
    <Button onClick={() => void Notification.requestPermission().then(setPermission)}>Let the browser show them</Button>
  );
}
