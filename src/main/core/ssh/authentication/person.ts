import type { PromptAnswer, PromptQuestion } from '#shared/prompt/prompt.ts';
import type { Vault } from '../../ports/ports.ts';
import type { Prompts } from '../../ports/prompts.ts';
import type { OpenQuestions } from './openQuestions.ts';
import type { Secrets } from './secrets.ts';

/** The person at a window, as one attempt to connect sees them. */
export type Person = {
  /** True for yes. Hosts that ask about the same thing share the question. */
  readonly confirm: (about: string, question: PromptQuestion) => Promise<boolean>;
  /** The answers to the fields; null for no. */
  readonly values: (
    question: PromptQuestion,
  ) => Promise<{ readonly values: readonly string[]; readonly remember: 'session' | 'vault' } | null>;
  /** Like `values` with one field, taken from memory or vault where it is there; also when the vault opens meanwhile. */
  readonly secret: (name: string, question: PromptQuestion) => Promise<string | null>;
  /** Settles when nothing is asked any more; null while nothing is. */
  readonly asking: () => Promise<void> | null;
};

/** Told when a question is open (its prompt's id) and when none is any more (null). */
export type WaitingListener = (promptId: string | null) => void;

export function createPerson(deps: {
  readonly prompts: Prompts;
  readonly vault: Vault;
  readonly secrets: Secrets;
  readonly questions: OpenQuestions;
  readonly signal: AbortSignal;
  readonly waiting: WaitingListener;
}): Person {
  const { prompts, vault, secrets, questions, signal, waiting } = deps;
  let asking: Promise<void> | null = null;

  const ask = async (question: PromptQuestion, during: AbortSignal): Promise<PromptAnswer> => {
    const asked = prompts.ask(question, during, (promptId) => waiting(promptId));
    const settled = asked.then(
      () => undefined,
      () => undefined,
    );
    asking = settled;
    try {
      return await asked;
    } finally {
      asking = null;
      waiting(null);
    }
  };
  const askTogether = async (about: string, question: PromptQuestion, during: AbortSignal): Promise<PromptAnswer> => {
    const joined = questions.join(about, question);
    try {
      return await ask(joined.question, during);
    } finally {
      joined.leave();
    }
  };
  const values: Person['values'] = async (question) => {
    const answer = await ask(question, signal);
    return answer.kind === 'values' ? answer : null;
  };

  /** Null when the vault knew it first. */
  const askUnlessVaultOpens = async (name: string, question: PromptQuestion): Promise<PromptAnswer | null> => {
    const vaultKnew = new AbortController();
    const stop = vault.onUnlocked(() => {
      void secrets.get(name).then((secret) => secret !== null && vaultKnew.abort());
    });
    try {
      return await askTogether(name, question, AbortSignal.any([signal, vaultKnew.signal]));
    } catch (error) {
      if (vaultKnew.signal.aborted && !signal.aborted) return null;
      throw error;
    } finally {
      stop();
    }
  };

  return {
    confirm: async (about, question) => (await askTogether(about, question, signal)).kind === 'accept',
    values,
    secret: async (name, question) => {
      const known = await secrets.get(name);
      if (known !== null) return known;
      const answer = await askUnlessVaultOpens(name, question);
      if (answer === null) return await secrets.get(name);
      const given = answer.kind === 'values' ? answer.values[0] : undefined;
      if (answer.kind !== 'values' || given === undefined) return null;
      await secrets.keep(name, given, answer.remember);
      return given;
    },
    asking: () => asking,
  };
}
