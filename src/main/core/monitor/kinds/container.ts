import { z } from 'zod';
import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import { minuteMs, secondMs } from '#shared/time/instant.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { firstLine, unknownReading, type Answer, type Ask, type ReadContext, type Reading } from './reading.ts';

type ContainerCheck = Extract<CheckDefinition, { kind: 'container' }>;

const startLimitMs = 2 * minuteMs;
const restartLimitMs = 12 * secondMs;

/** State and health of a container, from Docker, or Podman where there is no Docker. */
export function askContainer(check: ContainerCheck): Ask {
  const engines = check.engine === undefined ? 'docker podman' : check.engine;
  const script = `for e in ${engines}; do
if command -v "$e" >/dev/null 2>&1; then exec "$e" container inspect --format '{{json .State}}' ${quote(check.container)}; fi
done
exit 127`;
  return { where: 'host', script, read: (answer, context) => readContainer(check, answer, context) };
}

const healthSchema = z.looseObject({ Status: z.string() });
/** Docker says `Health`, older Podman `Healthcheck`. */
const stateSchema = z.looseObject({
  Status: z.string(),
  ExitCode: z.number().optional(),
  OOMKilled: z.boolean().optional(),
  Error: z.string().optional(),
  Health: healthSchema.nullish(),
  Healthcheck: healthSchema.nullish(),
});
type State = z.infer<typeof stateSchema>;

function readContainer(check: ContainerCheck, answer: Answer, { wasKnown }: ReadContext): Reading {
  const label = `container ${check.container}`;
  if (answer.exitCode === 127) return unknownReading(`neither docker nor podman is installed on this host`);
  const said = firstLine(answer.stderr);
  if (/no such (container|object)|no container with name/i.test(answer.stderr)) {
    if (wasKnown) return { outcome: 'critical', text: `${label} is gone: it does not exist any more`, values: [] };
    return unknownReading(`${label} does not exist on this host; correct its name in the check`);
  }
  if (/permission denied/i.test(said))
    return unknownReading(`no right to ask the container engine: ${said}; add the user to the group docker`);
  const state = parseState(answer.stdout);
  if (state === null) return unknownReading(`${label} cannot be looked at: ${said || 'no answer'}`);
  return {
    ...readState(label, state),
    values: [{ name: 'running', value: state.Status === 'running' ? 1 : 0, unit: '' }],
  };
}

function readState(label: string, state: State): Omit<Reading, 'values'> {
  const ending = state.OOMKilled === true ? 'killed for want of memory' : `exit status ${state.ExitCode ?? 'unknown'}`;
  switch (state.Status) {
    case 'running':
      return readHealth(label, (state.Health ?? state.Healthcheck)?.Status ?? '');
    case 'restarting':
      return {
        outcome: 'critical',
        text: `${label} died (${ending}) and is restarting`,
        settlesWithinMs: restartLimitMs,
      };
    case 'paused':
      return { outcome: 'warning', text: `${label} is paused` };
    case 'dead':
      return { outcome: 'critical', text: `${label} is dead: ${state.Error || ending}`, final: true };
    default:
      return { outcome: 'critical', text: `${label} is ${state.Status} (${ending})` };
  }
}

function readHealth(label: string, health: string): Omit<Reading, 'values'> {
  if (health === 'unhealthy') return { outcome: 'critical', text: `${label} runs but is unhealthy` };
  if (health === 'starting') {
    return { outcome: 'warning', text: `${label} runs; its health is not known yet`, settlesWithinMs: startLimitMs };
  }
  return { outcome: 'ok', text: health === 'healthy' ? `${label} runs and is healthy` : `${label} runs` };
}

function parseState(text: string): State | null {
  try {
    const parsed = stateSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
