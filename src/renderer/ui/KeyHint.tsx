import classes from './KeyHint.module.css';

/** The key that does the same, for the eye only: the button's name stays its words. */
export function KeyHint({ of }: { readonly of: string }) {
  return (
    <kbd className={classes['key']} aria-hidden="true">
      {of}
    </kbd>
  );
}
