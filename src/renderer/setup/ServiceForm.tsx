import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Service } from '#shared/lab/labFile.ts';
import type { Runbook } from '#shared/runbook/runbook.ts';
import { paths } from '../state/paths.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from '../ui/Failed.tsx';
import { count } from '../ui/formatValue.ts';
import { Panel } from '../ui/Panel.tsx';
import { StateMark } from '../ui/StateMark.tsx';
import { Tick } from '../ui/Tick.tsx';
import { freeIdentifier } from './freeIdentifier.ts';
import { isHttpUrl, type LinkDraft, LinkFields } from './LinkFields.tsx';
import classes from './Setup.module.css';
import { changedVariables, variableError } from './variables.ts';

type Props = { readonly hostId: string; readonly runbookId: string; readonly runbook: Runbook };

/** Name, variables and links of a new service. What is left as the runbook has it is not written down. */
export function ServiceForm({ hostId, runbookId, runbook }: Props) {
  const lab = useSnapshot((snapshot) => snapshot.lab.lab);
  const [name, setName] = useState(runbookId);
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() => defaultsOf(runbook));
  const [links, setLinks] = useState<readonly LinkDraft[]>([]);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [withChecks, setWithChecks] = useState(true);
  const [, navigate] = useLocation();
  const add = useRequest((client, requestId, service: Omit<Service, 'checks'>) =>
    client.lab.addService({ requestId, service, runbookChecks: withChecks }),
  );
  const names = Object.keys(runbook.variables);
  const isValid =
    name.trim() !== '' &&
    names.every((one) => variableError(runbook, one, values[one] ?? '') === null) &&
    links.every((link) => link.url === '' || isHttpUrl(link.url));
  const submit = async () => {
    const named = links
      .filter((link) => link.url !== '')
      .map((link) => ({ url: link.url, title: link.title || link.url }));
    const added = await add.run({
      id: freeIdentifier(name, lab),
      name: name.trim(),
      host: hostId,
      runbook: runbookId,
      variables: changedVariables(runbook, values),
      ...(named.length === 0 ? {} : { links: named }),
    });
    if (added !== null) navigate(paths.overview);
  };
  return (
    <Panel title="Service">
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (isValid) void submit();
          else setTouched(new Set(names));
        }}
      >
        <TextInput label="Name" required value={name} onChange={(event) => setName(event.currentTarget.value)} />
        {names.map((one) => (
          <TextInput
            key={one}
            label={one}
            description={runbook.variables[one]?.description}
            value={values[one] ?? ''}
            onChange={(event) => setValues({ ...values, [one]: event.currentTarget.value })}
            onBlur={() => setTouched(new Set([...touched, one]))}
            error={touched.has(one) ? variableError(runbook, one, values[one] ?? '') : null}
            spellCheck={false}
          />
        ))}
        <LinkFields links={links} setLinks={setLinks} />
        <ChecksChoice runbookId={runbookId} runbook={runbook} isOn={withChecks} change={setWithChecks} />
        <Failed failure={add.failure} />
        <div className={classes['buttons']}>
          <Button type="submit" variant="filled" size="sm" loading={add.isPending}>
            Add this service
          </Button>
          <Button size="sm" onClick={() => navigate(paths.host(hostId))}>
            Cancel
          </Button>
        </div>
      </form>
    </Panel>
  );
}

type ChoiceProps = {
  readonly runbookId: string;
  readonly runbook: Runbook;
  readonly isOn: boolean;
  readonly change: (isOn: boolean) => void;
};

function ChecksChoice({ runbookId, runbook: { checks }, isOn, change }: ChoiceProps) {
  if (checks.length === 0)
    return (
      <p>
        <StateMark state="warning">This runbook names no checks, so nothing will watch the service.</StateMark>{' '}
        <em>Propose annotations</em> in <Link href={paths.runbook(runbookId)}>its editor</Link> finds some.
      </p>
    );
  const names = checks.map((check) => check.name ?? check.id).join(', ');
  return (
    <Tick label={`Add the runbook's checks (${count(checks.length, 'check')}: ${names})`} isOn={isOn} change={change} />
  );
}

function defaultsOf(runbook: Runbook): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(runbook.variables).map(([name, variable]) => [name, variable.default ?? '']),
  );
}
