import { Button } from '@mantine/core';
import type { Failure } from '../client/failureOf.ts';
import { StateMark } from './StateMark.tsx';
import classes from './Failed.module.css';

type Props = { readonly failure: Failure | null; readonly retry?: () => void };

/** What failed and what to do about it, read out as it appears; nothing while there is no failure. */
export function Failed({ failure, retry }: Props) {
  if (failure === null) return null;
  const place = failure.line === null ? '' : ` (line ${failure.line}, column ${failure.column ?? 1})`;
  return (
    <div className={classes['failed']} role="alert">
      <StateMark state="critical" />
      <p>
        <strong>
          {failure.what}
          {place}
        </strong>{' '}
        {failure.mend}
      </p>
      {retry !== undefined && <Button onClick={retry}>Try again</Button>}
    </div>
  );
}
