import type { ReactNode } from 'react';
import { assertNever } from '#shared/assertNever.ts';
import classes from './StateMark.module.css';

/** The six states of things, and what goes on, is to come, or is only said: each with a shape of its own. */
export type MarkState =
  | 'ok'
  | 'warning'
  | 'critical'
  | 'unknown'
  | 'unobserved'
  | 'paused'
  | 'running'
  | 'toCome'
  | 'info';

/** Words for states, used wherever a mark has no text of its own beside it. */
export const stateWords: Readonly<Record<MarkState, string>> = {
  ok: 'ok',
  warning: 'warning',
  critical: 'critical',
  unknown: 'unknown',
  unobserved: 'not seen',
  paused: 'paused',
  running: 'running',
  toCome: 'to come',
  info: 'for information',
};

type Props = {
  readonly state: MarkState;
  /** A problem that is not confirmed yet: the shape is drawn hollow. */
  readonly isSoft?: boolean;
  /** Shown beside the mark; without it the state's word is there for screen readers alone. */
  readonly children?: ReactNode;
};

/** A state as shape and colour, with its word. */
export function StateMark({ state, isSoft = false, children }: Props) {
  return (
    <span className={classes['mark']} data-state={state} data-soft={isSoft || undefined}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false">
        {shapeOf(state)}
      </svg>
      {children === undefined ? (
        <span className="visually-hidden">{stateWords[state]}</span>
      ) : (
        <span className={classes['word']}>{children}</span>
      )}
    </span>
  );
}

function shapeOf(state: MarkState): ReactNode {
  switch (state) {
    case 'ok':
      return <circle cx="6" cy="6" r="4.5" />;
    case 'warning':
      return <path d="M6 1.2 11.3 10.8H.7Z" />;
    case 'critical':
      return <rect x="1.5" y="1.5" width="9" height="9" />;
    case 'unknown':
      return <path d="M6 .7 11.3 6 6 11.3.7 6Z" />;
    case 'unobserved':
      return <circle cx="6" cy="6" r="4.5" strokeDasharray="2.2 2.5" data-outline="" />;
    case 'paused':
      return <path d="M2.5 1.5h2.6v9H2.5ZM6.9 1.5h2.6v9H6.9Z" />;
    case 'running':
      return (
        <>
          <circle cx="6" cy="6" r="4.5" data-outline="" />
          <path d="M6 1.5a4.5 4.5 0 0 1 0 9Z" />
        </>
      );
    case 'toCome':
      return <circle cx="6" cy="6" r="4.5" data-outline="" />;
    case 'info':
      return <path d="M3 6h6" data-outline="" />;
    default:
      return assertNever(state);
  }
}
