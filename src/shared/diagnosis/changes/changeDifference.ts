/** What a change made different, as text to read; or why that is not to be had, and what to do instead. */
export type ChangeDifference =
  | { readonly kind: 'difference'; readonly title: string; readonly text: string }
  | { readonly kind: 'none'; readonly why: string };
