import classes from './Runbooks.module.css';

/** The document as written, with line numbers as problems name them. */
export function RunbookText({ text }: { readonly text: string }) {
  return (
    <pre className={classes['text']} tabIndex={0} aria-label="Text of the runbook">
      {text.split('\n').map((line, index) => (
        <span key={`${index}:${line}`} data-line={index + 1}>
          {line}
        </span>
      ))}
    </pre>
  );
}
