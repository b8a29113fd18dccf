import { Button, Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Draft, MessageField } from '#shared/message/message.ts';
import { count } from '../ui/formatValue.ts';
import { Panel } from '../ui/Panel.tsx';
import classes from './Messages.module.css';

type Props = {
  readonly draft: Draft;
  /** Null strikes the field out; an empty value lets the incident fill it again. */
  readonly set: (placeholder: string, value: string | null) => void;
};

/** What must still be filled or left out, boxed and counted; what the incident filled is behind one click. */
export function FieldList({ draft, set }: Props) {
  const missing = draft.fields.filter((field) => field.source === 'missing');
  const others = draft.fields.filter((field) => field.source !== 'missing');
  return (
    <Panel
      title="Fields"
      aside={missing.length === 0 ? 'all filled' : <strong>{count(missing.length, 'field')} to fill</strong>}
      isFlush
    >
      <Fields fields={missing} set={set} isFirstNext />
      <details className={classes['others']}>
        <summary>{count(others.length, 'field')} filled or left out</summary>
        <Fields fields={others} set={set} />
      </details>
    </Panel>
  );
}

type FieldsProps = {
  readonly fields: readonly MessageField[];
  readonly set: Props['set'];
  /** The first of them is what is to be filled next. */
  readonly isFirstNext?: boolean;
};

function Fields({ fields, set, isFirstNext = false }: FieldsProps) {
  return fields.map((field, index) => (
    <Field
      key={`${field.placeholder}:${field.source}:${field.value}`}
      field={field}
      set={set}
      isNext={isFirstNext && index === 0}
    />
  ));
}

type FieldProps = { readonly field: MessageField; readonly set: Props['set']; readonly isNext: boolean };

function Field({ field, set, isNext }: FieldProps) {
  const [value, setValue] = useState(field.value);
  const input = useRef<HTMLTextAreaElement>(null);
  // Only where nothing else has the focus: after the screen opened, and when the field before was filled and left.
  useEffect(() => {
    if (isNext && isFocusFree()) input.current?.focus();
  }, [isNext]);
  const isStruck = field.source === 'struck';
  const save = () => {
    if (value !== field.value) set(field.placeholder, value);
  };
  return (
    <div className={classes['field']} data-source={field.source}>
      <Textarea
        ref={input}
        autosize
        minRows={1}
        maxRows={6}
        label={field.placeholder}
        description={
          isStruck
            ? 'left out'
            : field.source === 'missing'
              ? 'not known: fill it or leave it out'
              : `from: ${field.origin}`
        }
        value={value}
        disabled={isStruck}
        onChange={(event) => setValue(event.currentTarget.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          save();
        }}
      />
      <Button
        size="sm"
        variant="subtle"
        onClick={() => set(field.placeholder, isStruck ? '' : null)}
        aria-label={`${isStruck ? 'Bring back' : 'Leave out'}: ${field.placeholder}`}
      >
        {isStruck ? 'Bring back' : 'Leave out'}
      </Button>
    </div>
  );
}

function isFocusFree(): boolean {
  const { activeElement } = document;
  return activeElement === null || activeElement === document.body || activeElement.id === 'main';
}
