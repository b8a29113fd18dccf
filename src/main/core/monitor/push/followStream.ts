import { createInterface } from 'node:readline';
import { secondMs } from '#shared/time/instant.ts';
import type { Clock } from '../../ports/ports.ts';
import { followerSeconds, type Follower, type StreamRunner, type UnitStream } from './unitStream.ts';

/** So long a stream may take to prove itself, and so often the proof is tried. */
const proofLimitMs = 4 * secondMs;
const proofEveryMs = 400;
const graceMs = 15 * secondMs;

/** Starts a stream and reads it until it ends. Units are told also before the proof: a recheck too many does no harm. */
export function followStream(
  stream: UnitStream,
  runner: StreamRunner,
  clock: Clock,
  tell: (unit: string) => void,
): Follower {
  const controller = new AbortController();
  const deadlineMs = followerSeconds * secondMs + graceMs;
  const command = runner.start(stream.command, { deadlineMs, signal: controller.signal });
  const { promise: proved, resolve: settle } = Promise.withResolvers<boolean>();
  let isSettled = false;
  let stopProof = (): void => undefined;
  const conclude = (isProved: boolean): void => {
    isSettled = true;
    stopLimit();
    stopProof();
    settle(isProved);
  };
  const stopLimit = clock.after(proofLimitMs, () => conclude(false));
  const prove = async (proof: string): Promise<void> => {
    await runner.prove(proof);
    if (!isSettled) stopProof = clock.after(proofEveryMs, () => void prove(proof));
  };
  if (stream.proof !== null) void prove(stream.proof);
  command.stderr.resume();
  createInterface({ input: command.stdout }).on('line', (line) => {
    const said = stream.read(line);
    if (said.kind === 'unit') tell(said.unit);
    if (said.kind === 'proof' || (said.kind === 'unit' && said.isProof)) conclude(true);
  });
  const ended = command.ended.then((end) => {
    conclude(false);
    return end.kind === 'exited' ? `status ${end.code}` : end.kind;
  });
  return { proved, ended, stop: () => controller.abort() };
}
