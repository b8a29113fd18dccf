import type { Incident } from '#shared/incident/incident.ts';
import { useRunbookByHash } from '../state/useRunbook.ts';
import { count } from './formatValue.ts';
import { openFollowUps } from '../state/openFollowUps.ts';
import { ReasonDialog } from './ReasonDialog.tsx';

/** Closes an incident; while follow-ups are open it takes a reason, which waives them. */
export function CloseDialog({ incident, close }: { readonly incident: Incident; readonly close: () => void }) {
  const runbook = useRunbookByHash(incident.runbookHash);
  if (runbook.kind === 'loading') return null;
  const open = runbook.kind === 'ready' ? openFollowUps(incident, runbook.value.runbook) : 0;
  return (
    <ReasonDialog
      title="Close the incident"
      close={close}
      needsReason={open === 0 ? null : `Why ${count(open, 'open follow-up')} can be waived; kept in the timeline.`}
      ask={(client, requestId, reason) =>
        client.incident.setStatus({ requestId, incidentId: incident.id, status: 'closed', reason })
      }
    />
  );
}
