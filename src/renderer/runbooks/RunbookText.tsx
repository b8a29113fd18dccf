import { numbered } from '../ui/numbered.ts';
import classes from './Runbooks.module.css';

/** The document as written, with line numbers as problems name them. */
export function RunbookText({ text }: { readonly text: string }) {
  return (
    <pre className={classes['text']} aria-label="Text of the runbook">
      {numbered(text.split('\n')).map(({ index, item: line }) => (
        <span key={index} data-line={index + 1}>
          {line}
        </span>
      ))}
    </pre>
  );
}
