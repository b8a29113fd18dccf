import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Asks on the terminal without showing what is typed. The end of input is an empty answer. */
export async function askHidden(question: string): Promise<string> {
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, written) => written() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    const ended = new AbortController();
    terminal.once('close', () => ended.abort());
    terminal.once('SIGINT', () => terminal.close());
    return await terminal.question('', { signal: ended.signal });
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return '';
    throw error;
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
