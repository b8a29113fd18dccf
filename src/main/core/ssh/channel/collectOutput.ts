import type { Readable } from 'node:stream';
import type { CommandOutput, RemoteCommand } from '../hostSession.ts';
import { createHeadTail } from './headTail.ts';

/** Reads a command to its end; each output whole, or its head and tail of 1 MiB together. Never rejects. */
export async function collectOutput(remote: RemoteCommand): Promise<CommandOutput> {
  const [stdout, stderr] = [keep(remote.stdout), keep(remote.stderr)];
  const end = await remote.ended;
  await Promise.all([stdout.read, stderr.read]);
  return { end, stdout: stdout.text(), stderr: stderr.text() };
}

function keep(stream: Readable): { readonly read: Promise<void>; readonly text: () => string } {
  const kept = createHeadTail();
  const read = new Promise<void>((resolve) => {
    stream.on('data', (chunk: Uint8Array) => kept.push(chunk));
    stream.once('end', resolve).once('close', resolve);
  });
  return { read, text: kept.text };
}
