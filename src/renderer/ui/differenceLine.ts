/** One line of a difference; `text` is without its sign. */
export type DifferenceLine = { readonly kind: 'same' | 'removed' | 'added' | 'gap'; readonly text: string };
