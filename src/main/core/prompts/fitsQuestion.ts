import { assertNever } from '#shared/assertNever.ts';
import type { PromptAnswer, PromptQuestion } from '#shared/prompt/prompt.ts';

/** Whether an answer is of the kind that a question asks for; everything can be rejected. */
export function fitsQuestion(question: PromptQuestion, answer: PromptAnswer): boolean {
  if (answer.kind === 'reject') return true;
  switch (question.kind) {
    case 'hostKey':
    case 'switchTransport':
      return answer.kind === 'accept';
    case 'passphrase':
      return answer.kind === 'values' && answer.values.length === 1;
    case 'credentials':
      return answer.kind === 'values' && answer.values.length === question.fields.length;
    default:
      return assertNever(question);
  }
}
