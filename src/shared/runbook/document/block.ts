import type { Attributes } from './attributes.ts';

/** An inline code span and the text before it in the same block, which tells what it is for. */
export type InlineCode = { readonly value: string; readonly before: string; readonly after: string };

/** One line of text as a person reads it: markup gone, leading strong text (its label) apart. */
export type TextLine = {
  readonly kind: 'line';
  readonly text: string;
  /** Text that stands out at the start, such as **Critical (P1)**, without a closing colon; null where there is none. */
  readonly label: string | null;
  /** What follows the label, or all of the text. */
  readonly rest: string;
  readonly codes: readonly InlineCode[];
  readonly line: number;
};

export type ListItem = Omit<TextLine, 'kind'> & {
  readonly kind: 'item';
  /** Has a box to tick. */
  readonly isTask: boolean;
  readonly attributes: Attributes;
  readonly blocks: readonly Block[];
};

export type TableRow = { readonly kind: 'row'; readonly cells: readonly TextLine[]; readonly line: number };

/** What a section holds; `intro` is the sentence right before a block that announces it. */
export type Block =
  | { readonly kind: 'paragraph'; readonly lines: readonly TextLine[]; readonly raw: string; readonly line: number }
  | {
      readonly kind: 'list';
      readonly isOrdered: boolean;
      readonly items: readonly ListItem[];
      readonly intro: TextLine | null;
      readonly raw: string;
      readonly line: number;
    }
  | {
      readonly kind: 'code';
      readonly language: string;
      readonly attributes: Attributes;
      readonly value: string;
      readonly intro: TextLine | null;
      readonly raw: string;
      readonly line: number;
      /** Line of the first line of the code itself. */
      readonly firstLine: number;
    }
  | {
      readonly kind: 'table';
      readonly header: readonly TextLine[];
      readonly rows: readonly TableRow[];
      readonly raw: string;
      readonly line: number;
    }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[]; readonly raw: string; readonly line: number }
  /** A line across: what stands below it is something else. */
  | { readonly kind: 'break'; readonly raw: string; readonly line: number }
  | { readonly kind: 'html'; readonly raw: string; readonly line: number }
  | { readonly kind: 'other'; readonly raw: string; readonly line: number };

export type BlockOf<TKind extends Block['kind']> = Extract<Block, { readonly kind: TKind }>;

/** A heading, or text that stands in for one, and what stands under it. */
export type Section = {
  readonly kind: 'section';
  readonly title: string;
  /** 0 is the document, 1 its title, up to 7 are headings, 8 is a line of strong text that stands in for a heading. */
  readonly depth: number;
  readonly line: number;
  readonly attributes: Attributes;
  readonly blocks: readonly Block[];
  readonly children: readonly Section[];
  /** The sections it stands in, outermost first, the document left out. */
  readonly path: readonly { readonly title: string; readonly depth: number }[];
};

/** Anything that can be understood or not. */
export type Understandable = Section | Block | ListItem | TextLine | TableRow;
