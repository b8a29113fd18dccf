import { Button, Textarea } from '@mantine/core';
import { mergeEdits } from '#shared/message/mergeEdits.ts';
import { StateMark } from '../ui/StateMark.tsx';
import type { LabDraft } from './labDraft.ts';
import codeText from '../ui/CodeText.module.css';
import classes from './Settings.module.css';
import type { LabOnDisk } from './useSaveLab.ts';

type Props = {
  readonly draft: LabDraft;
  readonly theirs: LabOnDisk;
  readonly resolve: (text: string, theirs: LabOnDisk) => void;
};

/** The file changed on disk while somebody edited it here: both texts are kept, and the person says how to go on. */
export function LabConflict({ draft, theirs, resolve }: Props) {
  return (
    <section className={classes['conflict']} aria-label="Changed on disk" role="alert">
      <StateMark state="warning">
        <strong>lab.yaml changed on disk since you began.</strong> Nothing was written; your text is above, theirs
        below.
      </StateMark>
      <Textarea
        label="Text on disk"
        classNames={{ input: codeText['code'] ?? '' }}
        readOnly
        wrap="off"
        rows={12}
        value={theirs.text}
      />
      <div className={classes['buttons']}>
        <Button variant="filled" onClick={() => resolve(mergeEdits(draft.text, draft.base, theirs.text), theirs)}>
          Put both together
        </Button>
        <Button onClick={() => resolve(draft.text, theirs)}>Keep mine instead of theirs</Button>
        <Button onClick={() => resolve(theirs.text, theirs)}>Take theirs, drop mine</Button>
      </div>
      <p className={classes['quiet']}>Look at the text above, then save it: nothing is written before that.</p>
    </section>
  );
}
