import { numbered } from '../ui/numbered.ts';
import { type DifferenceLine, differenceLines } from './differenceLines.ts';
import classes from './Runbooks.module.css';

const signs: Readonly<Record<DifferenceLine['kind'], string>> = { same: ' ', removed: '-', added: '+', gap: ' ' };

type Props = { readonly label: string; readonly from: string; readonly to: string };

/** Two texts as one list of removed and added lines, told by their signs as well as by colour. */
export function LineDifference({ label, from, to }: Props) {
  return (
    <pre className={classes['difference']} aria-label={label}>
      {numbered(differenceLines(from, to)).map(({ index, item: { kind, text } }) => (
        <span key={index} data-kind={kind}>
          {signs[kind]} {text}
        </span>
      ))}
    </pre>
  );
}
