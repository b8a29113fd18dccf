import { createServer, type Server } from 'node:net';
import { z } from 'zod';
import { assertNever } from '#shared/assertNever.ts';
import type { JobAnswer, SupervisedUnit } from './superviseUnit.ts';

const verbs = [
  'start',
  'stop',
  'restart',
  'try-restart',
  'reload-or-restart',
  'reset-failed',
  'mask',
  'unmask',
  'enable',
  'disable',
  'kill',
] as const;
const signals = ['SIGTERM', 'SIGKILL', 'SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;
const requestSchema = z.strictObject({
  verb: z.enum(verbs),
  unit: z.string(),
  signal: z.enum(signals).default('SIGTERM'),
});

/** Listens where the stand-in for systemctl brings its requests; one JSON line in, one out. */
export async function serveControl(path: string, units: readonly SupervisedUnit[]): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (!text.endsWith('\n')) return;
      void answer(text, units).then((reply) => socket.end(JSON.stringify(reply)));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  return server;
}

async function answer(text: string, units: readonly SupervisedUnit[]): Promise<JobAnswer> {
  const request = requestSchema.safeParse(JSON.parse(text));
  if (!request.success) return { status: 1, text: `Unknown request: ${text}` };
  const { verb, unit: name, signal } = request.data;
  const unit = units.find((candidate) => `${candidate.name}.service` === name);
  if (unit === undefined) return { status: 5, text: `Failed to ${verb} ${name}: Unit ${name} not found.\n` };
  return perform(verb, unit, signal);
}

async function perform(verb: (typeof verbs)[number], unit: SupervisedUnit, signal: NodeJS.Signals): Promise<JobAnswer> {
  const done: JobAnswer = { status: 0, text: '' };
  switch (verb) {
    case 'start':
      return unit.start();
    case 'stop':
      return unit.stop();
    case 'restart':
    case 'reload-or-restart':
      return unit.restart();
    case 'try-restart':
      return unit.state().kind === 'running' ? unit.restart() : done;
    case 'reset-failed':
      unit.resetFailed();
      return done;
    case 'mask':
    case 'unmask':
      unit.mask(verb === 'mask');
      return done;
    case 'kill':
      unit.kill(signal);
      return done;
    case 'enable':
    case 'disable':
      return done;
    default:
      return assertNever(verb);
  }
}
