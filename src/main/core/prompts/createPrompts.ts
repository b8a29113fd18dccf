import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { PromptAnswer, PromptQuestion } from '#shared/prompt/prompt.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import type { Clock } from '../ports/ports.ts';
import type { Prompts } from '../ports/prompts.ts';
import type { Journal } from '../storage/journal.ts';
import { fitsQuestion } from './fitsQuestion.ts';

type Waiter = { readonly answered: (answer: PromptAnswer) => void; readonly withdrawn: (why: unknown) => void };
type OpenPrompt = { readonly id: string; readonly question: PromptQuestion; readonly waiters: Set<Waiter> };

const bySitrep = { actor: 'sitrep', requestId: null } as const;

/** Prompts in the journal. Their answers are journalled as accept, reject or values; the values themselves never. */
export function createPrompts({ journal, clock }: { readonly journal: Journal; readonly clock: Clock }): Prompts {
  const open = new Map<string, OpenPrompt>();

  function raise(question: PromptQuestion): OpenPrompt {
    const prompt: OpenPrompt = { id: randomUUID(), question, waiters: new Set() };
    const data = { prompt: { id: prompt.id, question, raisedAt: clock.now() } };
    // Known before it is journalled, so that a listener that answers at once finds it.
    open.set(prompt.id, prompt);
    try {
      journal.append([{ type: 'prompt.raised', data }], bySitrep);
    } catch (error) {
      open.delete(prompt.id);
      throw error;
    }
    return prompt;
  }

  function withdraw(promptId: string, why: string): void {
    open.delete(promptId);
    journal.append([{ type: 'prompt.withdrawn', data: { promptId, why } }], bySitrep);
  }

  /** Nobody is above the abort of a signal to catch what a full disk throws. */
  function withdrawQuietly(promptId: string): void {
    try {
      withdraw(promptId, 'nobody waits for the answer any more');
    } catch {
      // The journal has said what is wrong; the next start withdraws the prompt.
    }
  }

  function wait(prompt: OpenPrompt, signal: AbortSignal): Promise<PromptAnswer> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        answered: (answer) => {
          signal.removeEventListener('abort', leave);
          resolve(answer);
        },
        withdrawn: (why) => {
          signal.removeEventListener('abort', leave);
          reject(why);
        },
      };
      function leave(): void {
        prompt.waiters.delete(waiter);
        reject(signal.reason);
        if (prompt.waiters.size === 0 && open.has(prompt.id)) withdrawQuietly(prompt.id);
      }
      prompt.waiters.add(waiter);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  return {
    ask: async (question, signal, raised) => {
      signal.throwIfAborted();
      const known = [...open.values()].find((prompt) => isDeepStrictEqual(prompt.question, question));
      const prompt = known ?? raise(question);
      const answer = wait(prompt, signal);
      raised?.(prompt.id);
      return answer;
    },
    answer: (promptId, answer, requestId) => {
      if (journal.eventsOfRequest(requestId).length > 0) return;
      const question = journal.state().prompts[promptId]?.question;
      if (question === undefined) throw notOpen(journal, promptId);
      if (!fitsQuestion(question, answer)) throw unfit();
      const data = { promptId, answer: answer.kind };
      journal.append([{ type: 'prompt.answered', data }], { actor: 'person', requestId });
      const prompt = open.get(promptId);
      open.delete(promptId);
      for (const waiter of prompt?.waiters ?? []) waiter.answered(answer);
    },
    withdrawAll: (why) => {
      for (const promptId of Object.keys(journal.state().prompts)) {
        const waiters = open.get(promptId)?.waiters ?? [];
        withdraw(promptId, why);
        for (const waiter of waiters) {
          waiter.withdrawn(new RequestError('UNAVAILABLE', `The question was withdrawn: ${why}`, 'Try again.'));
        }
      }
    },
  };
}

/** Whether it ever was is looked up in the journal, since answered prompts leave the state. */
function notOpen(journal: Journal, promptId: string): RequestError {
  const page = 1_000;
  for (let after = 0, isLast = false; !isLast;) {
    const events = journal.eventsAfter(after, page);
    if (events.some((event) => event.type === 'prompt.raised' && event.data.prompt.id === promptId)) {
      return new RequestError('CONFLICT', 'The question was answered or withdrawn before', 'Nothing needs doing.');
    }
    after = events.at(-1)?.sequence ?? after;
    isLast = events.length < page;
  }
  return new RequestError('NOT_FOUND', 'There is no such question', 'Reload the window to see what is asked.');
}

function unfit(): RequestError {
  return new RequestError('INVALID', 'That is no answer to this question', 'Answer what the question asks for.');
}
