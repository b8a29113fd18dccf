import { useEffect, useRef, useState } from 'react';
import { useRunningIncidents } from '../state/useIncidents.ts';

/** Reads out incidents that open while the window is open, for those who do not see them appear. */
export function Announcer() {
  const incidents = useRunningIncidents();
  const known = useRef<ReadonlySet<string> | null>(null);
  const [text, setText] = useState('');
  useEffect(() => {
    const before = known.current;
    known.current = new Set(incidents.map((incident) => incident.id));
    if (before === null) return;
    const opened = incidents.filter((incident) => !before.has(incident.id));
    if (opened.length > 0) {
      setText(opened.map((incident) => `New incident, P${incident.severity}: ${incident.title}`).join('. '));
    }
  }, [incidents]);
  return (
    <output className="visually-hidden" aria-live="assertive" aria-label="New incidents">
      {text}
    </output>
  );
}
