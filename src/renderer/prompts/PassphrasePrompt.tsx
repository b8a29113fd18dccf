import { PasswordInput } from '@mantine/core';
import { useState } from 'react';
import type { PromptProps } from './PromptQueue.tsx';
import { SecretForm } from './SecretForm.tsx';

/** The passphrase of a key file. */
export function PassphrasePrompt({ question, answer, isPending }: PromptProps<'passphrase'>) {
  const [passphrase, setPassphrase] = useState('');
  return (
    <SecretForm
      isPending={isPending}
      isReady={passphrase !== ''}
      submit={(remember) => answer({ kind: 'values', values: [passphrase], remember })}
      reject={() => answer({ kind: 'reject' })}
    >
      <p>
        The key <code>{question.keyFile}</code> is encrypted.
      </p>
      <PasswordInput
        label="Passphrase"
        value={passphrase}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
        error={question.wasWrong ? 'That passphrase did not open the key.' : null}
        autoComplete="off"
        data-autofocus
      />
    </SecretForm>
  );
}
