import { until } from '#tests/support/until.ts';
import { chmod, copyFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HostSession } from '#core/ssh/hostSession.ts';
import { agreeable, type Desk, openDesk, reach } from '../desk.ts';
import { type Agent, makeFolder, makeKey, me, readPublicKey, run, type Sshd, startAgent, startSshd } from '../sshd.ts';

let folder: string;
let sshd: Sshd;
let agent: Agent;
let desk: Desk;
const file = (name: string) => path.join(folder, name);

beforeAll(async () => {
  folder = await makeFolder();
  const accepted = ['plain', 'agent-second', 'agent-rsa', 'old-pem'];
  await makeKey(file('plain'));
  await makeKey(file('locked'), 'ed25519', 'open sesame');
  await makeKey(file('other'));
  for (const name of ['agent-first', 'agent-second', 'agent-third']) await makeKey(file(name));
  await makeKey(file('agent-rsa'), 'rsa');
  await run('ssh-keygen', ['-q', '-t', 'rsa', '-m', 'PEM', '-N', 'old pass', '-f', file('old-pem')]);
  const keys = [...accepted, 'locked'].map((name) => readPublicKey(file(name)));
  sshd = await startSshd({ folder, authorized: await Promise.all(keys) });
  agent = await startAgent(folder);
  for (const name of ['agent-first', 'agent-second', 'agent-third']) await agent.add(file(name));
  await rm(file('old-pem.pub'));
});
afterAll(async () => {
  agent.stop();
  await sshd.stop();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  desk = await openDesk({ environment: { SSH_AUTH_SOCK: agent.socket } });
});
afterEach(() => desk.sessions.close());

const connect = async (lines: string, name = 'web'): Promise<HostSession> => {
  await desk.configure(`Host web web2\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  User ${me}\n${lines}`);
  const session = desk.sessions.of(desk.host(name));
  await reach(session);
  return session;
};
/** The keys that the server was offered on its last connection, by their fingerprints. */
const offeredSince = async (before: number) =>
  [...(await sshd.log()).slice(before).matchAll(/(?:Accepted|Failed|Postponed) publickey .*?(SHA256:\S+)/g)].map(
    (found) => found[1],
  );
const fingerprint = async (name: string) =>
  (await run('ssh-keygen', ['-lf', file(name)])).stdout.split(' ')[1] ?? 'none';
const logLength = async () => (await sshd.log()).length;

describe('keys of the agent', () => {
  it('are tried in turn until one is taken', async () => {
    const before = await logLength();
    const session = await connect(`  IdentityFile none`);
    expect(session.state()).toMatchObject({ kind: 'connected' });
    const offered = await offeredSince(before);
    expect(offered.at(-1)).toBe(await fingerprint('agent-second'));
    expect(offered).not.toContain(await fingerprint('agent-third'));
  });

  it('sign with SHA-2 when they are RSA keys', async () => {
    const rsa = await startAgent(folder);
    await rsa.add(file('agent-rsa'));
    const session = await connect(`  IdentityFile none\n  IdentityAgent ${rsa.socket}`);
    expect(session.state()).toMatchObject({ kind: 'connected' });
    expect(await sshd.log()).not.toMatch(/userauth_pubkey: signature algorithm ssh-rsa /);
    rsa.stop();
  });

  it('are left alone with IdentitiesOnly, except the ones that are named', async () => {
    const refused = await connect(`  IdentityFile ${file('other')}\n  IdentitiesOnly yes`);
    expect(refused.state()).toMatchObject({ failure: { kind: 'authenticationRefused' } });
    const named = await connect(`  IdentityFile ${file('agent-second')}.pub\n  IdentitiesOnly yes`, 'web2');
    expect(named.state()).toMatchObject({ kind: 'connected' });
  });

  it('are not asked for where IdentityAgent is none', async () => {
    const session = await connect(`  IdentityFile none\n  IdentityAgent none`);
    expect(session.state()).toMatchObject({ failure: { kind: 'authenticationRefused' } });
  });

  it('do not matter where the agent cannot be reached', async () => {
    const session = await connect(`  IdentityFile ${file('plain')}\n  IdentityAgent ${folder}/nobody`);
    expect(session.state()).toMatchObject({ kind: 'connected' });
  });
});

