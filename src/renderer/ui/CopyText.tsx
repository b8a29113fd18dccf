import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import codeText from './CodeText.module.css';
import classes from './CopyText.module.css';

/** Text to take elsewhere, with a button that copies it. */
export function CopyText({ name, text }: { readonly name: string; readonly text: string }) {
  const [answer, setAnswer] = useState<'none' | 'copied' | 'failed'>('none');
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setAnswer('copied'),
      () => setAnswer('failed'),
    );
  return (
    <div className={classes['copy']}>
      <Textarea
        aria-label={name}
        className={classes['copied'] ?? ''}
        classNames={{ input: codeText['code'] ?? '' }}
        readOnly
        wrap="off"
        rows={text.trimEnd().split('\n').length}
        value={text.trimEnd()}
      />
      <Button aria-label={`Copy ${name}`} onClick={() => void copy()}>
        {answer === 'copied' ? 'Copied' : 'Copy'}
      </Button>
      <output className={classes['quiet']}>
        {answer === 'failed' && 'The browser does not allow it: select the text and copy it.'}
      </output>
    </div>
  );
}
