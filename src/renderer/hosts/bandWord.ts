import { stateWords } from '../ui/StateMark.tsx';
import type { BandState } from './historyBands.ts';

/** The word for a stretch of the past. */
export const bandWord = (state: BandState): string => (state === 'paused' ? 'planned maintenance' : stateWords[state]);
