import type { Clock } from '../../ports/ports.ts';
import type { Judgement } from '../observer/observerWatch.ts';
import type { Findings, Reporter } from './findings.ts';
import type { Slot } from './slots.ts';

type Needs = {
  readonly clock: Clock;
  readonly reporter: Reporter;
  readonly findings: Pick<Findings, 'unobserve'>;
  readonly judge: () => Promise<Judgement>;
};

/** Asks one check from this computer. A bad answer counts only while our own side is well. */
export async function askFromHere(needs: Needs, { check, ask }: Slot, signal: AbortSignal): Promise<void> {
  if (ask.where !== 'observer') return;
  const { clock, reporter, findings } = needs;
  const startedAtMs = clock.monotonic();
  const limit = new AbortController();
  const stopLimit = clock.after(check.rhythm.timeoutMs, () => limit.abort());
  const reading = await ask.ask(AbortSignal.any([signal, limit.signal]), reporter.contextOf(check));
  stopLimit();
  if (signal.aborted) return;
  const judgement: Judgement = reading.outcome === 'ok' ? { kind: 'theirs' } : await needs.judge();
  if (signal.aborted) return;
  if (judgement.kind === 'theirs') reporter.found(check, reading, startedAtMs, clock.monotonic() - startedAtMs);
  else findings.unobserve(check.check.id, { kind: 'observerOffline', text: judgement.text });
}
