import { type ChildProcess, fork } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Run, RunOutcome } from '#shared/run/run.ts';
import { makeFolder } from '#tests/core/ssh/sshd.ts';
import { asRoot, cutCable, healCable, type LabHost } from '#tests/lab/lab.ts';
import { held, type News, type Order, type Strike, type Talk } from './messages.ts';
import { beginCounting, cleanHost, prepareHost, resetHost, type Scenario } from './scenarios.ts';

/** Far longer than anything takes that does end. */
const patienceMs = 120_000;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks until it holds; throws with the name of what did not happen. */
async function until<Value>(what: string, look: () => Value | undefined | Promise<Value | undefined>): Promise<Value> {
  const endsAt = performance.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > endsAt) throw new Error(`waited in vain for ${what}`);
    await sleep(30);
  }
}

/** One Sitrep process over a data folder, with what it told. */
type Sitrep = {
  readonly child: ChildProcess;
  readonly runs: Map<string, Run>;
  readonly talks: Talk[];
  readonly undone: RunOutcome[];
  isReady: boolean;
  hasStruck: boolean;
  log: string;
};

function startSitrep(dataFolder: string, machine: LabHost): Sitrep {
  const child = fork(path.join(import.meta.dirname, 'sitrepProcess.ts'), [dataFolder, String(machine.index)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
  });
  const sitrep: Sitrep = { child, runs: new Map(), talks: [], undone: [], isReady: false, hasStruck: false, log: '' };
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (sitrep.log += text));
  child.on('message', (news: News) => {
    if (news.told === 'ready') sitrep.isReady = true;
    else if (news.told === 'talk') sitrep.talks.push(news.talk);
    else if (news.told === 'run') sitrep.runs.set(news.run.id, news.run);
    else if (news.told === 'undone') sitrep.undone.push(news.outcome);
    else sitrep.hasStruck = true;
  });
  return sitrep;
}

const isGone = ({ child }: Sitrep): boolean => child.exitCode !== null || child.signalCode !== null;
const order = ({ child }: Sitrep, what: Order): void => void child.send(what);

/** What is renamed within what is kept changes nothing. */
const withinKept = /^mv(?: \/home\/\w+\/\.local\/state\/sitrep\/\S+){2}$/;

export type Tried = {
  readonly run: Run;
  /** Everything that is not as the journal says or the way back promises; empty when all is well. */
  readonly problems: readonly string[];
  readonly talks: readonly Talk[];
  readonly undoTalks: readonly Talk[];
  /** How taking the way back ended, the last time; null where there is none. */
  readonly back: RunOutcome | null;
};

export type FaultLab = {
  /** Tries a remedy and its way back; the fault strikes in the run, or in the undoing. */
  readonly attempt: (scenario: Scenario, strike: (Strike & { readonly in: 'run' | 'undo' }) | null) => Promise<Tried>;
  readonly close: () => Promise<void>;
};

