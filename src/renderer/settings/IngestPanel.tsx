import { Button } from '@mantine/core';
import { useState } from 'react';
import type { IngestView } from '#shared/ingest/ingestSettings.ts';
import { useAnswer } from '../state/useAnswer.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { Failed } from '../ui/Failed.tsx';
import { Panel } from '../ui/Panel.tsx';
import { StateMark } from '../ui/StateMark.tsx';
import { CopyText } from '../ui/CopyText.tsx';
import classes from './Settings.module.css';

/** Where other monitors may post their alerts, and what to write into them. */
export function IngestPanel() {
  const hash = useSnapshot((snapshot) => snapshot.lab.hash);
  const view = useAnswer('ingest.settings', (client) => client.ingest.settings({}), hash);
  return (
    <Panel title="Alerts of other monitors">
      {view.kind === 'failed' && <Failed failure={view.failure} />}
      {view.kind === 'ready' && <Shown view={view.value} />}
    </Panel>
  );
}

function Shown({ view }: { readonly view: IngestView }) {
  if (view.kind === 'off') {
    return (
      <div className={classes['stack']}>
        <StateMark state="unobserved">off: Sitrep listens to no other monitor</StateMark>
        <p className={classes['quiet']}>
          Alertmanager and Uptime Kuma can send what they see, and it becomes alerts here. Switch it on in lab.yaml:{' '}
          <code>{'ingest: { port: 9095 }'}</code> listens on this computer alone; with{' '}
          <code>{"address: '192.168.1.5'"}</code> on that address too.
        </p>
      </div>
    );
  }
  if (view.kind === 'failed') return <StateMark state="critical">cannot listen: {view.error}</StateMark>;
  return <Listening view={view} />;
}

function Listening({ view }: { readonly view: Extract<IngestView, { kind: 'listening' }> }) {
  const [isShown, setIsShown] = useState(false);
  const base = view.url.replace(/\/+$/u, '');
  const token = isShown ? view.token : '<token>';
  return (
    <div className={classes['stack']}>
      <StateMark state="ok">
        listening at <code>{base}</code>
      </StateMark>
      <p className={classes['quiet']}>
        Senders must show the token: whoever has it can raise alerts here, and do nothing else.
      </p>
      <Button aria-expanded={isShown} onClick={() => setIsShown(!isShown)}>
        {isShown ? 'Hide the token' : 'Show the token'}
      </Button>
      {isShown && <CopyText name="the token" text={view.token} />}
      <h3>Alertmanager, in alertmanager.yml</h3>
      <CopyText name="the Alertmanager receiver" text={alertmanagerText(base, token)} />
      <h3>Uptime Kuma, as a notification of type Webhook</h3>
      <CopyText name="the Uptime Kuma webhook" text={uptimeKumaText(base, token)} />
    </div>
  );
}

function alertmanagerText(base: string, token: string): string {
  return `receivers:
  - name: sitrep
    webhook_configs:
      - url: ${base}/ingest/alertmanager
        send_resolved: true
        http_config:
          authorization: { credentials: '${token}' }
`;
}

function uptimeKumaText(base: string, token: string): string {
  return `Post URL:           ${base}/ingest/uptime-kuma
Request Body:       Preset - application/json
Additional Headers: { "Authorization": "Bearer ${token}" }
`;
}
