import { useState } from 'react';
import classes from './FindingList.module.css';

const shownLines = 3;

/** The lines that prove something: the first three, and the rest on demand. */
export function Proof({ text }: { readonly text: string }) {
  const [showsAll, setShowsAll] = useState(false);
  const lines = text.trimEnd().split('\n');
  const hidden = lines.length - shownLines;
  return (
    <>
      <pre className={classes['proof']} data-all={showsAll || undefined}>
        {showsAll ? text : lines.slice(0, shownLines).join('\n')}
      </pre>
      {hidden > 0 && (
        <button
          type="button"
          className={classes['more']}
          aria-expanded={showsAll}
          onClick={() => setShowsAll(!showsAll)}
        >
          {showsAll ? 'show less' : `show all ${lines.length} lines`}
        </button>
      )}
    </>
  );
}
