import type { Clock } from '../../ports/ports.ts';
import type { CommandOptions } from '../hostSession.ts';

export type Interruption = {
  /** Resolves once, at the deadline or when the caller cancels. */
  readonly happened: Promise<'timedOut' | 'cancelled'>;
  /** Aborts at the same moment. */
  readonly signal: AbortSignal;
  readonly stop: () => void;
};

/** Puts deadline and cancel of one command on the clock; the deadline counts from this call. */
export function watchInterruption(options: CommandOptions, clock: Clock): Interruption {
  const controller = new AbortController();
  const cancel = options.signal;
  let stop = (): void => undefined;
  const happened = new Promise<'timedOut' | 'cancelled'>((resolve) => {
    const interrupt = (how: 'timedOut' | 'cancelled'): void => {
      resolve(how);
      controller.abort(new Error(how === 'cancelled' ? 'It was cancelled.' : 'The deadline has passed.'));
    };
    const cancelled = (): void => interrupt('cancelled');
    const stopDeadline = clock.after(options.deadlineMs, () => interrupt('timedOut'));
    cancel?.addEventListener('abort', cancelled, { once: true });
    stop = () => {
      stopDeadline();
      cancel?.removeEventListener('abort', cancelled);
    };
    if (cancel?.aborted === true) cancelled();
  });
  return { happened, signal: controller.signal, stop };
}
