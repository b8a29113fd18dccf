import { Tooltip } from '@mantine/core';
import { Fragment } from 'react';
import type { Draft } from '#shared/message/message.ts';
import { Panel } from '../ui/Panel.tsx';
import { numbered } from '../ui/numbered.ts';
import classes from './Messages.module.css';
import { previewPieces } from './previewPieces.ts';

/** The message as it will arrive; what a field filled is underlined and says its source, what is missing is boxed. */
export function Preview({ draft }: { readonly draft: Pick<Draft, 'to' | 'subject' | 'body' | 'fields'> }) {
  return (
    <Panel title="Preview" isFlush>
      <div className={classes['mail']}>
        <dl className={classes['headers']}>
          <dt>To</dt>
          <dd>{draft.to.length === 0 ? 'nobody yet' : draft.to.join(', ')}</dd>
          <dt>Subject</dt>
          <dd>
            <strong>
              <Marked text={draft.subject} fields={draft.fields} />
            </strong>
          </dd>
        </dl>
        <div className={classes['body']} data-testid="message-preview">
          <Marked text={draft.body} fields={draft.fields} />
        </div>
      </div>
    </Panel>
  );
}

function Marked({ text, fields }: { readonly text: string; readonly fields: Draft['fields'] }) {
  return numbered(previewPieces(text, fields)).map(({ index: key, item: piece }) => {
    if (piece.kind === 'plain') return <Fragment key={key}>{piece.text}</Fragment>;
    if (piece.kind === 'missing') {
      return (
        <mark key={key} className={classes['missing']}>
          {piece.text}
        </mark>
      );
    }
    return (
      <Tooltip key={key} label={piece.origin}>
        <span className={classes['filled']}>{piece.text}</span>
      </Tooltip>
    );
  });
}
