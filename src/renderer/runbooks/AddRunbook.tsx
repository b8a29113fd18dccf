import { Button, FileInput, Modal, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { identifierFrom } from '#shared/lab/identifiers.ts';
import type { RunbookListItem } from '#shared/rpc/contract.ts';
import { paths } from '../state/paths.ts';
import { useRequest } from '../state/useRequest.ts';
import codeText from '../ui/CodeText.module.css';
import classes from '../ui/Dialog.module.css';
import { Failed } from '../ui/Failed.tsx';

type Props = { readonly known: readonly RunbookListItem[] };

/** Opens the way to put a document into the lab folder: a file of this computer, pasted text, or a new one. */
export function AddRunbook({ known }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button variant="filled" aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
        Add a runbook…
      </Button>
      {isOpen && <AddDialog known={known} close={() => setIsOpen(false)} />}
    </>
  );
}

function AddDialog({ known, close }: Props & { readonly close: () => void }) {
  const [name, setName] = useState('');
  const [text, setText] = useState('');
  const [, navigate] = useLocation();
  const id = identifierFrom(name.trim(), 'runbook');
  const isTaken = known.some((item) => item.id === id);
  const isComplete = name.trim() !== '' && !isTaken;
  const { run, isPending, failure } = useRequest((client, requestId) =>
    client.runbook.write({ requestId, id, text: text.trim() === '' ? `# ${name.trim()}\n` : text, baseHash: null }),
  );
  const take = async (file: File | null) => {
    if (file === null) return;
    setText(await file.text());
    if (name.trim() === '') setName(file.name.replace(/\.\w+$/, ''));
  };
  const submit = async () => {
    if (isComplete && (await run()) !== null) navigate(paths.runbook(id));
  };
  return (
    <Modal opened onClose={close} title="Add a runbook" size="lg">
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <FileInput
          label="File"
          description="A Markdown document of this computer, as it stands."
          placeholder="Choose a file…"
          accept=".md,.markdown,.txt,text/markdown,text/plain"
          onChange={(file) => void take(file)}
        />
        <Textarea
          label="Text"
          description="Or paste it here. What stays empty is written in the editor."
          classNames={{ input: codeText['code'] ?? '' }}
          rows={8}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <TextInput
          label="Name"
          description={
            isComplete ? `It becomes runbooks/${id}.md in the lab folder.` : 'It names the file in the lab folder.'
          }
          error={isTaken ? `There is a runbook ${id} already. Edit that one, or choose another name.` : null}
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <Failed failure={failure} />
        <div className={classes['buttons']}>
          <Button type="submit" variant="filled" loading={isPending} disabled={!isComplete}>
            Add it
          </Button>
          <Button onClick={close}>Cancel</Button>
        </div>
      </form>
    </Modal>
  );
}
