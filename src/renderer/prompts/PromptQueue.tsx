import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { assertNever } from '#shared/assertNever.ts';
import type { Prompt, PromptAnswer, PromptQuestion } from '#shared/prompt/prompt.ts';
import { hostName } from '../state/names.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { useRequest } from '../state/useRequest.ts';
import { count } from '../ui/formatValue.ts';
import { CredentialsPrompt } from './CredentialsPrompt.tsx';
import { HostKeyPrompt } from './HostKeyPrompt.tsx';
import { PassphrasePrompt } from './PassphrasePrompt.tsx';
import { isTyping } from './isTyping.ts';
import classes from './Prompt.module.css';
import { SwitchTransportPrompt } from './SwitchTransportPrompt.tsx';

/** What each kind of prompt is given: its question, and the one way to answer it. */
export type PromptProps<TKind extends PromptQuestion['kind']> = {
  readonly question: Extract<PromptQuestion, { kind: TKind }>;
  readonly answer: (answer: PromptAnswer) => void;
  readonly isPending: boolean;
};

/**
 * The questions that the core has for whoever is at a window, oldest first, on any screen. Answered here or elsewhere,
 * a question disappears; set aside, it waits in the corner, and so does one that comes while somebody types.
 */
export function PromptQueue() {
  const prompts = useSnapshot((snapshot) => snapshot.desk.prompts);
  const [setAside, setSetAside] = useState<ReadonlySet<string>>(new Set());
  const [met, setMet] = useState<ReadonlySet<string>>(new Set());
  const open = Object.values(prompts).sort((one, other) => one.raisedAt - other.raisedAt);
  const fresh = open.filter(({ id }) => !met.has(id)).map(({ id }) => id);
  if (fresh.length > 0) {
    setMet(new Set([...met, ...fresh]));
    if (isTyping()) setSetAside(new Set([...setAside, ...fresh]));
  }
  const next = open.find((prompt) => !setAside.has(prompt.id));
  if (next !== undefined) {
    return <OnePrompt key={next.id} prompt={next} setAside={() => setSetAside(new Set([...setAside, next.id]))} />;
  }
  if (open.length === 0) return null;
  return (
    <div className={classes['waiting']}>
      <Button variant="filled" onClick={() => setSetAside(new Set())}>
        {count(open.length, 'question')} waiting: answer
      </Button>
    </div>
  );
}

function OnePrompt({ prompt, setAside }: { readonly prompt: Prompt; readonly setAside: () => void }) {
  const { run, isPending, failure } = useRequest((client, requestId, answer: PromptAnswer) =>
    client.prompt.answer({ requestId, promptId: prompt.id, answer }),
  );
  const lab = useSnapshot((snapshot) => snapshot.lab.lab);
  const title = titleOf(prompt.question, hostName(lab, prompt.question.hostId));
  return (
    <Modal
      opened
      onClose={setAside}
      title={title}
      size="lg"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Later' }}
    >
      <Question question={prompt.question} answer={(answer) => void run(answer)} isPending={isPending} />
      {failure !== null && (
        <p role="alert" className={classes['failure']}>
          <strong>{failure.what}</strong> {failure.mend}
        </p>
      )}
    </Modal>
  );
}

function titleOf(question: PromptQuestion, host: string): string {
  switch (question.kind) {
    case 'hostKey':
      return `Is this really ${host}?`;
    case 'passphrase':
      return `Passphrase for ${host}`;
    case 'credentials':
      return question.title === '' ? `Sign in to ${host}` : question.title;
    case 'switchTransport':
      return `Use this computer's ssh for ${host}?`;
    default:
      return assertNever(question);
  }
}

function Question({
  question,
  ...rest
}: Omit<PromptProps<PromptQuestion['kind']>, 'question'> & { readonly question: PromptQuestion }) {
  switch (question.kind) {
    case 'hostKey':
      return <HostKeyPrompt question={question} {...rest} />;
    case 'passphrase':
      return <PassphrasePrompt question={question} {...rest} />;
    case 'credentials':
      return <CredentialsPrompt question={question} {...rest} />;
    case 'switchTransport':
      return <SwitchTransportPrompt question={question} {...rest} />;
    default:
      return assertNever(question);
  }
}
