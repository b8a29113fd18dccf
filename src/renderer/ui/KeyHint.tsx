import classes from './KeyHint.module.css';

/** The key that does the same, drawn by the style sheet: for the eye only, so the button's name stays its words. */
export function KeyHint({ of }: { readonly of: string }) {
  return <kbd className={classes['key']} data-key={of} aria-hidden="true" />;
}
