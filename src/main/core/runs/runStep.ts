import type { Readable } from 'node:stream';
import { describeEnd } from '#shared/run/describeEnd.ts';
import type { PlannedStep, TranscriptChunk } from '#shared/run/run.ts';
import type { StepOutput } from '#shared/run/stepOutput.ts';
import { createDisplayFilter } from '../ssh/channel/displayText.ts';
import { createRedactor } from '../ssh/channel/redactor.ts';
import { createUtf8Stream } from '../ssh/channel/utf8Stream.ts';
import type { HostSession } from '../ssh/hostSession.ts';
import type { TranscriptWriter } from '../storage/transcripts.ts';

/** As much of each output as findings are told from: the beginning and the end. */
const keptChars = 131_072;

type Sink = { readonly text: () => string; readonly done: Promise<void> };

function headAndTail() {
  let [head, tail, cut] = ['', '', false];
  return {
    push: (text: string) => {
      const room = keptChars - head.length;
      head += text.slice(0, Math.max(0, room));
      tail += text.slice(Math.max(0, room));
      if (tail.length <= keptChars * 2) return;
      tail = tail.slice(-keptChars);
      cut = true;
    },
    text: () => (cut ? `${head}\n[... cut ...]\n${tail}` : head + tail),
  };
}

/** Decodes, cleans and shows a stream as it comes; the same text, redacted, is kept for findings. */
function follow(stream: Readable, secrets: readonly string[], show: (text: string) => void): Sink {
  const decoder = createUtf8Stream();
  const filter = createDisplayFilter();
  const redactor = createRedactor(secrets);
  const kept = headAndTail();
  const take = (text: string) => {
    const shown = filter.push(text);
    if (shown !== '') show(shown);
    kept.push(redactor.push(shown));
  };
  const done = new Promise<void>((resolve) => {
    stream.on('data', (chunk: Uint8Array) => take(decoder.push(chunk)));
    stream.once('end', resolve).once('close', resolve);
  });
  return {
    text: kept.text,
    done: done.then(() => {
      take(decoder.end());
      kept.push(redactor.end());
    }),
  };
}

/** Runs one step on a channel of its own, its output streamed into the transcript. Never rejects. */
export async function runStep(parts: {
  readonly session: HostSession;
  readonly step: PlannedStep;
  readonly index: number;
  readonly writer: TranscriptWriter;
  readonly secrets: readonly string[];
  readonly signal: AbortSignal;
}): Promise<StepOutput> {
  const { session, step, index, writer, secrets, signal } = parts;
  const show = (stream: TranscriptChunk['stream']) => (text: string) => writer.write(index, stream, text);
  show('note')(`$ ${step.command}\n`);
  const remote = session.start(step.command, { deadlineMs: step.timeoutMs, signal, cwd: step.cwd });
  const stdout = follow(remote.stdout, secrets, show('stdout'));
  const stderr = follow(remote.stderr, secrets, show('stderr'));
  const end = await remote.ended;
  await Promise.all([stdout.done, stderr.done]);
  show('note')(`${describeEnd(end)}\n`);
  return { command: step.command, end, stdout: stdout.text(), stderr: stderr.text() };
}
