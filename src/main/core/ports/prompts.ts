import type { PromptAnswer, PromptQuestion } from '#shared/prompt/prompt.ts';

/** Puts questions to whoever is at a window. Core state, answered once; no callback of a shell is involved. */
export type Prompts = {
  /**
   * Journals the prompt and waits for its answer. An equal question that is already open is joined, not asked twice.
   * Rejects with the signal's reason when aborted; the prompt is then withdrawn, unless others still wait for it.
   */
  readonly ask: (
    question: PromptQuestion,
    signal: AbortSignal,
    raised?: (promptId: string) => void,
  ) => Promise<PromptAnswer>;
  /** Throws `RequestError` CONFLICT when it was answered or withdrawn before, NOT_FOUND when it never was. */
  readonly answer: (promptId: string, answer: PromptAnswer, requestId: string) => void;
  /** Withdraws what an earlier process left open. */
  readonly withdrawAll: (why: string) => void;
};