describe('a key file with a passphrase', () => {
  const asking = (answers: string[], remember: 'session' | 'vault') =>
    desk.answerWith((question) =>
      question.kind === 'passphrase'
        ? { kind: 'values', values: [answers.shift() ?? ''], remember }
        : agreeable(question),
    );
  const lines = () => `  IdentityFile ${file('locked')}\n  IdentityAgent none`;

  it('is asked about again when the passphrase was wrong, and then once for all hosts', async () => {
    asking(['wrong', 'open sesame'], 'session');
    const session = await connect(lines());
    expect(session.state()).toMatchObject({ kind: 'connected' });
    expect((await connect(lines(), 'web2')).state()).toMatchObject({ kind: 'connected' });
    const questions = desk.asked.filter(({ kind }) => kind === 'passphrase');
    expect(questions).toEqual([
      { kind: 'passphrase', hostId: 'web', keyFile: file('locked'), wasWrong: false },
      { kind: 'passphrase', hostId: 'web', keyFile: file('locked'), wasWrong: true },
    ]);
    expect(desk.secrets.size).toBe(0);
  });

  it('is kept in the vault where the person says so', async () => {
    asking(['open sesame'], 'vault');
    expect((await connect(lines())).state()).toMatchObject({ kind: 'connected' });
    expect([...desk.secrets]).toEqual([[`passphrase:${file('locked')}`, 'open sesame']]);
  });

  it('is opened from the vault without a question, and never shows in the log', async () => {
    desk.secrets.set(`passphrase:${file('locked')}`, 'open sesame');
    expect((await connect(lines())).state()).toMatchObject({ kind: 'connected' });
    expect(desk.asked.map(({ kind }) => kind)).not.toContain('passphrase');
    expect(desk.logged.join('\n')).not.toContain('sesame');
  });

  it('is asked about once when several hosts need it at the same time', async () => {
    const answers: (() => void)[] = [];
    desk.answerWith((question) =>
      question.kind === 'passphrase'
        ? new Promise((resolve) => {
            answers.push(() => resolve({ kind: 'values', values: ['open sesame'], remember: 'session' }));
          })
        : agreeable(question),
    );
    await desk.configure(`Host web*\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  User ${me}\n${lines()}`);
    const sessions = [1, 2, 3, 4].map((count) => desk.sessions.of(desk.host(`web${count}`)));
    for (const session of sessions) void session.connect();
    const isAsking = (session: HostSession) => session.state().kind === 'waitingForPerson';
    await until(() => answers.length === 1 && sessions.every(isAsking), 'all to wait for one answer');
    answers[0]?.();
    expect((await Promise.all(sessions.map(reach))).map(({ kind }) => kind)).toEqual(sessions.map(() => 'connected'));
    expect(answers).toHaveLength(1);
  });

  it('is opened by the vault when that is unlocked while the person is asked', async () => {
    desk.secrets.set(`passphrase:${file('locked')}`, 'open sesame');
    desk.vault.lock();
    desk.answerWith((question) =>
      question.kind === 'passphrase' ? new Promise(() => undefined) : agreeable(question),
    );
    await desk.configure(`Host web\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  User ${me}\n${lines()}`);
    const session = desk.sessions.of(desk.host('web'));
    void session.connect();
    await until(() => desk.asked.some(({ kind }) => kind === 'passphrase'), 'the question');
    desk.vault.unlock();
    expect(await reach(session)).toMatchObject({ kind: 'connected' });
  });

  it('is asked about when the one in the vault is wrong', async () => {
    desk.secrets.set(`passphrase:${file('locked')}`, 'of old');
    asking(['open sesame'], 'vault');
    expect((await connect(lines())).state()).toMatchObject({ kind: 'connected' });
    expect(desk.asked.at(-1)).toMatchObject({ kind: 'passphrase', wasWrong: true });
  });

  it('works as an old encrypted PEM without its .pub file', async () => {
    asking(['old pass'], 'session');
    const session = await connect(`  IdentityFile ${file('old-pem')}\n  IdentityAgent none`);
    expect(session.state()).toMatchObject({ kind: 'connected' });
  });

  it('is given up after as many wrong passphrases as NumberOfPasswordPrompts says', async () => {
    asking(['wrong one', 'wrong two', 'wrong three', 'open sesame'], 'session');
    const session = await connect(`${lines()}\n  NumberOfPasswordPrompts 2`);
    expect(session.state()).toMatchObject({ kind: 'failed', failure: { kind: 'authenticationRefused' } });
    expect(desk.asked.filter(({ kind }) => kind === 'passphrase')).toHaveLength(2);
  });

  it('is passed over when the person gives none', async () => {
    const session = await connect(
      `  IdentityFile ${file('locked')}\n  IdentityFile ${file('plain')}\n  IdentityAgent none`,
    );
    expect(session.state()).toMatchObject({ kind: 'connected' });
    expect(desk.asked.filter(({ kind }) => kind === 'passphrase')).toHaveLength(1);
  });
});

