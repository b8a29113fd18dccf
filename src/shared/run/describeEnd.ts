import type { CommandEnd } from './run.ts';

/** How a command ended, as a sentence's end: `exit status 1`, `killed by SIGKILL`, `took too long`. */
export function describeEnd(end: CommandEnd): string {
  switch (end.kind) {
    case 'exited':
      return end.code === 127 ? 'command not found (exit status 127)' : `exit status ${String(end.code)}`;
    case 'signalled':
      return `ended by signal ${end.signal}`;
    case 'timedOut':
      return end.killed ? 'took too long and was stopped' : 'took too long and could not be stopped';
    case 'cancelled':
      return end.killed ? 'stopped' : 'told to stop, but it was not seen to end';
    case 'connectionLost':
      return `connection lost: ${end.text}`;
    case 'notStarted':
      return `did not start: ${end.text}`;
  }
  return end satisfies never;
}

/** Whether the command ran to its end and reported success. */
export const isSuccess = (end: CommandEnd): boolean => end.kind === 'exited' && end.code === 0;

/** Whether nobody can say what the command did or still does on the host. */
export const isUncertain = (end: CommandEnd): boolean =>
  end.kind === 'connectionLost' || ((end.kind === 'timedOut' || end.kind === 'cancelled') && !end.killed);
