import { until } from '#tests/support/until.ts';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '#core/ports/systemClock.ts';
import { createProbeChannel, type ProbeChannel } from '#core/ssh/channel/probeChannel.ts';
import { probeLoop } from '#core/ssh/channel/probeLoop.ts';
import { localTransport } from '#core/ssh/channel/localTransport.ts';
import type { ProbeRequest, ProbeResult } from '#core/ssh/hostSession.ts';
import type { ShellTransport } from '#core/ssh/shellTransport.ts';
import { isAlive, loginShells, posixShells, silentLogger } from './shells.ts';

const open: ProbeChannel[] = [];
afterEach(() => {
  for (const channel of open.splice(0)) channel.close();
});

function channelOver(transport: ShellTransport): ProbeChannel {
  const channel = createProbeChannel({ transport, clock: systemClock(), logger: silentLogger });
  open.push(channel);
  return channel;
}

const question = (script: string, deadlineMs = 10_000, id = script): ProbeRequest => ({ id, script, deadlineMs });

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
/** What a result says, in one line. */
function brief(result: ProbeResult | undefined): string {
  if (result?.kind !== 'answered') return result?.kind ?? 'missing';
  return `${result.exitCode} ${JSON.stringify(text(result.stdout))} ${JSON.stringify(text(result.stderr))}`;
}

async function ask(channel: ProbeChannel, script: string): Promise<string> {
  const [result] = await channel.probe([question(script)]);
  return brief(result);
}

/** Counts the channels and sees the lines that go to the host. */
function watched(transport: ShellTransport): ShellTransport & { readonly lines: string[]; channels: number } {
  const watch = {
    lines: [] as string[],
    channels: 0,
    openCommand: async (command: string, signal: AbortSignal) => {
      const channel = await transport.openCommand(command, signal);
      watch.channels += 1;
      const write = channel.stdin.write.bind(channel.stdin);
      channel.stdin.write = (chunk: string) => {
        watch.lines.push(chunk);
        return write(chunk);
      };
      return channel;
    },
  };
  return watch;
}

const batches = (lines: readonly string[]): number => lines.filter((line) => line.startsWith('r ')).length;

