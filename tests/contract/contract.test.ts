import { randomUUID } from 'node:crypto';
import { isDefinedError, safe } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRouter } from '#core/rpc/createRouter.ts';
import type { DeskChange } from '#shared/rpc/contract.ts';
import { type CoreFixture, createCoreFixture } from './coreFixture.ts';
import { type Connected, transports } from './transports.ts';
import { eventually } from '#tests/support/eventually.ts';

const incident = { title: 'nas is slow', severity: 2, hostId: null, serviceId: null } as const;

/** Reads until the wanted number of events came; live views and the like may stand in between. */
async function takeEvents(stream: AsyncIterable<DeskChange>, wanted: number): Promise<readonly number[]> {
  const sequences: number[] = [];
  for await (const change of stream) {
    if (change.kind === 'events') sequences.push(...change.events.map((event) => event.sequence));
    if (sequences.length >= wanted) break;
  }
  return sequences;
}

describe.each(transports)('the contract over %s', (_name, connect) => {
  let core: CoreFixture;
  let connected: Connected;
  beforeEach(async () => {
    core = await createCoreFixture();
    connected = await connect(createRouter(core.services), core.services.logger);
  });
  afterEach(async () => {
    await connected.close();
    await core.close();
  });

  it('gives the whole desk in one snapshot', async () => {
    const snapshot = await connected.client.desk.snapshot({});
    expect(snapshot.desk.revision).toBe(core.services.journal.state().revision);
    expect(snapshot.lab.hash).toBe(snapshot.desk.labHash);
    expect(snapshot.live).toStrictEqual({ hosts: [], observer: { kind: 'healthy' }, takenAt: snapshot.takenAt });
    expect(snapshot.shell.kind).toBe('web');
  });

  it('follows the journal from a revision on, without a gap and in order', async () => {
    const { journal } = core.services;
    const before = journal.state().revision;
    const note = () =>
      journal.append([{ type: 'incident.noteAdded', data: { incidentId: 'INC-1', text: 'seen' } }], {
        actor: 'person',
        requestId: null,
      });
    for (let count = 0; count < 1_200; count += 1) note();
    const stream = await connected.client.desk.follow({ afterRevision: before });
    const reading = takeEvents(stream, 1_500);
    for (let count = 0; count < 300; count += 1) {
      note();
      if (count % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const sequences = await reading;
    expect(sequences).toStrictEqual(Array.from({ length: 1_500 }, (_, index) => before + 1 + index));
  });

  it('sends live views in between, and only the newest to a reader that was busy', async () => {
    const { revision } = core.services.journal.state();
    const stream = await connected.client.desk.follow({ afterRevision: revision });
    const kinds: string[] = [];
    for await (const change of stream) {
      kinds.push(change.kind);
      if (change.kind === 'live') break;
    }
    expect(kinds).toStrictEqual(['shell', 'preferences', 'lab', 'live']);
    await eventually(() => expect(core.liveListeners()).toBe(0));
    core.changeLive();
  });

  it('refuses to follow from a revision that this journal never had', async () => {
    const stream = await connected.client.desk.follow({ afterRevision: 1_000_000 });
    const failed = await safe(stream.next());
    expect(failed.error).toMatchObject({ code: 'CONFLICT' });
  });

  it('stops listening when the client stops following, and when it goes away', async () => {
    const stream = await connected.client.desk.follow({ afterRevision: 0 });
    await stream.next();
    expect(core.liveListeners()).toBe(1);
    await stream.return?.();
    await eventually(() => expect(core.liveListeners()).toBe(0));

    const other = await connected.client.desk.follow({ afterRevision: 0 });
    await other.next();
    expect(core.liveListeners()).toBe(1);
    await connected.close();
    await eventually(() => expect(core.liveListeners()).toBe(0));
    connected = await connect(createRouter(core.services), core.services.logger);
  });

  it('ends a doctor whose person looked away', async () => {
    await connected.client.lab.addHost({
      requestId: randomUUID(),
      host: { id: 'nas', access: { transport: 'ssh2', alias: 'nas' } },
      defaultChecks: true,
    });
    const steps = await connected.client.host.doctor({ hostId: 'nas' });
    expect(await steps.next()).toMatchObject({ value: { name: 'tcp', verdict: 'ok' } });
    await steps.return?.();
    await eventually(() => expect(core.doctorsEnded()).toBe(1));
  });

  it('does a request once, however often it is sent at the same time or later', async () => {
    const requestId = randomUUID();
    const open = () => connected.client.incident.open({ requestId, ...incident });
    const [one, two] = await Promise.all([open(), open()]);
    const later = await open();
    expect(two).toStrictEqual(one);
    expect(later).toStrictEqual(one);
    expect(core.incidentsOpened()).toBe(1);
  });

  it('gives the first result from the journal when the program was started again in between', async () => {
    const requestId = randomUUID();
    const first = await connected.client.incident.open({ requestId, ...incident });
    await connected.close();
    connected = await connect(createRouter(core.services), core.services.logger);
    const again = await connected.client.incident.open({ requestId, ...incident });
    expect(again).toStrictEqual(first);
    expect(core.incidentsOpened()).toBe(1);
  });

  it('refuses a request id that was used for something else', async () => {
    const requestId = randomUUID();
    const { incidentId } = await connected.client.incident.open({ requestId, ...incident });
    const failed = await safe(connected.client.incident.addNote({ requestId, incidentId, text: 'hello' }));
    expect(failed.error).toMatchObject({ code: 'CONFLICT' });
  });

  it('lets a request that failed be tried again under its id', async () => {
    const request = { requestId: randomUUID(), hostId: 'nas' };
    expect((await safe(connected.client.host.checkNow(request))).error).toMatchObject({ code: 'NOT_FOUND' });
    await connected.client.lab.addHost({
      requestId: randomUUID(),
      host: { id: 'nas', access: { transport: 'ssh2', alias: 'nas' } },
      defaultChecks: false,
    });
    await connected.client.host.checkNow(request);
    expect(core.checkedHosts).toStrictEqual(['nas']);
  });

  it('gives a new host its first checks and journals who added it', async () => {
    const requestId = randomUUID();
    const { revision } = await connected.client.lab.addHost({
      requestId,
      host: { id: 'nas', access: { transport: 'ssh2', alias: 'nas' } },
      defaultChecks: true,
    });
    const { lab, desk } = await connected.client.desk.snapshot({});
    expect(lab.lab.hosts[0]?.checks.map((check) => check.kind)).toStrictEqual(['reachable', 'disk', 'memory', 'load']);
    expect(desk.labHash).toBe(lab.hash);
    expect(revision).toBe(desk.revision);
    const [event] = core.services.journal.eventsOfRequest(requestId);
    expect(event).toMatchObject({ type: 'lab.changed', actor: 'person', data: { summary: 'host nas added' } });
  });

  it('says what is wrong in the errors of the contract', async () => {
    const failed = await safe(connected.client.incident.acknowledge({ requestId: randomUUID(), incidentId: 'INC-1' }));
    expect(isDefinedError(failed.error)).toBe(true);
    expect(failed.error).toMatchObject({
      code: 'CONFLICT',
      data: { what: 'It was acknowledged before.', mend: 'Nothing to do.' },
    });
  });

  it('names line and column of a lab file that cannot be accepted', async () => {
    const { hash } = await connected.client.lab.readText({});
    const text = 'version: 1\nhosts:\n  - id: Not Valid\n';
    const failed = await safe(connected.client.lab.writeText({ requestId: randomUUID(), text, baseHash: hash }));
    expect(failed.error).toMatchObject({ code: 'INVALID', data: { line: 3, column: expect.any(Number) as number } });
  });

  it('names the field of a request that is not understood, and never its value', async () => {
    const failed = await safe(
      connected.client.prompt.answer({
        requestId: 'hunter2',
        promptId: 'p',
        answer: { kind: 'values', values: ['hunter2'], remember: 'session' },
      }),
    );
    expect(failed.error).toMatchObject({
      code: 'INVALID',
      data: { what: expect.stringContaining('requestId') as string },
    });
    expect(JSON.stringify(failed.error)).not.toContain('hunter2');
  });

  it('keeps unexpected faults to the log', async () => {
    const failed = await safe(connected.client.run.cancel({ requestId: randomUUID(), runId: 'r' }));
    expect(isDefinedError(failed.error)).toBe(true);
    expect(failed.error).toMatchObject({ code: 'UNAVAILABLE' });
    expect(JSON.stringify(failed.error)).not.toContain('hunter2');
    expect(core.logged.some((line) => line.includes('run.cancel') && line.includes('fault:'))).toBe(true);
  });

  it('follows a run from a chunk on until it ends', async () => {
    const runId = randomUUID();
    core.planRun(runId);
    const writer = core.services.transcripts.open(runId, []);
    writer.write(0, 'stdout', 'one\n');
    const { chunks } = core.services.transcripts.read(runId);
    expect(chunks).toHaveLength(1);
    const stream = await connected.client.run.follow({ runId, fromIndex: 0 });
    const texts: string[] = [];
    for await (const chunk of stream) {
      texts.push(chunk.text);
      if (texts.length > 1) continue;
      writer.write(0, 'stdout', 'two\n');
      writer.close();
      core.endRun(runId);
    }
    expect(texts.join('')).toBe('one\ntwo\n');
    const later = await connected.client.run.follow({ runId, fromIndex: 1 });
    const rest: string[] = [];
    for await (const chunk of later) rest.push(chunk.text);
    expect(rest.join('')).toBe('two\n');
  });

  it('says that there is no such run', async () => {
    const stream = await connected.client.run.follow({ runId: 'none', fromIndex: 0 });
    expect((await safe(stream.next())).error).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('tells every window when one of them sets a preference', async () => {
    const { revision } = core.services.journal.state();
    const stream = await connected.client.desk.follow({ afterRevision: revision });
    const themes: string[] = [];
    for await (const change of stream) {
      if (change.kind !== 'preferences') continue;
      themes.push(change.preferences.theme);
      if (themes.length === 2) break;
      await connected.client.preferences.set({ requestId: randomUUID(), patch: { theme: 'dark' } });
    }
    expect(themes).toStrictEqual(['system', 'dark']);
  });

  it.each([['nonsense'], ['{"i":'], ['[]'], ['{"t":1}'], [42], [{ i: '1' }]])(
    'closes on %j, which is no request, and goes on serving others',
    async (frame) => {
      const other = await connect(createRouter(core.services), core.services.logger);
      connected.sendRaw(frame);
      await connected.closed;
      expect((await other.client.desk.snapshot({})).shell.kind).toBe('web');
      await other.close();
      connected = await connect(createRouter(core.services), core.services.logger);
    },
  );

  it('survives a frame that has the form of a request and is none', async () => {
    connected.sendRaw('{"i":"1","p":null}');
    connected.sendRaw('{"i":"2","p":{"u":"/nothing/here","b":{}}}');
    expect((await connected.client.desk.snapshot({})).shell.kind).toBe('web');
  });
});
