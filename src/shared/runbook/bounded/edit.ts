import type { Word } from 'unbash';

/** This piece of the text is replaced by another. */
export type Edit = { readonly start: number; readonly end: number; readonly text: string };

/** A program and its words. */
export type Words = {
  readonly program: Word;
  readonly args: readonly Word[];
  /** Nothing else stands in the text. */
  readonly isAlone: boolean;
};

/** The edits after which a command ends by itself. */
export type Bound = (words: Words) => readonly Edit[];
