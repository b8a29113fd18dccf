import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { severitySchema } from '#shared/incident/incident.ts';
import { paths } from '../state/paths.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from '../ui/Failed.tsx';
import classes from './Reports.module.css';

/** Opens an incident that no check has seen. */
export function OpenIncident() {
  const lab = useSnapshot((snapshot) => snapshot.lab.lab);
  const [isOpen, setIsOpen] = useState(false);
  const [title, setTitle] = useState('');
  const [severity, setSeverity] = useState('3');
  const [about, setAbout] = useState<string | null>(null);
  const [, navigate] = useLocation();
  const { run, isPending, failure } = useRequest((client, requestId) => {
    const service = lab.services.find((one) => `service:${one.id}` === about);
    const host = lab.hosts.find((one) => `host:${one.id}` === about);
    return client.incident.open({
      requestId,
      title: title.trim(),
      severity: severitySchema.parse(Number(severity)),
      hostId: service?.host ?? host?.id ?? null,
      serviceId: service?.id ?? null,
    });
  });
  const submit = async () => {
    const opened = await run();
    if (opened !== null) navigate(paths.incident(opened.incidentId));
  };
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Open an incident…</Button>
      <Modal opened={isOpen} onClose={() => setIsOpen(false)} title="Open an incident">
        <form
          className={classes['form']}
          onSubmit={(event) => {
            event.preventDefault();
            if (title.trim() !== '') void submit();
          }}
        >
          <TextInput
            label="What is wrong"
            required
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
            data-autofocus
          />
          <Select
            label="Severity"
            data={['1', '2', '3', '4'].map((value) => ({ value, label: `P${value}` }))}
            value={severity}
            onChange={(value) => setSeverity(value ?? severity)}
          />
          <Select
            label="About"
            placeholder="nothing of the lab"
            clearable
            data={[
              ...lab.services.map((one) => ({
                value: `service:${one.id}`,
                label: `${one.name ?? one.id} on ${one.host}`,
              })),
              ...lab.hosts.map((one) => ({ value: `host:${one.id}`, label: one.name ?? one.id })),
            ]}
            value={about}
            onChange={setAbout}
          />
          <Failed failure={failure} />
          <div className={classes['buttons']}>
            <Button type="submit" variant="filled" loading={isPending} disabled={title.trim() === ''}>
              Open the incident
            </Button>
            <Button onClick={() => setIsOpen(false)}>Cancel</Button>
          </div>
        </form>
      </Modal>
    </>
  );
}
