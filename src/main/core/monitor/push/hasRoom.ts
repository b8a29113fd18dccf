import { once } from 'node:events';
import { secondMs } from '#shared/time/instant.ts';
import type { HostSession } from '../../ssh/hostSession.ts';

const standInSeconds = 1;
const probeLimitMs = 900;
const deadlineMs = 10 * secondMs;

/**
 * Whether the host answers probes beside a stream. A server with `MaxSessions 1` does not, and keeps the place of a
 * stream that was closed until its process has ended, so a short stand-in is tried first. Resolves once that is gone.
 */
export async function hasRoom(session: Pick<HostSession, 'start' | 'probe'>): Promise<boolean> {
  const standIn = session.start(`echo here; exec sleep ${standInSeconds}`, { deadlineMs });
  standIn.stderr.resume();
  let isOver = false;
  const over = standIn.ended.then(() => (isOver = true));
  await Promise.race([once(standIn.stdout, 'data'), over]);
  if (isOver) return false;
  const [result] = await session.probe([{ id: 'room', script: ':', deadlineMs: probeLimitMs }]);
  const isAnswered = result?.kind === 'answered' && !isOver;
  standIn.stdout.resume();
  await over;
  return isAnswered;
}
