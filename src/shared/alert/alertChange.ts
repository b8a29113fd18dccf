import type { Muted, RaisedAlert } from './alert.ts';

/** What a source says of its alerts; the incident desk journals it and decides what follows. */
export type AlertChange =
  | { readonly kind: 'raised'; readonly alert: RaisedAlert; readonly opensIncident: boolean }
  | {
      readonly kind: 'worsened';
      readonly alertId: string;
      readonly outcome: 'warning' | 'critical' | 'unknown';
      readonly text: string;
      readonly opensIncident: boolean;
      readonly muted?: Muted;
    }
  /** The maintenance or silence is over and the problem is not: now it is told. */
  | { readonly kind: 'unmuted'; readonly alertId: string; readonly why: string }
  | { readonly kind: 'recovered'; readonly alertId: string; readonly text: string }
  | { readonly kind: 'retired'; readonly alertId: string; readonly why: string };