describe('a key that cannot be used', () => {
  const refusal = async (lines: string, name = 'web'): Promise<string> => {
    const state = (await connect(lines, name)).state();
    return state.kind === 'failed' ? state.failure.text : state.kind;
  };

  it('because others can read it is left alone and named, as ssh does', async () => {
    await copyFile(file('plain'), file('open'));
    await chmod(file('open'), 0o644);
    expect(await refusal(`  IdentityFile ${file('open')}\n  IdentityAgent none`)).toContain(
      `"chmod 600 ${file('open')}"`,
    );
  });

  it('because ssh2 lacks its cipher is named, and no passphrase is asked for', async () => {
    const cipher = 'chacha20-poly1305@openssh.com';
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-Z', cipher, '-N', 'open sesame', '-f', file('chacha')]);
    expect(await refusal(`  IdentityFile ${file('chacha')}\n  IdentityAgent none`)).toContain('ssh-add');
    expect(desk.asked.map(({ kind }) => kind)).not.toContain('passphrase');
  });

  it('because of its format does not stand in the way of another', async () => {
    const words = ['genpkey', '-algorithm', 'ed25519', '-out', file('pkcs8')];
    await run('openssl', words);
    await chmod(file('pkcs8'), 0o600);
    const lines = `  IdentityFile ${file('pkcs8')}\n  IdentityAgent none`;
    expect(await refusal(lines)).toContain('PKCS#8');
    expect(await refusal(`${lines}\n  IdentityFile ${file('plain')}`, 'web2')).toBe('connected');
  });

  it('because the agent will not sign is named, and the next is tried', async () => {
    const careful = await startAgent(folder);
    try {
      // Without a program that asks its person, the agent refuses what must be confirmed.
      await run('ssh-add', ['-q', '-c', file('plain')], { env: { ...process.env, SSH_AUTH_SOCK: careful.socket } });
      const lines = `  IdentityAgent ${careful.socket}\n  IdentityFile ${file('plain')}.pub`;
      expect(await refusal(lines)).toMatch(/No signature of the agent key .* refused/);
      const both = `${lines}\n  IdentityFile ${file('agent-second')}`;
      expect(await refusal(both, 'web2')).toBe('connected');
    } finally {
      careful.stop();
    }
  });

  it('because its type is not allowed by the configuration is not offered', async () => {
    const before = await logLength();
    const lines = `  IdentityFile ${file('plain')}\n  IdentityAgent none\n  PubkeyAcceptedAlgorithms rsa-sha2-512`;
    expect(await refusal(lines)).toContain('nothing to offer');
    expect(await offeredSince(before)).toEqual([]);
  });
});

describe('a refused login', () => {
  it('is tried once, names what was offered, and waits for the person', async () => {
    const before = await logLength();
    const session = await connect(`  IdentityFile ${file('other')}\n  IdentityAgent none`);
    const state = session.state();
    expect(state).toMatchObject({ kind: 'failed', retryAt: null, failure: { kind: 'authenticationRefused' } });
    expect(state.kind === 'failed' && state.failure.text).toContain(file('other'));
    const offered = await offeredSince(before);
    expect(await session.connect()).toBe(state);
    expect(await session.probe([{ id: 'one', script: 'true', deadlineMs: 2_000 }])).toMatchObject([{ kind: 'lost' }]);
    expect(await session.output('true', { deadlineMs: 2_000 })).toMatchObject({ end: { kind: 'notStarted' } });
    expect(await offeredSince(before)).toEqual(offered);
  });

  it('is tried again when the person asks for it', async () => {
    const session = await connect(`  IdentityFile ${file('other')}\n  IdentityAgent none`);
    await desk.configure(
      `Host web\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  User ${me}\n  IdentityFile ${file('plain')}`,
    );
    session.retry();
    expect(await reach(session)).toMatchObject({ kind: 'connected' });
  });
});
