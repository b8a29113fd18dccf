import type { PromptQuestion } from '#shared/prompt/prompt.ts';

/**
 * Makes hosts that need the same thing at the same time (one key file, one jump host) ask one question: whoever comes
 * later asks it in the words of the first, and equal questions are one prompt.
 */
export type OpenQuestions = {
  /** `leave` when it is answered or given up. */
  readonly join: (
    about: string,
    question: PromptQuestion,
  ) => { readonly question: PromptQuestion; readonly leave: () => void };
};

export function createOpenQuestions(): OpenQuestions {
  const open = new Map<string, { readonly question: PromptQuestion; askers: number }>();
  return {
    join: (about, question) => {
      const entry = open.get(about) ?? { question, askers: 0 };
      entry.askers += 1;
      open.set(about, entry);
      return {
        question: entry.question,
        leave: () => {
          entry.askers -= 1;
          if (entry.askers === 0 && open.get(about) === entry) open.delete(about);
        },
      };
    },
  };
}
