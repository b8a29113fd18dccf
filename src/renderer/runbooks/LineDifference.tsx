import { Difference } from '../ui/Difference.tsx';
import { differenceLines } from './differenceLines.ts';

type Props = { readonly label: string; readonly from: string; readonly to: string };

/** What turns one text into another, with a few lines around each change. */
export function LineDifference({ label, from, to }: Props) {
  return <Difference label={label} lines={differenceLines(from, to)} />;
}
