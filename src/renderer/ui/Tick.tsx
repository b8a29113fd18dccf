import { type ReactNode, useId } from 'react';
import classes from './Tick.module.css';

type Props = {
  readonly label: ReactNode;
  readonly isOn: boolean;
  readonly change: (isOn: boolean) => void;
  readonly isDisabled?: boolean;
};

/** A checkbox with its label. */
export function Tick({ label, isOn, change, isDisabled = false }: Props) {
  const id = useId();
  return (
    <span className={classes['tick']} data-on={isOn || undefined}>
      <input
        id={id}
        type="checkbox"
        checked={isOn}
        disabled={isDisabled}
        onChange={(event) => change(event.currentTarget.checked)}
      />
      <label htmlFor={id}>{label}</label>
    </span>
  );
}
