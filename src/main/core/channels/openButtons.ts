import type { DeskState } from '#shared/desk/deskState.ts';

export type OpenButton = { readonly notificationId: string; readonly raisedAt: number };

/** The acknowledge buttons that still mean something: not answered, on an open incident that nobody acknowledged. */
export function openButtons({ notifications, incidents }: DeskState): readonly OpenButton[] {
  return Object.values(notifications)
    .filter(({ actions, answeredAt, incidentId }) => {
      if (answeredAt !== null || incidentId === null || !actions.includes('acknowledge')) return false;
      const incident = Object.hasOwn(incidents, incidentId) ? incidents[incidentId] : undefined;
      const isOver = incident === undefined || incident.status === 'resolved' || incident.status === 'closed';
      return !isOver && incident.timestamps.acknowledgedAt === null;
    })
    .map(({ id, raisedAt }) => ({ notificationId: id, raisedAt }));
}