/** Tries remedies on a lab host, with Sitrep in a process of its own that is started anew when it was killed. */
export async function openFaultLab(machine: LabHost): Promise<FaultLab> {
  const dataFolder = await makeFolder();
  const root = (script: string) => asRoot(machine, script);
  await root(prepareHost);
  let sitrep = startSitrep(dataFolder, machine);

  const ready = async (): Promise<Sitrep> => {
    if (isGone(sitrep)) sitrep = startSitrep(dataFolder, machine);
    const current = sitrep;
    await until('Sitrep to be ready', () => {
      if (isGone(current)) throw new Error(`Sitrep ended: ${current.log}`);
      return current.isReady || undefined;
    });
    return current;
  };

  /** Lets the fault strike where the process cannot do it itself, and mends what it broke. */
  async function struck(strike: Strike, ended: () => boolean): Promise<void> {
    if (strike.moment === 'during') {
      await until('the command to be held', async () => {
        const isHeld = (await root(`[ -e ${held.began} ] && echo yes; true`)).includes('yes');
        return isHeld || ended() || undefined;
      });
      if (strike.fault === 'hang') {
        await until('the deadline to strike', () => ended() || sitrep.talks.length > strike.talk + 1 || undefined);
        await root(`rm -f ${held.hold}`);
        return;
      }
      if (strike.fault === 'cut') await cutCable(machine);
      else sitrep.child.kill('SIGKILL');
      await root(`rm -f ${held.hold}`);
    }
    if (strike.fault === 'kill') {
      await until('Sitrep to be dead', () => isGone(sitrep) || ended() || undefined);
      return;
    }
    await until('the cable to be cut', () => strike.moment === 'during' || sitrep.hasStruck || ended() || undefined);
    // Long enough that the loss is noticed.
    const healAt = performance.now() + 6_000;
    await until('the loss to be noticed', () => ended() || performance.now() > healAt || undefined);
    await healCable(machine);
  }

  const newest = (runId: string | null): Run | undefined =>
    runId === null ? [...sitrep.runs.values()].at(-1) : sitrep.runs.get(runId);

  async function started(scenario: Scenario, strike: Strike | null): Promise<Run> {
    await ready();
    sitrep.runs.clear();
    sitrep.talks.length = 0;
    sitrep.hasStruck = false;
    if (strike?.moment === 'during') await root(`: > ${held.hold}`);
    order(sitrep, { do: 'start', actionId: scenario.actionId, strike });
    const first = await until('the run to be planned', () => newest(null) ?? (isGone(sitrep) ? null : undefined));
    const isEnded = () => !isGone(sitrep) && newest(first?.id ?? null)?.stage === 'ended';
    if (strike !== null) await struck(strike, isEnded);
    await ready();
    const runId = first?.id ?? null;
    return await until(`the run to end (${sitrep.log.slice(-400)})`, () => {
      const run = newest(runId);
      const isSettled = run?.outcome?.kind !== 'unknown' || run.findings.some(({ id }) => id === 'seen-afterwards');
      return run?.stage === 'ended' && isSettled ? run : undefined;
    });
  }

  async function undone(runId: string, strike: Strike | null): Promise<RunOutcome> {
    await ready();
    sitrep.undone.length = 0;
    sitrep.talks.length = 0;
    sitrep.hasStruck = false;
    if (strike?.moment === 'during') await root(`: > ${held.hold}`);
    order(sitrep, { do: 'undo', runId, strike });
    const isEnded = () => sitrep.undone.length > 0;
    if (strike !== null) await struck(strike, isEnded);
    if (isGone(sitrep)) {
      await ready();
      return sitrep.undone.at(-1) ?? { kind: 'unknown', text: 'Sitrep was killed' };
    }
    return await until('the undoing to end', () => sitrep.undone.at(-1));
  }

  const holds = async (scenario: Scenario): Promise<boolean> =>
    (await root(`if { ${scenario.goal}; } >/dev/null 2>&1; then echo yes; fi`)).includes('yes');
  const stateOf = (scenario: Scenario) => root(`{ ${scenario.state}; } 2>&1 || true`);

  async function judge(scenario: Scenario, run: Run, before: string): Promise<string[]> {
    const problems: string[] = [];
    const { outcome } = run;
    const [isReached, state] = [await holds(scenario), await stateOf(scenario)];
    const said = (await root('cat /var/log/faults-calls')).split('\n').filter((line) => line !== '');
    const calls = said.filter((line) => !withinKept.test(line));
    const twice = calls.filter((line, index) => calls.indexOf(line) !== index);
    if (twice.length > 0) problems.push(`ran twice: ${twice.join('; ')}`);
    if (outcome?.kind === 'succeeded' && !isReached) problems.push('says succeeded, and the goal is not reached');
    if ((outcome?.kind === 'refused' || outcome?.kind === 'cancelled') && (calls.length > 0 || state !== before))
      problems.push(`says ${outcome.kind}, and something was changed: ${calls.join('; ')}`);
    const hasSaidNothing = /nothing was changed/i.test(outcome?.text ?? '');
    if (hasSaidNothing && calls.length > 0) problems.push(`says that nothing was changed, and ran ${calls.join('; ')}`);
    const seen = run.findings.find(({ id }) => id === 'seen-afterwards');
    if (outcome?.kind === 'unknown' && seen?.severity === 'ok' && !isReached)
      problems.push(`saw a goal that is not reached: ${seen.text}`);
    if (outcome?.kind === 'unknown' && seen?.severity !== 'ok' && isReached)
      problems.push(`did not see the goal: ${seen?.text ?? ''}`);
    return problems;
  }

  async function attempt(
    scenario: Scenario,
    strike: (Strike & { readonly in: 'run' | 'undo' }) | null,
  ): Promise<Tried> {
    await root(`${resetHost}\n{ ${scenario.prepare}; } >/dev/null 2>&1\n${beginCounting}; true`);
    const before = await stateOf(scenario);
    const run = await started(scenario, strike?.in === 'run' ? strike : null);
    const talks = [...sitrep.talks];
    const problems = await judge(scenario, run, before);
    if (strike === null && run.outcome?.kind !== 'succeeded')
      problems.push(`in peace it did not succeed: ${run.outcome?.text ?? ''}`);
    const { wayBack } = run;
    if (wayBack.kind === 'none' || wayBack.handle === undefined)
      return { run, problems, talks, undoTalks: [], back: null };
    let back = await undone(run.id, strike?.in === 'undo' ? strike : null);
    const undoTalks = [...sitrep.talks];
    // An undoing that was cut off may be asked for again; on a machine that stalls a connection may be lost by itself.
    for (let again = 0; again < 3 && back.kind === 'unknown'; again += 1) back = await undone(run.id, null);
    if (strike?.in === 'undo' && back.kind === 'failed') back = await undone(run.id, null);
    if (back.kind !== 'succeeded') problems.push(`the way back: ${back.kind}, ${back.text}`);
    const after = await stateOf(scenario);
    if (after !== before) problems.push(`not as before:\n${before}---\n${after}`);
    return { run, problems, talks, undoTalks, back };
  }

  return {
    attempt,
    close: async () => {
      sitrep.child.disconnect();
      await until('Sitrep to end', () => isGone(sitrep) || undefined);
      await root(cleanHost);
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