describe.each(posixShells)('a probe channel on $name', ({ transport, program, env }) => {
  it('answers all questions of a call in one round trip, in their order', async () => {
    const watch = watched(transport);
    const results = await channelOver(watch).probe([
      question('echo a'),
      question('echo b >&2; exit 3'),
      question('pwd'),
    ]);
    expect(results.map(({ id }) => id)).toEqual(['echo a', 'echo b >&2; exit 3', 'pwd']);
    expect(results.slice(0, 2).map(brief)).toEqual(['0 "a\\n" ""', '3 "" "b\\n"']);
    expect(batches(watch.lines)).toBe(1);
  });

  it.each([
    ['no final newline', 'printf abc', '0 "abc" ""'],
    ['both streams', 'echo out; echo err >&2', '0 "out\\n" "err\\n"'],
    ['no output', ':', '0 "" ""'],
    ['NUL and high bytes', "printf 'a\\000\\377\\n\\n'", '0 "a\\u0000ÿ\\n\\n" ""'],
    ['many lines, quotes and a comment', "a=1\nb='x y'\n# it's nothing\necho \"$a $b\" # end", '0 "1 x y\\n" ""'],
    ['exit', 'exit 7', '7 "" ""'],
    ['its shell replaced', 'exec sh -c "exit 9"', '9 "" ""'],
    ['stdout closed', 'exec >&-; exit 4', '4 "" ""'],
    ['both streams closed', 'exec >&- 2>&-; exit 5', '5 "" ""'],
    ['its shell killed', 'echo last words; kill -9 $$', '137 "last words\\n" ""'],
    ['its whole group killed', 'kill -9 0', '137 "" ""'],
    ['input asked for', 'cat; echo none', '0 "none\\n" ""'],
    ['traps and options', 'trap "echo bye" EXIT; set -eu; false', '1 "bye\\n" ""'],
    ['a background child that writes late', '(sleep 1; echo late) & echo now', '0 "now\\n" ""'],
    [
      'lines that look like frames',
      "printf '%s E 0 0\\n' 00000000000000000000000000000000",
      `0 "${'0'.repeat(32)} E 0 0\\n" ""`,
    ],
    ['functions of our names', '__m() { echo no; }; __n=; printf() { echo no; }; echo yes', '0 "yes\\n" ""'],
  ])('survives a check with %s', async (_what, script, expected) => {
    const channel = channelOver(transport);
    const [first, nasty, last] = await channel.probe([question('echo 1'), question(script), question('echo 2')]);
    expect(brief(nasty)).toBe(expected);
    expect([brief(first), brief(last)]).toEqual(['0 "1\\n" ""', '0 "2\\n" ""']);
  });

  it('passes large binary output on unharmed', async () => {
    const [result] = await channelOver(transport).probe([
      question('i=0; while [ $i -lt 256 ]; do cat /bin/sh | head -c 2000; i=$((i + 1)); done'),
    ]);
    expect(result?.kind === 'answered' && result.stdout.length).toBe(512_000);
  });

  it('reports a syntax error of a check and asks the others', async () => {
    const [broken, fine] = await channelOver(transport).probe([question('if then ('), question('echo ok')]);
    expect(broken).toMatchObject({ kind: 'answered', exitCode: 2 });
    expect(brief(fine)).toBe('0 "ok\\n" ""');
  });

  it('shows its marker neither to the environment nor to ps', async () => {
    const watch = watched(transport);
    const [result] = await channelOver(watch).probe([
      question('env; set; cat /proc/[0-9]*/cmdline /proc/self/environ'),
    ]);
    const marker = /^r (\w{32}) /.exec(watch.lines.find((line) => line.startsWith('r ')) ?? '')?.[1];
    expect(marker).toBeDefined();
    expect(result?.kind === 'answered' && text(result.stdout).includes(marker ?? '')).toBe(false);
  });

  it('ends a slow check at its deadline, TERM ignored or not, and still asks the rest', async () => {
    const channel = channelOver(transport);
    const results = await channel.probe([
      question('echo 1'),
      question('trap "" TERM; while :; do sleep 1; done', 150),
      question('sleep 100', 150),
      question('echo 2'),
    ]);
    expect(results.map(brief)).toEqual(['0 "1\\n" ""', 'timedOut', 'timedOut', '0 "2\\n" ""']);
    expect(await ask(channel, 'echo still the same channel')).toBe('0 "still the same channel\\n" ""');
  });

  it('leaves no process behind when a check is ended', async () => {
    const channel = channelOver(transport);
    const watch = await channel.probe([question('sleep 100 & echo $!; wait', 300), question('echo $PPID')]);
    expect(watch[0]?.kind).toBe('timedOut');
    const [pid] = await channel.probe([question('sleep 100 & echo $!')]);
    const child = Number(pid?.kind === 'answered' ? text(pid.stdout) : 0);
    expect(child).toBeGreaterThan(1);
    await until(() => !isAlive(child), 'the end of the child');
  });

  it('opens a new shell when the remote one dies; what ran is lost, what waited is asked', async () => {
    const watch = watched(transport);
    const channel = channelOver(watch);
    const [shell] = await channel.probe([question('p=$(cat /proc/$PPID/stat); set -- ${p##*)}; echo $3')]);
    const loop = Number(shell?.kind === 'answered' ? text(shell.stdout) : 0);
    expect(loop).toBeGreaterThan(1);
    const running = channel.probe([question('sleep 20')]);
    await until(() => batches(watch.lines) === 2, 'the batch to be sent');
    const waiting = channel.probe([question('echo waited')]);
    process.kill(loop, 'SIGKILL');
    expect((await running)[0]).toMatchObject({ kind: 'lost' });
    expect(brief((await waiting)[0])).toBe('0 "waited\\n" ""');
    expect(watch.channels).toBe(2);
  });

  it('is gone from the host, batch included, when it hears nothing any more', async () => {
    const child = spawn(program, [], { env, stdio: 'pipe' });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stdin.write(probeLoop('0123456789abcdef', { first: 'he', second: 'llo' }, 0.2));
    await until(() => said.includes('hello\n'), 'the loop');
    child.stdin.write('r 0123456789abcdef (echo "pid $$";exec sleep 300);\n');
    await until(() => /pid \d+/.test(said), 'the batch');
    const batch = Number(/pid (\d+)/.exec(said)?.[1]);
    await new Promise((resolve) => child.once('exit', resolve));
    await until(() => !isAlive(batch), 'the end of the batch');
  });

  it('is gone from the host also when nobody reads what its batch writes', async () => {
    const child = spawn(program, [], { env, stdio: 'pipe' });
    const hello = new Promise((resolve) => child.stdout.once('readable', resolve));
    child.stdin.write(probeLoop('0123456789abcdef', { first: 'he', second: 'llo' }, 0.2));
    await hello;
    const file = join(mkdtempSync(join(tmpdir(), 'sitrep-unread-')), 'pid');
    child.stdin.write(`r 0123456789abcdef (echo "$$">${file};exec cat /dev/zero);\n`);
    await until(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n'), 'the batch');
    await new Promise((resolve) => child.once('exit', resolve));
    await until(() => !isAlive(Number(readFileSync(file, 'utf8'))), 'the end of the batch');
  });

  it('ends its batch when the connection is closed', async () => {
    const channel = channelOver(transport);
    const file = join(mkdtempSync(join(tmpdir(), 'sitrep-batch-')), 'pid');
    const result = channel.probe([question(`echo $$ >${file}; sleep 300`)]);
    await until(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n'), 'the check');
    channel.close();
    expect((await result)[0]).toMatchObject({ kind: 'lost' });
    await until(() => !isAlive(Number(readFileSync(file, 'utf8'))), 'the end of the batch');
  });
});

describe('a probe channel', () => {
  it.each(loginShells)('opens for users whose login shell is %s', async (shell) => {
    const channel = channelOver(localTransport({ shell }));
    expect(await ask(channel, 'echo "$((1 + 1))"')).toBe('0 "2\\n" ""');
  });

  it('asks in one batch what is asked at the same time', async () => {
    const watch = watched(localTransport());
    const channel = channelOver(watch);
    const both = await Promise.all([channel.probe([question('echo 1')]), channel.probe([question('echo 2')])]);
    expect(both.flat().map(brief)).toEqual(['0 "1\\n" ""', '0 "2\\n" ""']);
    expect(batches(watch.lines)).toBe(1);
  });

  it('does not let a long check delay another question beyond its deadline', async () => {
    const channel = channelOver(localTransport());
    const long = channel.probe([question('sleep 100', 300)]);
    await channel.probe([question('echo soon', 100)]).then(([result]) => expect(brief(result)).toBe('0 "soon\\n" ""'));
    expect((await long)[0]?.kind).toBe('timedOut');
  });

  it('withdraws questions on abort, the running one too, and answers the others', async () => {
    const channel = channelOver(localTransport());
    await ask(channel, ':');
    const controller = new AbortController();
    const mark = join(mkdtempSync(join(tmpdir(), 'sitrep-probe-')), 'running');
    const withdrawn = channel.probe(
      [question(`echo >'${mark}'; sleep 100`), question('echo never')],
      controller.signal,
    );
    const kept = channel.probe([question('echo kept')]);
    await until(() => existsSync(mark), 'the question to run');
    controller.abort();
    expect((await withdrawn).map(({ kind }) => kind)).toEqual(['lost', 'lost']);
    expect(brief((await kept)[0])).toBe('0 "kept\\n" ""');
  });

  it('says what the host said where there is no usable shell', async () => {
    const [result] = await channelOver({
      openCommand: (_command, signal) =>
        localTransport().openCommand('echo This account is locked >&2; exit 1', signal),
    }).probe([question('echo')]);
    expect(result).toMatchObject({ kind: 'lost', text: expect.stringContaining('This account is locked') as string });
  });

  it('gives up within the deadline when no channel opens', async () => {
    const channel = channelOver({
      openCommand: (_command, signal) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
    });
    expect(await channel.probe([question('echo', 50)])).toMatchObject([{ kind: 'lost' }]);
  });

  it('counts a host that no longer answers as lost, not as a slow check', async () => {
    const channel = channelOver({
      openCommand: async (command, signal) => {
        const real = await localTransport().openCommand(command, signal);
        const write = real.stdin.write.bind(real.stdin);
        // The cable is cut behind the loop: nothing arrives any more.
        real.stdin.write = (chunk: string) => (chunk.startsWith('{') ? write(chunk) : true);
        return real;
      },
    });
    expect(await channel.probe([question('echo', 50)])).toMatchObject([{ kind: 'lost' }]);
  });

  it('refuses what no shell can take', async () => {
    const channel = channelOver(localTransport());
    const results = await channel.probe([
      question('echo \0'),
      question(`: ${'x'.repeat(200_000)}`),
      question('echo ok'),
    ]);
    expect(results.map(({ kind }) => kind)).toEqual(['lost', 'lost', 'answered']);
  });

  it('splits what is too long for one batch', async () => {
    const channel = channelOver(localTransport());
    const filler = 'x'.repeat(40_000);
    const results = await channel.probe([1, 2, 3, 4].map((n) => question(`: ${filler}\necho ${n}`, 10_000, String(n))));
    expect(results.map(brief)).toEqual([1, 2, 3, 4].map((n) => `0 "${n}\\n" ""`));
  });
});
