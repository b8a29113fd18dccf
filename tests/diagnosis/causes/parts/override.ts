import type { Cause } from '../cause.ts';
import { anyRestart } from './remedies.ts';
import { down, dropIn, noDropIn } from './units.ts';

/** A cause that stands in a drop-in of the service's unit alone; setting it aside mends it. */
export const override = (
  name: string,
  service: string,
  lines: string,
  diagnosed: RegExp,
  shows = `sleep 4; ${down(service)}`,
): Cause => ({
  name,
  service,
  inject: dropIn(service, lines),
  undo: noDropIn(service),
  shows,
  diagnosed,
  remedies: ['drop-local-overrides', 'set-aside-drop-ins', ...anyRestart],
});
