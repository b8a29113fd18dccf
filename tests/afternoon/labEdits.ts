import type { LabDraft } from './afternoonLab.ts';

type Edit = (lab: LabDraft) => LabDraft;
type Service = NonNullable<LabDraft['services']>[number];

const withService =
  (id: string, edit: (service: Service) => Service): Edit =>
  (lab) => ({ ...lab, services: lab.services?.map((service) => (service.id === id ? edit(service) : service)) });

/** Takes the checks from a service; another unit is asked instead, since a service without checks gets default ones. */
export const withoutCheck = (id: string): Edit =>
  withService(id, (service) => ({ ...service, checks: [{ id: `${id}-other`, kind: 'systemd-unit', unit: 'spare' }] }));

/** Lets the check of a service ask for another unit. */
export const withUnit = (id: string, unit: string): Edit =>
  withService(id, (service) => ({
    ...service,
    checks: [{ id: `${id}-systemd-unit`, kind: 'systemd-unit', unit, interval: 5 }],
  }));

/** A maintenance window of host lab9, in wall time. */
export const lab9InMaintenance =
  (fromMs: number, untilMs: number): Edit =>
  (lab) => ({
    ...lab,
    maintenance: [{ id: 'upgrade', hosts: ['lab9'], start: minuteOf(fromMs), end: minuteOf(untilMs), timeZone: 'UTC' }],
  });

/** A maintenance window of a service, in wall time. */
export const serviceInMaintenance =
  (id: string, fromMs: number, untilMs: number): Edit =>
  (lab) => ({
    ...lab,
    maintenance: [{ id: 'work', services: [id], start: minuteOf(fromMs), end: minuteOf(untilMs), timeZone: 'UTC' }],
  });

const minuteOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 16);
