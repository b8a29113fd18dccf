import type { CheckKind } from '#shared/check/checkDefinition.ts';
import type { ProbeRequest, ProbeResult } from '../../ssh/hostSession.ts';
import { unknownReading, type Answer, type Ask, type ReadContext, type Reading } from '../kinds/reading.ts';
import { isUnitName, readUnitOf, unitsScript } from '../kinds/systemdUnits.ts';
import type { ResolvedCheck } from '../resolveChecks.ts';

/** A check and how it is asked. */
export type Asked = { readonly check: ResolvedCheck; readonly ask: Ask };

/** One question of a batch and the checks that its answer speaks for. */
export type PlannedProbe = {
  readonly request: ProbeRequest;
  readonly readers: readonly {
    readonly check: ResolvedCheck;
    readonly read: (answer: Answer, context: ReadContext) => Reading;
    readonly readSilence?: (seconds: number) => Reading;
  }[];
};

/** Id of the question whose answer proves nothing but that the host answers. */
export const reachableId = 'reachable';
const unitsId = 'units';
const reachableLimitMs = 4_000;
/** A host that has just been silent gets less time to prove that it is back. */
const doubtedLimitMs = 2_500;

/** Cheap questions first, so that they do not wait for the slow ones. */
const order: readonly CheckKind[] = ['memory', 'load', 'process', 'file-age', 'json', 'journal', 'disk', 'tcp', 'http'];
const place = (kind: CheckKind): number => (order.includes(kind) ? order.indexOf(kind) : order.length);

/** The questions of one round trip: is anybody there, all units at once, and the rest one by one. */
export function planProbe(asked: readonly Asked[], isDoubted = false): readonly PlannedProbe[] {
  return [...reachable(asked, isDoubted ? doubtedLimitMs : reachableLimitMs), ...units(asked), ...scripts(asked)];
}

function reachable(asked: readonly Asked[], limitMs: number): readonly PlannedProbe[] {
  const found = asked.find(({ ask }) => ask.where === 'connection');
  const deadlineMs = Math.min(found?.check.rhythm.timeoutMs ?? limitMs, limitMs);
  const read = ({ tookMs }: Answer): Reading => ({
    outcome: 'ok',
    text: 'answers over SSH',
    values: [{ name: 'time', value: Math.round(tookMs * 10) / 10_000, unit: 's' }],
  });
  const readers = found === undefined ? [] : [{ check: found.check, read }];
  return [{ request: { id: reachableId, script: ':', deadlineMs }, readers }];
}

function units(asked: readonly Asked[]): readonly PlannedProbe[] {
  const wanted = asked.flatMap(({ check, ask }) => (ask.where === 'hostUnits' ? [{ check, unit: ask.unit }] : []));
  if (wanted.length === 0) return [];
  const valid = wanted.map(({ unit }) => unit).filter(isUnitName);
  const readers = wanted.map(({ check, unit }) => ({
    check,
    read: (answer: Answer, context: ReadContext) =>
      isUnitName(unit)
        ? readUnitOf(unit, answer, context)
        : unknownReading(`"${unit}" is not the name of a unit; correct the check`),
  }));
  const deadlineMs = Math.max(...wanted.map(({ check }) => check.rhythm.timeoutMs));
  return [{ request: { id: unitsId, script: valid.length === 0 ? ':' : unitsScript(valid), deadlineMs }, readers }];
}

function scripts(asked: readonly Asked[]): readonly PlannedProbe[] {
  const sorted = asked.toSorted((a, b) => place(a.check.check.kind) - place(b.check.check.kind));
  return sorted.flatMap(({ check, ask }): readonly PlannedProbe[] => {
    if (ask.where !== 'host') return [];
    const request = {
      id: `check:${check.check.id}`,
      script: ask.script,
      deadlineMs: check.rhythm.timeoutMs,
      // Whatever else somebody's program does, it does it once for each question.
      isRepeatable: check.check.kind !== 'plugin',
    };
    return [{ request, readers: [{ check, ...ask }] }];
  });
}

/** What a script wrote, as text. Bytes that are no UTF-8 become replacement characters. */
export function answerOf(result: Extract<ProbeResult, { kind: 'answered' }>): Answer {
  const decoder = new TextDecoder();
  const { exitCode, stdout, stderr, tookMs } = result;
  return { exitCode, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr), tookMs };
}
