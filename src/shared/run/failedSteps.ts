import { describeEnd, isSuccess } from './describeEnd.ts';
import type { Finding } from './run.ts';
import type { StepOutput } from './stepOutput.ts';

/** Commands of a diagnostic that did not succeed, which is a fact too. */
export function failedSteps(outputs: readonly StepOutput[]): readonly Finding[] {
  return outputs.flatMap((output, index) => {
    if (isSuccess(output.end)) return [];
    const last = (output.stderr.trim() || output.stdout.trim()).split('\n').at(-1) ?? '';
    const isAnswer = output.end.kind === 'exited';
    return [
      {
        id: `step-${String(index + 1)}`,
        severity: isAnswer ? ('warning' as const) : ('unknown' as const),
        text: `${output.command.slice(0, 120)}: ${describeEnd(output.end)}`,
        proof: last.slice(0, 1_000),
        suggests: [],
      },
    ];
  });
}
