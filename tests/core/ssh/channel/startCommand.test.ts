import { until } from '#tests/support/until.ts';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '#core/ports/systemClock.ts';
import { collectOutput } from '#core/ssh/channel/collectOutput.ts';
import { localTransport } from '#core/ssh/channel/localTransport.ts';
import { startCommand } from '#core/ssh/channel/startCommand.ts';
import type { CommandOptions, CommandOutput, RemoteCommand } from '#core/ssh/hostSession.ts';
import type { ShellTransport } from '#core/ssh/shellTransport.ts';
import { isAlive, loginShells, posixShells } from './shells.ts';

const local = localTransport();
const start = (
  command: string,
  options: Partial<CommandOptions> = {},
  transport: ShellTransport = local,
): RemoteCommand =>
  startCommand(async () => transport, command, { deadlineMs: 20_000, ...options }, { clock: systemClock() });
const run = (command: string, options: Partial<CommandOptions> = {}, transport = local): Promise<CommandOutput> =>
  collectOutput(start(command, options, transport));

const folder = (): string => mkdtempSync(join(tmpdir(), "sitrep command's "));

describe.each(posixShells)('a command where sh is $name', ({ transport }) => {
  it('runs exactly the text, and gives back status and both outputs', async () => {
    const output = await run(`printf '%s|' "a!b" 'c\\d' "$((1+1))" é; echo e >&2; exit 7`, {}, transport);
    expect(output).toEqual({ end: { kind: 'exited', code: 7 }, stdout: 'a!b|c\\d|2|é|', stderr: 'e\n' });
  });

  it('tells a signal from a status', async () => {
    expect((await run('kill -9 $$', {}, transport)).end).toEqual({ kind: 'signalled', signal: 'SIGKILL' });
    expect((await run('exit 137', {}, transport)).end).toEqual({ kind: 'exited', code: 137 });
  });

  it('kills the whole process group on cancel', async () => {
    const controller = new AbortController();
    const remote = start('sleep 300 & echo $!; sleep 300', { signal: controller.signal }, transport);
    let said = '';
    remote.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    remote.stderr.resume();
    await until(() => said.includes('\n'), 'the command');
    controller.abort();
    expect(await remote.ended).toEqual({ kind: 'cancelled', killed: true });
    expect(isAlive(Number(said))).toBe(false);
  });

  it('kills on cancel what left the group for one of its own', async () => {
    const controller = new AbortController();
    const command = `setsid sh -c 'trap "" TERM; echo $$; while :; do sleep 1; done'; echo over`;
    const remote = start(command, { signal: controller.signal }, transport);
    let said = '';
    remote.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    remote.stderr.resume();
    await until(() => said.includes('\n'), 'the command');
    controller.abort();
    expect(await remote.ended).toEqual({ kind: 'cancelled', killed: true });
    expect(isAlive(Number(said))).toBe(false);
  });

  it('kills at the deadline what ignores TERM', async () => {
    const output = await run('trap "" TERM; echo began; while :; do sleep 1; done', { deadlineMs: 300 }, transport);
    expect(output.end).toEqual({ kind: 'timedOut', killed: true });
    expect(output.stdout).toBe('began\n');
  });
});

