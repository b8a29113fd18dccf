import type { ConnectionFailure } from '#shared/host/connection.ts';
import { CopyText } from './CopyText.tsx';
import classes from './ConnectionLine.module.css';
import { StateMark } from './StateMark.tsx';

type Props = { readonly failure: ConnectionFailure; readonly keys: NonNullable<ConnectionFailure['hostKey']> };

/** A host key that was refused: what the host shows, what is known, and how to put it right if the new one is. */
export function RefusedKey({ failure, keys }: Props) {
  const isRevoked = failure.kind === 'hostKeyRevoked';
  return (
    <>
      <StateMark state="critical">
        <strong>{isRevoked ? 'The host shows a revoked key.' : 'The host key has changed.'}</strong> Nothing secret was
        sent.
      </StateMark>
      <dl className={classes['keys']}>
        <div>
          <dt>It shows now</dt>
          <dd>{keys.shown}</dd>
        </div>
        {keys.known.map(({ key, file, line }) => (
          <div key={`${file}:${line}`}>
            <dt>
              {isRevoked ? 'Revoked in' : 'Known from'} {file} line {line}
            </dt>
            <dd>{key}</dd>
          </div>
        ))}
      </dl>
      {keys.forget === null ? (
        <p>{failure.mend}</p>
      ) : (
        <>
          <p>
            If the host was reinstalled or its keys were renewed, compare the new key at its console, then forget the
            old one with this command and try again. Otherwise somebody may be in between.
          </p>
          <CopyText name="the command that forgets the old key" text={keys.forget} />
        </>
      )}
    </>
  );
}
