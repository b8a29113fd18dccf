import { PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { hostName } from '../state/names.ts';
import { useSnapshot } from '../state/useDesk.ts';
import type { PromptProps } from './PromptQueue.tsx';
import { SecretForm } from './SecretForm.tsx';

/** A password, or what the host asks over keyboard-interactive: its own labels, in its own order. */
export function CredentialsPrompt({ question, answer, isPending }: PromptProps<'credentials'>) {
  const lab = useSnapshot((snapshot) => snapshot.lab.lab);
  const [values, setValues] = useState<readonly string[]>(() => question.fields.map(() => ''));
  const set = (index: number, value: string) => setValues(values.map((old, at) => (at === index ? value : old)));
  return (
    <SecretForm
      isPending={isPending}
      isReady={values.some((value) => value !== '')}
      submit={(remember) => answer({ kind: 'values', values: [...values], remember })}
      reject={() => answer({ kind: 'reject' })}
    >
      <p>
        {hostName(lab, question.hostId)} asks{question.user === '' ? '' : ` the user ${question.user}`}.{' '}
        {question.instructions}
      </p>
      {question.fields.map((field, index) => {
        const Input = field.echo ? TextInput : PasswordInput;
        return (
          <Input
            key={field.label}
            label={field.label.replace(/:\s*$/u, '')}
            value={values[index] ?? ''}
            onChange={(event) => set(index, event.currentTarget.value)}
            autoComplete="off"
            data-autofocus={index === 0 || undefined}
          />
        );
      })}
    </SecretForm>
  );
}
