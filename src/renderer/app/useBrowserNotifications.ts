import { useEffect, useRef } from 'react';
import type { NotificationRecord } from '#shared/notification/notification.ts';

/** Shows each of these once through the browser, where the person allowed it and looks at something else. */
export function useBrowserNotifications(records: readonly NotificationRecord[]): void {
  const shown = useRef(new Set<string>());
  useEffect(() => {
    if (!('Notification' in window) || Notification.permission !== 'granted') return;
    for (const record of records) {
      if (shown.current.has(record.id)) continue;
      shown.current.add(record.id);
      if (document.visibilityState === 'visible') continue;
      const note = new Notification(record.title, { body: record.body, tag: record.id, icon: './icon.svg' });
      note.addEventListener('click', () => {
        window.focus();
        if (record.incidentId !== null) location.hash = `#/incidents/${encodeURIComponent(record.incidentId)}`;
      });
    }
  }, [records]);
}
