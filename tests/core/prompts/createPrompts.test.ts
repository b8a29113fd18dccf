import { describe, expect, it } from 'vitest';
import type { PromptAnswer, PromptQuestion } from '#shared/prompt/prompt.ts';
import { createPrompts } from '#core/prompts/createPrompts.ts';
import { manualClock, temporaryFolder, temporaryStorage } from '../storage/support.ts';

const passphrase: PromptQuestion = {
  kind: 'passphrase',
  hostId: 'auditor',
  keyFile: '/home/me/.ssh/id',
  wasWrong: false,
};
const hostKey: PromptQuestion = {
  kind: 'hostKey',
  hostId: 'auditor',
  address: '10.0.0.5',
  port: 22,
  key: { type: 'ssh-ed25519', fingerprint: 'SHA256:abc', randomart: '' },
};
const secret: PromptAnswer = { kind: 'values', values: ['hunter2-correct-horse'], remember: 'session' };
const forever = new AbortController().signal;

function setUp(folder = temporaryFolder()) {
  const clock = manualClock();
  const { journal, database, close } = temporaryStorage(clock, folder);
  const prompts = createPrompts({ journal, clock });
  const open = () => Object.values(journal.state().prompts);
  const openId = () => open()[0]?.id ?? 'none';
  return { journal, database, close, prompts, open, openId };
}

describe('a prompt', () => {
  it('is core state until it is answered, and its answer reaches the asker', async () => {
    const { prompts, open, openId } = setUp();
    let raised = '';
    const answer = prompts.ask(hostKey, forever, (promptId) => {
      raised = promptId;
    });
    expect(open()).toMatchObject([{ id: raised, question: hostKey }]);
    prompts.answer(openId(), { kind: 'accept' }, 'r1');
    await expect(answer).resolves.toEqual({ kind: 'accept' });
    expect(open()).toEqual([]);
  });

  it('leaves no trace of a secret in the journal', async () => {
    const { prompts, openId, journal, database } = setUp();
    const answer = prompts.ask(passphrase, forever);
    prompts.answer(openId(), secret, 'r1');
    await expect(answer).resolves.toEqual(secret);
    expect(journal.eventsAfter(0, 9).at(-1)?.data).toMatchObject({ answer: 'values' });
    const rows = database.prepare('SELECT data FROM events').all();
    expect(JSON.stringify(rows)).not.toContain('hunter2');
  });

  it('is asked once for those who ask the same, and answered for all of them', async () => {
    const { prompts, open, openId } = setUp();
    const answers = [prompts.ask(passphrase, forever), prompts.ask({ ...passphrase }, forever)];
    const other = prompts.ask({ ...passphrase, wasWrong: true }, forever);
    expect(open()).toHaveLength(2);
    prompts.answer(openId(), secret, 'r1');
    await expect(Promise.all(answers)).resolves.toEqual([secret, secret]);
    prompts.answer(openId(), { kind: 'reject' }, 'r2');
    await expect(other).resolves.toEqual({ kind: 'reject' });
  });

  it('is withdrawn when the last who waits for it gives up', async () => {
    const { prompts, open } = setUp();
    const [first, second] = [new AbortController(), new AbortController()];
    const answers = [prompts.ask(hostKey, first.signal), prompts.ask(hostKey, second.signal)];
    first.abort(new Error('host removed'));
    await expect(answers[0]).rejects.toThrow('host removed');
    expect(open()).toHaveLength(1);
    second.abort(new Error('closing'));
    await expect(answers[1]).rejects.toThrow('closing');
    expect(open()).toEqual([]);
    await expect(prompts.ask(hostKey, second.signal)).rejects.toThrow('closing');
  });

  it('is answered once: a repeat is harmless, another answer a conflict, an unknown one not found', async () => {
    const { prompts, openId } = setUp();
    const answer = prompts.ask(hostKey, forever);
    const id = openId();
    prompts.answer(id, { kind: 'accept' }, 'r1');
    prompts.answer(id, { kind: 'accept' }, 'r1');
    expect(() => prompts.answer(id, { kind: 'reject' }, 'r2')).toThrow(/answered or withdrawn before/);
    expect(() => prompts.answer('p-unknown', { kind: 'reject' }, 'r3')).toThrow(/no such question/);
    await expect(answer).resolves.toEqual({ kind: 'accept' });
  });

  it('takes only an answer that fits the question', () => {
    const { prompts, openId, open } = setUp();
    void prompts.ask(hostKey, forever);
    expect(() => prompts.answer(openId(), secret, 'r1')).toThrow(/no answer to this question/);
    expect(open()).toHaveLength(1);
  });

  it('of an earlier process is withdrawn, and then a conflict to answer', () => {
    const folder = temporaryFolder();
    const first = setUp(folder);
    void first.prompts.ask(hostKey, forever);
    const id = first.openId();
    first.close();
    const { prompts, open } = setUp(folder);
    expect(open()).toHaveLength(1);
    prompts.withdrawAll('Sitrep was restarted');
    expect(open()).toEqual([]);
    expect(() => prompts.answer(id, { kind: 'accept' }, 'r1')).toThrow(/answered or withdrawn before/);
  });

  it('rejects those who wait when all are withdrawn', async () => {
    const { prompts } = setUp();
    const answer = prompts.ask(hostKey, forever);
    prompts.withdrawAll('Sitrep ends');
    await expect(answer).rejects.toThrow('Sitrep ends');
  });
});
