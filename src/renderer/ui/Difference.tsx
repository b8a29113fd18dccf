import classes from './Difference.module.css';
import type { DifferenceLine } from './differenceLine.ts';
import { numbered } from './numbered.ts';

const signs: Readonly<Record<DifferenceLine['kind'], string>> = { same: ' ', removed: '-', added: '+', gap: ' ' };

type Props = { readonly label: string; readonly lines: readonly DifferenceLine[] };

/** Removed and added lines, told by their signs as well as by colour. */
export function Difference({ label, lines }: Props) {
  return (
    <pre className={classes['difference']} aria-label={label}>
      {numbered(lines).map(({ index, item: { kind, text } }) => (
        <span key={index} data-kind={kind}>
          {signs[kind]} {text}
        </span>
      ))}
    </pre>
  );
}
