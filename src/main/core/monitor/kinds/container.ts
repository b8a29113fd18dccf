import { z } from 'zod';
import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import { parseJson } from '#shared/parseJson.ts';
import { minuteMs, secondMs } from '#shared/time/instant.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { firstLine, unknownReading, type Answer, type Ask, type ReadContext, type Reading } from './reading.ts';

type ContainerCheck = Extract<CheckDefinition, { kind: 'container' }>;

const startLimitMs = 2 * minuteMs;
const restartLimitMs = 12 * secondMs;

/** State and health of a container, from whichever of Docker and Podman knows it. Root is borrowed where that is allowed. */
export function askContainer(check: ContainerCheck): Ask {
  const engines = check.engine === undefined ? 'docker podman' : check.engine;
  const inspect = `container inspect --format '{{.RestartCount}} {{json .State}}' ${quote(check.container)}`;
  const script = `n=127
for e in ${engines}; do
command -v "$e" >/dev/null 2>&1 || continue
o=$("$e" ${inspect}) && { printf '%s\\n' "$o"; exit 0; }
n=1
if [ "$(id -u)" != 0 ] && command -v sudo >/dev/null 2>&1 && sudo -n -l "$e" >/dev/null 2>&1; then
o=$(sudo -n "$e" ${inspect}) && { printf '%s\\n' "$o"; exit 0; }
fi
done
exit $n`;
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
  const [, restarts, text] = /^(\d+) (\{.*\})$/m.exec(answer.stdout) ?? [];
  const state = text === undefined ? null : parseState(text);
  if (state === null) return withoutState(check, label, answer, wasKnown);
  return {
    ...readState(label, state),
    values: [{ name: 'running', value: state.Status === 'running' ? 1 : 0, unit: '' }],
    restarts: Number(restarts),
  };
}

/** What cannot be asked proves nothing; what is known to have been there and is not any more is a problem. */
function withoutState(check: ContainerCheck, label: string, answer: Answer, wasKnown: boolean): Reading {
  const said = complaints(answer.stderr);
  const engine = check.engine ?? 'the container engine';
  if (answer.exitCode === 127) {
    const wanted = check.engine === undefined ? 'neither docker nor podman is' : `${check.engine} is not`;
    return unknownReading(`${wanted} installed on this host`);
  }
  if (/permission denied/i.test(said))
    return unknownReading(`no right to ask ${engine} for ${label}; add the user to the group docker, or allow sudo`);
  if (/cannot connect to the docker daemon/i.test(said)) {
    const text = `docker does not run on this host, so nobody looks after ${label}; try: systemctl status docker`;
    return wasKnown ? { outcome: 'critical', text, values: [] } : unknownReading(text);
  }
  if (!/no such (container|object)|no container with name/i.test(said))
    return unknownReading(`${label} cannot be looked at: ${firstLine(said) || 'no answer'}`);
  if (wasKnown) return { outcome: 'critical', text: `${label} is gone: it does not exist any more`, values: [] };
  return unknownReading(`${label} does not exist for this user on this host; correct its name in the check`);
}

/** What the engines said, without their warnings about settings. */
const complaints = (text: string): string => text.replaceAll(/^(?:WARNING:|WARN|time="[^"]*" level=warn).*\n?/gm, '');

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
    case 'created':
      return { outcome: 'critical', text: `${label} was created but never started${because(state)}` };
    case 'dead':
      return { outcome: 'critical', text: `${label} is dead: ${state.Error || ending}`, final: true };
    default:
      return { outcome: 'critical', text: `${label} is ${state.Status} (${ending})${because(state)}` };
  }
}

const because = ({ Error: error }: State): string => (error ? `: ${firstLine(error)}` : '');

function readHealth(label: string, health: string): Omit<Reading, 'values'> {
  if (health === 'unhealthy') return { outcome: 'critical', text: `${label} runs but is unhealthy` };
  if (health === 'starting') {
    return { outcome: 'warning', text: `${label} runs; its health is not known yet`, settlesWithinMs: startLimitMs };
  }
  return { outcome: 'ok', text: health === 'healthy' ? `${label} runs and is healthy` : `${label} runs` };
}

const parseState = (text: string): State | null => stateSchema.safeParse(parseJson(text)).data ?? null;
