import { z } from 'zod';

/** A point in wall time: milliseconds since 1970-01-01 UTC. Names of such values end in `At` or `By`. */
export type Instant = number;

export const instantSchema = z.int();

export const secondMs = 1_000;
export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;
