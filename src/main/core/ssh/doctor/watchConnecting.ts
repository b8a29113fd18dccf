import type { DoctorStep } from '#shared/host/doctor.ts';
import type { Host } from '#shared/lab/labFile.ts';
import type { SshOptions } from '../config/sshOptions.ts';
import { connectSsh2 } from '../connection/connectSsh2.ts';
import { ConnectionError } from '../connection/connectionError.ts';
import type { OpenConnection } from '../connection/openConnection.ts';
import { connectSystemSsh } from '../systemSsh/connectSystemSsh.ts';
import { type ConnectionStep, connectionSteps, failedStep, skipped, stepOfFailure } from './doctorSteps.ts';
import type { DoctorDeps } from './walkDoctor.ts';

type Event =
  | { readonly kind: 'passed'; readonly name: ConnectionStep; readonly text: string }
  | { readonly kind: 'connected'; readonly connection: OpenConnection }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Connects and tells each step as it is passed. Returns the connection, or null when a step failed. */
export async function* watchConnecting(
  host: Host,
  options: SshOptions,
  deps: DoctorDeps,
): AsyncGenerator<DoctorStep, OpenConnection | null> {
  const { clock } = deps;
  const left: ConnectionStep[] = [...connectionSteps];
  let sinceMs = clock.monotonic();
  const took = (): number => {
    const beforeMs = sinceMs;
    sinceMs = clock.monotonic();
    return sinceMs - beforeMs;
  };
  for await (const event of connecting(host, options, deps)) {
    switch (event.kind) {
      case 'passed':
        // The system's ssh tells only that it got through.
        yield* skipped(left.splice(0, left.indexOf(event.name)), "Passed by the system's ssh.");
        left.shift();
        yield { name: event.name, verdict: 'ok', text: event.text, mend: null, tookMs: took() };
        break;
      case 'connected':
        return event.connection;
      case 'failed': {
        if (!(event.error instanceof ConnectionError)) throw event.error;
        const { failure } = event.error;
        const at = stepOfFailure(failure.kind) ?? left[0] ?? 'authentication';
        yield* skipped(left.splice(0, Math.max(0, left.indexOf(at))), "Passed by the system's ssh.");
        left.shift();
        yield failedStep(at, failure, took());
        yield* skipped(left, 'Not reached.');
        return null;
      }
    }
  }
  return null;
}

/** The callbacks of one attempt as a sequence that ends with `connected` or `failed`. */
async function* connecting(host: Host, options: SshOptions, deps: DoctorDeps): AsyncGenerator<Event> {
  const events: Event[] = [];
  let wake = (): void => undefined;
  const tell = (event: Event): void => {
    events.push(event);
    wake();
  };
  const attempt = {
    hostId: host.id,
    name: host.name ?? host.id,
    signal: deps.signal,
    person: deps.person,
    passed: (name: ConnectionStep, text: string) => tell({ kind: 'passed', name, text }),
  };
  const connect = host.access.transport === 'ssh' ? connectSystemSsh : connectSsh2;
  void deps
    .target()
    .then((target) => connect(target, options, attempt, deps))
    .then(
      (connection) => tell({ kind: 'connected', connection }),
      (error: unknown) => tell({ kind: 'failed', error }),
    );
  for (;;) {
    const event = events.shift();
    if (event === undefined) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    } else {
      yield event;
      if (event.kind !== 'passed') return;
    }
  }
}
