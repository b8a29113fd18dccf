import { until } from '#tests/support/until.ts';
import { readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import ssh2, { type AuthContext, type Connection, type Server } from 'ssh2';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { agreeable, type Desk, openDesk, type Person, reach } from '../desk.ts';
import { makeFolder, makeKey } from '../sshd.ts';

let folder: string;
let server: Server;
let desk: Desk;
let decide: (context: AuthContext) => void;
let attempts: string[];
const clients = new Set<Connection>();

beforeAll(async () => {
  folder = await makeFolder();
  const hostKey = await readFile(await makeKey(path.join(folder, 'host')));
  server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    clients.add(client);
    client.on('error', () => undefined);
    client.on('close', () => clients.delete(client));
    client.on('authentication', (context: AuthContext) => {
      if (context.method !== 'none') attempts.push(context.method);
      decide(context);
    });
    client.on('session', (accept) => {
      accept().on('exec', (acceptExec) => {
        const channel = acceptExec();
        channel.exit(0);
        channel.end();
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  attempts = [];
  desk = await openDesk();
  const { port } = server.address() as AddressInfo;
  await desk.configure(`Host box\n  HostName 127.0.0.1\n  Port ${port}\n  User operator\n  IdentityFile none`);
});
afterEach(() => desk.sessions.close());

const giving =
  (...answers: readonly (readonly string[])[]): Person =>
  (question) => {
    if (question.kind !== 'credentials') return agreeable(question);
    const [next, ...rest] = answers;
    answers = rest;
    return next === undefined ? { kind: 'reject' } : { kind: 'values', values: [...next], remember: 'session' };
  };
const questions = () => desk.asked.filter((question) => question.kind === 'credentials');

describe('a password', () => {
  beforeEach(() => {
    decide = (context) => {
      if (context.method === 'password' && context.password === 'right') context.accept();
      else context.reject(['password']);
    };
  });

  it('is asked for, used, and remembered for the next connection', async () => {
    desk.answerWith(giving(['right']));
    const session = desk.sessions.of(desk.host('box'));
    expect(await reach(session)).toMatchObject({ kind: 'connected' });
    for (const client of clients) client.end();
    await until(() => session.state().kind === 'failed', 'the loss');
    expect(await reach(session)).toMatchObject({ kind: 'failed' });
    session.retry();
    expect(await reach(session)).toMatchObject({ kind: 'connected' });
    expect(questions()).toHaveLength(1);
    expect(questions()[0]).toMatchObject({ user: 'operator', fields: [{ label: 'Password', echo: false }] });
  });

  it('is asked for again when it was refused, and says so', async () => {
    desk.answerWith(giving(['wrong'], ['right']));
    expect(await reach(desk.sessions.of(desk.host('box')))).toMatchObject({ kind: 'connected' });
    expect(questions()[1]).toMatchObject({ instructions: 'The password before was refused.' });
    expect(attempts).toEqual(['password', 'password']);
  });

  it('from the vault is not used a second time once it was refused', async () => {
    const { port } = server.address() as AddressInfo;
    desk.secrets.set(`password:operator@127.0.0.1:${port}`, 'of old');
    const session = desk.sessions.of(desk.host('box'));
    expect(await reach(session)).toMatchObject({ failure: { kind: 'authenticationRefused' }, retryAt: null });
    expect(attempts).toEqual(['password']);
    session.retry();
    expect(await reach(session)).toMatchObject({ failure: { kind: 'authenticationRefused' } });
    expect(attempts).toEqual(['password']);
  });
});

describe('questions of the host', () => {
  it('are shown with all their fields, round after round', async () => {
    decide = (context) => {
      if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive']);
      const fields = [
        { prompt: 'Name: ', echo: true },
        { prompt: 'Token: ', echo: false },
      ];
      context.prompt(fields, 'Two things', 'Please say', (answers) => {
        if (answers.join() !== 'me,123') return context.reject();
        context.prompt([{ prompt: 'Colour: ', echo: true }], 'And one more', '', ([colour]) =>
          colour === 'blue' ? context.accept() : context.reject(),
        );
      });
    };
    desk.answerWith(giving(['me', '123'], ['blue']));
    expect(await reach(desk.sessions.of(desk.host('box')))).toMatchObject({ kind: 'connected' });
    expect(questions()).toEqual([
      {
        kind: 'credentials',
        hostId: 'box',
        user: 'operator',
        title: 'Two things',
        instructions: 'Please say',
        fields: [
          { label: 'Name:', echo: true },
          { label: 'Token:', echo: false },
        ],
      },
      {
        kind: 'credentials',
        hostId: 'box',
        user: 'operator',
        title: 'And one more',
        instructions: '',
        fields: [{ label: 'Colour:', echo: true }],
      },
    ]);
  });

  it('for a new password are put to the person, and not answered with the password of before', async () => {
    const given: string[] = [];
    decide = (context) => {
      if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive']);
      const ask = (prompts: readonly string[]): void => {
        const [prompt, ...rest] = prompts;
        if (prompt === undefined) return context.accept();
        context.prompt([{ prompt, echo: false }], '', 'Your password has expired.', ([answer]) => {
          given.push(answer ?? '');
          ask(rest);
        });
      };
      ask(['Password: ', '(current) UNIX password: ', 'New password: ', 'Retype new password: ']);
    };
    desk.answerWith(giving(['old'], ['fresh'], ['fresh']));
    expect(await reach(desk.sessions.of(desk.host('box')))).toMatchObject({ kind: 'connected' });
    expect(given).toEqual(['old', 'old', 'fresh', 'fresh']);
  });

  it('are asked after a key where the host wants both', async () => {
    const key = await makeKey(path.join(folder, 'first-factor'));
    let isKeyGood = false;
    decide = (context) => {
      if (context.method === 'publickey') {
        isKeyGood = context.signature !== undefined;
        // The server of ssh2 accepts as a whole or rejects; a partial success is a rejection that says so.
        return isKeyGood ? context.reject(['keyboard-interactive'], true) : context.accept();
      }
      if (context.method !== 'keyboard-interactive') return context.reject(['publickey']);
      context.prompt([{ prompt: 'Code: ', echo: false }], '', '', ([code]) =>
        code === '42' && isKeyGood ? context.accept() : context.reject(),
      );
    };
    const { port } = server.address() as AddressInfo;
    await desk.configure(`Host box\n  HostName 127.0.0.1\n  Port ${port}\n  User operator\n  IdentityFile ${key}`);
    desk.answerWith(giving(['42']));
    expect(await reach(desk.sessions.of(desk.host('box')))).toMatchObject({ kind: 'connected' });
  });

  it('that the person will not answer get no answer at all', async () => {
    let wasAnswered = false;
    decide = (context) => {
      if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive']);
      context.prompt([{ prompt: 'Code: ', echo: false }], '', '', () => {
        wasAnswered = true;
        context.reject();
      });
    };
    expect(await reach(desk.sessions.of(desk.host('box')))).toMatchObject({
      failure: { kind: 'authenticationRefused' },
      retryAt: null,
    });
    expect(wasAnswered).toBe(false);
  });
});

describe('a person who takes longer than the host waits', () => {
  it('is asked once; the answer serves the next connection', async () => {
    decide = (context) => {
      if (context.method === 'password' && context.password === 'right') context.accept();
      else context.reject(['password']);
    };
    let answer = (): void => undefined;
    desk.answerWith((question) =>
      question.kind === 'credentials'
        ? new Promise((resolve) => {
            answer = () => resolve({ kind: 'values', values: ['right'], remember: 'session' });
          })
        : agreeable(question),
    );
    const session = desk.sessions.of(desk.host('box'));
    void session.connect();
    await until(() => session.state().kind === 'waitingForPerson' && questions().length === 1, 'the question');
    for (const client of clients) client.end();
    await until(() => clients.size === 0, 'the hang-up');
    expect(session.state()).toMatchObject({ kind: 'waitingForPerson' });
    answer();
    expect(await reach(session)).toMatchObject({ kind: 'connected' });
    expect(questions()).toHaveLength(1);
  });
});
