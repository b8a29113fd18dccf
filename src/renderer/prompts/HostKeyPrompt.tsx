import { Button } from '@mantine/core';
import type { PromptProps } from './PromptQueue.tsx';
import classes from './Prompt.module.css';

/**
 * An unknown host key: shown in full, with the command whose output it must equal. The key has the focus, not a button:
 * an Enter that was meant for something else must accept nothing.
 */
export function HostKeyPrompt({ question, answer, isPending }: PromptProps<'hostKey'>) {
  const { address, port, key } = question;
  return (
    <div className={classes['form']}>
      <p>
        {address} port {port} shows a key that <code>known_hosts</code> does not have. Nothing secret was sent yet.
      </p>
      <section className={classes['key']} aria-label="The key" tabIndex={-1} data-autofocus>
        <figure>
          <figcaption className="visually-hidden">Randomart of the key</figcaption>
          <pre className={classes['art']}>{key.randomart}</pre>
        </figure>
        <dl className={classes['facts']}>
          <div>
            <dt>Key type</dt>
            <dd>{key.type}</dd>
          </div>
          <div>
            <dt>Fingerprint</dt>
            <dd data-testid="fingerprint">{key.fingerprint}</dd>
          </div>
        </dl>
      </section>
      <div>
        <p className={classes['quiet']}>
          Compare it with what the machine itself says, at its console or over a way you trust:
        </p>
        <pre className={classes['compare']}>ssh-keygen -lvf /etc/ssh/{keyFile(key.type)}</pre>
      </div>
      <div className={classes['buttons']}>
        <Button variant="filled" loading={isPending} onClick={() => answer({ kind: 'accept' })}>
          Accept and remember
        </Button>
        <Button disabled={isPending} onClick={() => answer({ kind: 'reject' })}>
          Reject
        </Button>
      </div>
    </div>
  );
}

function keyFile(type: string): string {
  const name = /ed25519|ecdsa|rsa|dss|dsa/u.exec(type)?.[0] ?? '*';
  return `ssh_host_${name === 'dss' ? 'dsa' : name}_key.pub`;
}
