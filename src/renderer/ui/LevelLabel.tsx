import type { Notification } from '#shared/notification/notification.ts';
import { SeverityLabel } from './SeverityLabel.tsx';
import { StateMark } from './StateMark.tsx';

const severities = { P1: 1, P2: 2, P3: 3, P4: 4 } as const;

/** How loud a notification is: a severity for incidents, a state for everything else. */
export function LevelLabel({ level }: { readonly level: Notification['level'] }) {
  if (level === 'recovery') return <StateMark state="ok">recovered</StateMark>;
  if (level === 'warning') return <StateMark state="warning">warning</StateMark>;
  if (level === 'info') return <StateMark state="unobserved">info</StateMark>;
  return <SeverityLabel severity={severities[level]} />;
}
