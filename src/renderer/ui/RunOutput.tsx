import { useEffect, useRef } from 'react';
import type { Run, TranscriptChunk } from '#shared/run/run.ts';
import { useTranscript } from '../state/useTranscript.ts';
import { Failed } from './Failed.tsx';
import classes from './RunOutput.module.css';
import { numbered } from './numbered.ts';
import { commandEndText } from './runWords.ts';
import { withoutHead } from './withoutHead.ts';

/** A run's output, step by step, live while it runs; it follows the end unless one has scrolled up. */
export function RunOutput({ run }: { readonly run: Run }) {
  const { chunks, lostTail, failure } = useTranscript(run);
  const box = useRef<HTMLDivElement>(null);
  /** What had ended when it was opened is read from its beginning. */
  const isAtEnd = useRef(run.outcome === null);
  useEffect(() => {
    const element = box.current;
    if (element !== null && chunks.length > 0 && isAtEnd.current) element.scrollTop = element.scrollHeight;
  }, [chunks]);
  return (
    <div
      ref={box}
      className={classes['output']}
      role="log"
      aria-label={`Output of ${run.plan.title}`}
      aria-live="off"
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < 24;
      }}
    >
      {numbered(run.plan.steps).map(({ index, item: step }) => (
        <StepOutput
          key={index}
          command={step.command}
          cwd={step.cwd}
          end={run.stepEnds.find((one) => one.index === index)}
          isLeftOut={run.outcome?.kind === 'failed' && !run.stepEnds.some((one) => one.index >= index)}
          chunks={chunks.filter((chunk) => chunk.step === index)}
        />
      ))}
      <Pieces chunks={chunks.filter((chunk) => chunk.step < 0 || chunk.step >= run.plan.steps.length)} />
      {lostTail && <p className={classes['note']}>The end of this output was lost when Sitrep was cut off.</p>}
      <Failed failure={failure} />
    </div>
  );
}

type StepOutputProps = {
  readonly command: string;
  readonly cwd: string | null;
  readonly end: Run['stepEnds'][number] | undefined;
  /** An earlier step failed, and this one was never begun. */
  readonly isLeftOut: boolean;
  readonly chunks: readonly TranscriptChunk[];
};

function StepOutput({ command, cwd, end, isLeftOut, chunks }: StepOutputProps) {
  return (
    <div className={classes['step']}>
      <p className={classes['command']}>
        <span aria-hidden="true">$ </span>
        {command}
        {cwd !== null && <span className={classes['note']}> in {cwd}</span>}
        {end !== undefined && (
          <span className={classes['end']} data-ok={end.end.kind === 'exited' && end.end.code === 0 ? '' : undefined}>
            {' '}
            {commandEndText(end.end)}, {(end.tookMs / 1_000).toFixed(1)} s
          </span>
        )}
        {isLeftOut && chunks.length === 0 && <span className={classes['note']}> not run</span>}
      </p>
      <Pieces chunks={withoutHead(chunks, command)} />
    </div>
  );
}

function Pieces({ chunks }: { readonly chunks: readonly TranscriptChunk[] }) {
  if (chunks.length === 0) return null;
  return (
    <pre>
      {chunks.map((chunk) => (
        <span key={chunk.index} data-stream={chunk.stream}>
          {chunk.text}
        </span>
      ))}
    </pre>
  );
}
