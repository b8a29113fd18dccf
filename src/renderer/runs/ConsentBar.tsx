import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { assertNever } from '#shared/assertNever.ts';
import { consentAsked } from '#shared/run/consentAsked.ts';
import type { Consent, Run } from '#shared/run/run.ts';
import { hostName } from '../state/names.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from '../ui/Failed.tsx';
import { KeyHint } from '../ui/KeyHint.tsx';
import { Tick } from '../ui/Tick.tsx';
import { useShortcuts } from '../ui/useShortcuts.ts';
import classes from '../ui/RunForm.module.css';

type Props = {
  readonly run: Run;
  readonly back: () => void;
  /** Asks for another folder, where a person named the one it runs in. */
  readonly move?: () => void;
};

/** Asks for the consent that plan and preflight demand: a click, a confirmation, or the host's name typed. */
export function ConsentBar({ run, back, move }: Props) {
  const lab = useSnapshot((snapshot) => snapshot.lab.lab);
  const consent = consentAsked(run.plan, run.preflight);
  const [isConfirmed, setIsConfirmed] = useState(false);
  const [typed, setTyped] = useState('');
  const give = useRequest((client, requestId) =>
    client.run.consent({ requestId, runId: run.id, typed: consent === 'type' ? typed.trim() : null }),
  );
  const cancel = useRequest((client, requestId) => client.run.cancel({ requestId, runId: run.id }));
  const name = hostName(lab, run.hostId);
  const isReady = run.stage === 'awaitingConsent' && !give.isPending;
  const hasConsent = isGiven(consent, { isConfirmed, typed: typed.trim(), names: [name, run.hostId] });
  const runIt = () => {
    if (isReady && hasConsent) void give.run();
  };
  const giveUp = async () => {
    if (!cancel.isPending && (await cancel.run()) !== null) back();
  };
  useShortcuts({ Enter: runIt, Escape: () => void giveUp() });
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        runIt();
      }}
    >
      {consent === 'confirm' && (
        <Tick label="I have read what it changes and what it costs" isOn={isConfirmed} change={setIsConfirmed} />
      )}
      {consent === 'type' && (
        <TextInput
          label={`Type the host's name, ${name}, to run this`}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') void giveUp();
          }}
          autoComplete="off"
          spellCheck={false}
        />
      )}
      <Failed failure={give.failure ?? cancel.failure} />
      <div className={classes['buttons']}>
        <Button
          type="submit"
          size="sm"
          variant="filled"
          color={run.plan.effect === 'destroys' ? 'red.8' : 'accent'}
          disabled={!isReady || !hasConsent}
          loading={give.isPending}
        >
          Run
          <KeyHint of="Enter" />
        </Button>
        <Button size="sm" loading={cancel.isPending} onClick={() => void giveUp()}>
          Cancel
          <KeyHint of="Esc" />
        </Button>
        {move !== undefined && (
          <Button size="sm" onClick={move}>
            Other folder…
          </Button>
        )}
      </div>
    </form>
  );
}

type Given = { readonly isConfirmed: boolean; readonly typed: string; readonly names: readonly string[] };

function isGiven(consent: Consent, given: Given): boolean {
  switch (consent) {
    case 'none':
    case 'click':
      return true;
    case 'confirm':
      return given.isConfirmed;
    case 'type':
      return given.names.includes(given.typed);
    default:
      return assertNever(consent);
  }
}