describe('a command', () => {
  it.each(loginShells)('runs for users whose login shell is %s', async (shell) => {
    const where = folder();
    const output = await run(
      'printf \'%s\' "$PWD"; cat; exit 3',
      { cwd: where, stdin: Buffer.from('!in') },
      localTransport({ shell }),
    );
    expect(output).toMatchObject({ end: { kind: 'exited', code: 3 }, stdout: `${where}!in`, stderr: '' });
  });

  it('starts in the folder, which may be named with ~', async () => {
    const home = folder();
    mkdirSync(join(home, 'a b'));
    const transport = localTransport({ env: { ...process.env, HOME: home } });
    expect((await run('pwd', { cwd: '~/a b' }, transport)).stdout).toBe(`${join(home, 'a b')}\n`);
    expect((await run('pwd', { cwd: '~' }, transport)).stdout).toBe(`${home}\n`);
  });

  it('does not run in a folder that is not there', async () => {
    const output = await run('echo ran', { cwd: "/none/'such" });
    expect(output.end).toMatchObject({ kind: 'notStarted', text: expect.stringContaining("/none/'such") as string });
    expect(output.stdout).toBe('');
  });

  it('leaves the index of a work tree alone when it only looks', async () => {
    const where = folder();
    const written = join(where, '.git/index');
    await run('git init -q && echo one >file && git add file && touch -d 2020-01-01 file', { cwd: where });
    const before = readFileSync(written);
    expect((await run('git status --short', { cwd: where })).stdout).toBe('A  file\n');
    expect(readFileSync(written).equals(before)).toBe(true);
    await run('GIT_OPTIONAL_LOCKS=1 git status', { cwd: where });
    expect(readFileSync(written).equals(before)).toBe(false);
  });

  it('runs by bash what only bash understands, whatever sh is', async () => {
    const where = folder();
    const command = 'a=(1 2); if [[ 9 > 8 ]]; then echo "${a[1]}" "${PWD/sitrep/x}" &> out; cat out; fi';
    const { stdout, end } = await run(command, { cwd: where });
    expect({ stdout, end }).toEqual({
      stdout: `2 ${where.replace('sitrep', 'x')}\n`,
      end: { kind: 'exited', code: 0 },
    });
    expect(readdirSync(where)).toEqual(['out']);
  });

  it('does not run by another shell what only bash understands', async () => {
    const bin = folder();
    for (const name of ['sh', 'setsid', 'ps', 'tr']) {
      symlinkSync(execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim(), join(bin, name));
    }
    const bare = localTransport({ env: { PATH: bin } });
    expect((await run('[[ 9 > 8 ]] && echo ran', { cwd: bin }, bare)).end).toEqual({
      kind: 'notStarted',
      text: 'Only bash understands `[[ ]]`, and the host has none.',
    });
    expect(readdirSync(bin)).not.toContain('8');
    expect((await run('[ 9 -gt 8 ] && echo ran', {}, bare)).stdout).toBe('ran\n');
  });

  it('hands its input over and closes it', async () => {
    expect((await run('cat', { stdin: Buffer.from('a\0b\n') })).stdout).toBe('a\0b\n');
    expect((await run('cat; echo none')).stdout).toBe('none\n');
  });

  it('does not show banners of the login shell as output', async () => {
    const noisy: ShellTransport = {
      openCommand: (command, signal) => local.openCommand(`echo Welcome; echo motd >&2; ${command}`, signal),
    };
    expect(await run('echo out; echo err >&2', {}, noisy)).toMatchObject({ stdout: 'out\n', stderr: 'err\n' });
  });

  it('does not count as run when the host runs something else', async () => {
    const forced: ShellTransport = {
      openCommand: (_command, signal) => local.openCommand('echo only git here', signal),
    };
    const output = await run('echo ran', {}, forced);
    expect(output.end).toMatchObject({ kind: 'notStarted', text: expect.stringContaining('only git here') as string });
  });

  it('keeps its own output even where it looks like our marker', async () => {
    const output = await run(
      'ps -ef | grep -c "exec sh"; printf "%s pid 1 leader\\n" 0123456789abcdef0123456789abcdef',
    );
    expect(output.stdout).toContain('0123456789abcdef0123456789abcdef pid 1 leader\n');
  });

  it('keeps head and tail of long outputs', async () => {
    const output = await run("echo first; head -c 5000000 /dev/zero | tr '\\0' x; echo last");
    expect(output.stdout).toMatch(/^first\nx+\n\[\.\.\. 3951435 bytes cut \.\.\.\]\nx+last\n$/);
  });

  it('is held back by a reader that does not read', async () => {
    const mark = join(folder(), 'done');
    const controller = new AbortController();
    const remote = start(`head -c 20000000 /dev/zero; echo >'${mark.replaceAll("'", "'\\''")}'`, {
      signal: controller.signal,
    });
    remote.stderr.resume();
    // Long enough to write it all if nothing held it back; that something does not happen has no other sign.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(() => readFileSync(mark)).toThrow('ENOENT');
    remote.stdout.resume();
    expect(await remote.ended).toEqual({ kind: 'exited', code: 0 });
  });

  it('does not wait for children that keep the outputs open', async () => {
    expect(await run('sleep 5 & echo hi')).toMatchObject({ end: { kind: 'exited', code: 0 }, stdout: 'hi\n' });
  });

  it('has not started when there was no connection before the deadline, or when it was refused', async () => {
    const never = startCommand(() => new Promise(() => undefined), 'x', { deadlineMs: 50 }, { clock: systemClock() });
    expect(await never.ended).toMatchObject({ kind: 'notStarted' });
    const refused = startCommand(
      () => Promise.reject(new Error('No route to host.')),
      'x',
      { deadlineMs: 5_000 },
      { clock: systemClock() },
    );
    expect(await refused.ended).toEqual({ kind: 'notStarted', text: 'No route to host.' });
  });

  it('may be running when its channel was asked for and never answered', async () => {
    const silent: ShellTransport = { openCommand: () => new Promise(() => undefined) };
    expect((await run('x', { deadlineMs: 50 }, silent)).end).toEqual({ kind: 'timedOut', killed: false });
  });

  it('ends as a lost connection when the channel ends without a status', async () => {
    const lossy: ShellTransport = {
      openCommand: async (command, signal) => ({
        ...(await local.openCommand(command, signal)),
        exit: Promise.resolve({ kind: 'lost', text: 'The connection was lost.' }),
      }),
    };
    expect((await run('echo out', {}, lossy)).end).toEqual({
      kind: 'connectionLost',
      text: 'The connection was lost.',
    });
  });

  it('is not counted as killed when the kill could not be confirmed', async () => {
    let channels = 0;
    const once: ShellTransport = {
      openCommand: (command, signal) => {
        channels += 1;
        return channels === 1 ? local.openCommand(command, signal) : Promise.reject(new Error('open failed'));
      },
    };
    const output = await run('echo $$; exec sleep 300', { deadlineMs: 300 }, once);
    expect(output.end).toEqual({ kind: 'timedOut', killed: false });
    expect(Number(output.stdout)).toBeGreaterThan(1);
  });

  it('gives its own place to the kill where the host allows one channel only', async () => {
    let taken: Promise<void> | null = null;
    const narrow: ShellTransport = {
      openCommand: async (command, signal) => {
        await taken;
        const channel = await local.openCommand(command, signal);
        const { promise, resolve } = Promise.withResolvers<void>();
        taken = promise;
        // As over SSH: the end of the channel does not end the command.
        return { ...channel, close: resolve };
      },
    };
    const output = await run('echo $$; trap "" HUP; sleep 300', { deadlineMs: 200 }, narrow);
    expect(output.end).toEqual({ kind: 'timedOut', killed: true });
  });

  it('refuses NUL', async () => {
    expect((await run('echo \0')).end).toMatchObject({ kind: 'notStarted' });
  });

  it('gives sudo exactly the words that were shown', async () => {
    const bin = folder();
    const log = join(bin, 'log');
    writeFileSync(join(bin, 'sudo'), '#!/bin/sh\nprintf "%s\\n" "$*" >"$LOG"\n');
    chmodSync(join(bin, 'sudo'), 0o755);
    symlinkSync('/bin/sh', join(bin, 'sh'));
    const env = { ...process.env, LOG: log, PATH: `${bin}:${process.env['PATH'] ?? ''}` };
    await run('sudo systemctl restart gitops-auditor', {}, localTransport({ env }));
    expect(readFileSync(log, 'utf8')).toBe('systemctl restart gitops-auditor\n');
  });
});
