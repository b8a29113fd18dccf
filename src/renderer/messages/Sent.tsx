import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { paths } from '../state/paths.ts';
import type { MessageVia } from '#shared/message/message.ts';
import { Page } from '../ui/Page.tsx';
import { Panel } from '../ui/Panel.tsx';
import { StateMark } from '../ui/StateMark.tsx';
import { type Finished, handOver } from './handOver.ts';
import classes from './Messages.module.css';

export type SentMessageView = Finished & { readonly via: MessageVia };

/** What became of a message, with its text, so that it can be handed over again. */
export function Sent({ incidentId, sent }: { readonly incidentId: string; readonly sent: SentMessageView }) {
  return (
    <Page title="Message out">
      <div className={classes['bar']}>
        <output>
          <StateMark state="ok">{words(sent)} It is in the timeline.</StateMark>
        </output>
        <Button size="sm" onClick={() => void handOver(sent.via, sent)}>
          Once more
        </Button>
        <Button size="sm" variant="filled" component={Link} href={paths.incident(incidentId)}>
          Back to the incident
        </Button>
      </div>
      <Panel title="What went out">
        <pre className={classes['body']}>{sent.via === 'mailto' ? readable(sent.content) : sent.content}</pre>
      </Panel>
    </Page>
  );
}

function words({ via, fileName }: SentMessageView): string {
  if (via === 'eml') return `Saved as ${fileName ?? 'message.eml'}.`;
  if (via === 'clipboard') return 'Copied.';
  return 'Handed to your mail program.';
}

function readable(link: string): string {
  const url = new URL(link);
  return [
    `To: ${decodeURIComponent(url.pathname)}`,
    `Subject: ${url.searchParams.get('subject') ?? ''}`,
    '',
    (url.searchParams.get('body') ?? '').replaceAll('\r\n', '\n'),
  ].join('\n');
}
