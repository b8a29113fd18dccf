import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';
import { createMessages } from '#core/messages/createMessages.ts';
import { toRpcError } from '#core/rpc/toRpcError.ts';
import type { JournalEntry } from '#shared/desk/journalEvent.ts';
import type { LiveView } from '#shared/host/liveView.ts';
import type { LabFile } from '#shared/lab/labFile.ts';
import type { Prompt } from '#shared/prompt/prompt.ts';
import { contract, type DeskChange, type ShellView, type Snapshot } from '#shared/rpc/contract.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import { defaultPreferences, type Preferences } from '#shared/rpc/preferences.ts';
import type { RunPlan, TranscriptChunk } from '#shared/run/run.ts';
import { contentSecurityPolicy, withNonce } from '#shared/window/contentSecurityPolicy.ts';
import { contentType } from '#shared/window/contentType.ts';
import { fixtureChannels, fixtureDiscovery, fixtureHistory, fixtureIngest, fixtureLabText } from './fixtureChannels.ts';
import { fixtureLab, fixtureLive } from './fixtureLab.ts';
import { createFixtureRunbooks } from './fixtureRunbooks.ts';
import { createFixtureJournal } from './fixtureJournal.ts';
import { diagnosisStory, evidenceOutput, resolvedStory, restartPlan, runningStory } from './fixtureStory.ts';

export type FixtureOptions = {
  /** `empty` is a first start; `quiet` has hosts and an incident that is over; `busy` an open one too. */
  readonly scene: 'empty' | 'quiet' | 'busy';
  readonly consent?: RunPlan['consent'];
  readonly problems?: Snapshot['lab']['problems'];
  readonly ownTemplates?: Snapshot['lab']['templates']['own'];
  readonly demo?: boolean;
  /** No run starts. */
  readonly refusesRuns?: boolean;
  /** Changes what the scene would show: more hosts, another state of ours, a vault that is locked. */
  readonly lab?: (lab: LabFile) => LabFile;
  readonly live?: (live: LiveView) => LiveView;
  readonly shell?: Partial<ShellView>;
};

const nobody = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: console.error };

// One small stand-in for the whole core, so that the window can be looked at and tested before and without the real one.
/** Serves the built window and the contract over memory, under the real content policy, on a free port. */
export async function startFixtureCore(windowFolder: string, options: FixtureOptions) {
  const text = await readFile(new URL('fixtures/runbook.md', import.meta.url), 'utf8');
  const runbooks = createFixtureRunbooks(text);
  const { hash, runbook } = runbooks.builtIn;
  const journal = createFixtureJournal(Date.now);
  const transcripts = new Map<string, TranscriptChunk[]>();
  const labText = fixtureLabText();
  const secretNames = new Set<string>();
  const bells = new Set<(change: DeskChange) => void>();
  let vault: ShellView['vault'] = options.shell?.vault ?? 'open';
  let preferences: Preferences = defaultPreferences;
  const { lab: adaptLab = (same) => same, live: adaptLive = (same) => same } = options;
  let lab: LabFile = adaptLab(
    options.scene === 'empty'
      ? { ...fixtureLab, hosts: [], services: [] }
      : { ...fixtureLab, channels: fixtureChannels },
  );
  let isDown = options.scene === 'busy';
  let wave = 0;
  let demo: ShellView['demo'] =
    options.demo === true ? { kind: 'on', hostIds: ['auditor'], serviceId: 'gitops-auditor' } : { kind: 'off' };

  const shell = (): ShellView => ({
    kind: 'web',
    version: '0.1.0',
    demo,
    nativeNotifications: false,
    dataFolder: '/home/robin/.local/share/sitrep',
    user: 'robin',
    observerName: 'desk',
    timeZone: 'Europe/Berlin',
    ...options.shell,
    vault,
  });
  const templates = { own: [...(options.ownTemplates ?? [])], builtIn: [] };
  const labView = () => ({
    folder: '/home/robin/lab',
    lab,
    hash: 'h',
    problems: [...(options.problems ?? [])],
    templates,
  });
  const live = () =>
    lab.hosts.length === 0
      ? { ...fixtureLive(Date.now(), false, 0), hosts: [] }
      : adaptLive(fixtureLive(Date.now(), isDown, wave));
  const tell = (change: DeskChange) => {
    for (const bell of bells) bell(change);
  };
  const write = (entries: readonly JournalEntry[], requestId: string | null) => {
    journal.append(entries, { actor: requestId === null ? 'sitrep' : 'person', requestId });
    return { revision: journal.state().revision };
  };
  if (options.scene !== 'empty') write(resolvedStory(Date.now(), hash), null);
  if (options.scene === 'busy') write(runningStory(Date.now(), hash), null);
  transcripts.set(
    'run-evidence',
    evidenceOutput.map(([step, stream, output], index) => ({ index, at: Date.now(), step, stream, text: output })),
  );
  const messages = createMessages({
    journal,
    clock: { now: Date.now },
    zone: () => 'Europe/Berlin',
    lab: () => lab,
    runbookByHash: () => runbook,
    templates: () => templates,
    newId: randomUUID,
  });

  const restart = (runId: string) => {
    const chunk = { index: 0, at: Date.now(), step: 0, stream: 'stdout' as const, text: 'restarted gitops-auditor\n' };
    transcripts.set(runId, [chunk]);
    write(
      [
        { type: 'run.consented', data: { runId, how: 'click' } },
        { type: 'run.stageEntered', data: { runId, stage: 'executing', text: '' } },
      ],
      null,
    );
    setTimeout(() => {
      isDown = false;
      tell({ kind: 'live', live: live() });
      write(
        [
          { type: 'run.stepEnded', data: { runId, step: { index: 0, end: { kind: 'exited', code: 0 }, tookMs: 900 } } },
          {
            type: 'run.ended',
            data: { runId, outcome: { kind: 'succeeded', text: 'Both checks are ok again, 2 s after the restart.' } },
          },
        ],
        null,
      );
    }, 400);
  };

  const api = implement(contract).use(async ({ next, path }) => {
    try {
      return await next();
    } catch (error) {
      throw toRpcError(error, path, nobody);
    }
  });
  const none = (): never => {
    throw new RequestError('UNAVAILABLE', 'The fixture has no such thing', 'Use the real core.');
  };
  // A plain router, so that procedures which no test here needs may be left out.
  const router = {
    desk: {
      snapshot: api.desk.snapshot.handler(() => ({
        desk: journal.state(),
        lab: labView(),
        live: live(),
        preferences,
        shell: shell(),
        takenAt: Date.now(),
      })),
      follow: api.desk.follow.handler(async function* ({ input, signal }) {
        const missed = journal.eventsAfter(input.afterRevision, Number.POSITIVE_INFINITY);
        const queue: DeskChange[] = missed.length === 0 ? [] : [{ kind: 'events', events: missed }];
        let wake = () => undefined as void;
        const push = (change: DeskChange) => {
          queue.push(change);
          wake();
        };
        const stop = journal.onAppended((events) => push({ kind: 'events', events }));
        bells.add(push);
        signal?.addEventListener('abort', () => wake());
        try {
          for (;;) {
            if (signal?.aborted === true) return;
            const change = queue.shift();
            if (change === undefined) await new Promise<void>((resolve) => (wake = resolve));
            else yield change;
          }
        } finally {
          stop();
          bells.delete(push);
        }
      }),
      timeline: api.desk.timeline.handler(({ input }) => journal.eventsOfIncident(input.incidentId)),
    },
    lab: {
      sshNames: api.lab.sshNames.handler(() => [
        { alias: 'auditor', address: '192.168.1.30', port: 22, user: 'robin', jumps: null },
        { alias: 'nas', address: 'nas.lan', port: 2222, user: 'root', jumps: 'gateway' },
      ]),
      addHost: api.lab.addHost.handler(({ input }) => {
        lab = { ...lab, hosts: [...lab.hosts, { ...input.host, checks: [] }] };
        tell({ kind: 'lab', lab: labView() });
        const question = {
          kind: 'hostKey' as const,
          hostId: input.host.id,
          address: '192.168.1.30',
          port: 22,
          key: fixtureKey,
        };
        return write(
          [{ type: 'prompt.raised', data: { prompt: { id: 'prompt-1', raisedAt: Date.now(), question } } }],
          input.requestId,
        );
      }),
      removeHost: api.lab.removeHost.handler(none),
      addService: api.lab.addService.handler(({ input }) => {
        lab = {
          ...lab,
          services: [...lab.services, { ...input.service, checks: [], variables: input.service.variables ?? {} }],
        };
        tell({ kind: 'lab', lab: labView() });
        return { revision: journal.state().revision };
      }),
      removeService: api.lab.removeService.handler(none),
      addChecks: api.lab.addChecks.handler(({ input }) => {
        const hosts = lab.hosts.map((host) =>
          host.id === input.hostId ? { ...host, checks: [...host.checks, ...input.checks] } : host,
        );
        lab = { ...lab, hosts };
        tell({ kind: 'lab', lab: labView() });
        return { revision: journal.state().revision };
      }),
      readText: api.lab.readText.handler(() => labText.read()),
      writeText: api.lab.writeText.handler(({ input }) => {
        labText.write(input.text, input.baseHash);
        return { revision: journal.state().revision };
      }),
    },
    host: {
      checkNow: api.host.checkNow.handler(() => {
        wave += 1;
        tell({ kind: 'live', live: live() });
        return { revision: journal.state().revision };
      }),
      connect: api.host.connect.handler(() => ({ revision: journal.state().revision })),
      discover: api.host.discover.handler(({ input }) => fixtureDiscovery(input.hostId)),
      doctor: api.host.doctor.handler(async function* () {
        yield { name: 'name' as const, verdict: 'ok' as const, text: 'auditor is 192.168.1.30', mend: null, tookMs: 3 };
        yield { name: 'tcp' as const, verdict: 'ok' as const, text: 'port 22 answers', mend: null, tookMs: 2 };
        yield {
          name: 'sudo' as const,
          verdict: 'warning' as const,
          text: 'sudo asks for a password',
          mend: 'Allow systemctl restart of the unit in sudoers without one.',
          tookMs: 31,
        };
      }),
    },
    prompt: {
      answer: api.prompt.answer.handler(({ input }) =>
        write(
          [{ type: 'prompt.answered', data: { promptId: input.promptId, answer: input.answer.kind } }],
          input.requestId,
        ),
      ),
    },
    incident: {
      open: api.incident.open.handler(none),
      acknowledge: api.incident.acknowledge.handler(({ input: { requestId, ...data } }) =>
        write([{ type: 'incident.acknowledged', data }], requestId),
      ),
      setSeverity: api.incident.setSeverity.handler(({ input: { requestId, ...data } }) =>
        write([{ type: 'incident.severitySet', data }], requestId),
      ),
      setStatus: api.incident.setStatus.handler(({ input: { requestId, ...data } }) =>
        write([{ type: 'incident.statusSet', data }], requestId),
      ),
      addNote: api.incident.addNote.handler(({ input: { requestId, ...data } }) =>
        write([{ type: 'incident.noteAdded', data }], requestId),
      ),
      setCause: api.incident.setCause.handler(({ input: { requestId, ...data } }) =>
        write([{ type: 'incident.causeSet', data }], requestId),
      ),
      markStep: api.incident.markStep.handler(({ input: { requestId, ...data } }) =>
        write([{ type: 'incident.stepMarked', data: { ...data, by: 'person' } }], requestId),
      ),
      correctTimestamp: api.incident.correctTimestamp.handler(({ input: { requestId, ...data } }) =>
        write([{ type: 'incident.timestampCorrected', data }], requestId),
      ),
      escalate: api.incident.escalate.handler(({ input: { requestId, ...data } }) =>
        write([{ type: 'incident.escalated', data }], requestId),
      ),
    },
    run: {
      start: api.run.start.handler(({ input }) => {
        if (options.refusesRuns === true)
          throw new RequestError('UNAVAILABLE', 'auditor is not connected.', 'Connect to it first.');
        const runId = `run-${journal.state().revision}`;
        const { incidentId, hostId, serviceId, runbookId, actionId } = input;
        const subject = { kind: 'action' as const, runbookId, runbookHash: hash, actionId };
        const plan = restartPlan(options.consent ?? 'click');
        const items = [
          { verdict: 'fine' as const, text: 'sudo may restart gitops-auditor without a password' },
          { verdict: 'cost' as const, text: 'gitops-dashboard will restart too' },
        ];
        write(
          [
            { type: 'run.planned', data: { runId, incidentId, hostId, serviceId, subject, plan } },
            { type: 'run.preflighted', data: { runId, items } },
            { type: 'run.stageEntered', data: { runId, stage: 'awaitingConsent', text: '' } },
          ],
          input.requestId,
        );
        return { revision: journal.state().revision, runId };
      }),
      nameFolder: api.run.nameFolder.handler(({ input: { requestId, runId, folder } }) => {
        const run = journal.state().runs[runId];
        if (run === undefined || folder === '/nowhere')
          throw new RequestError('INVALID', `${folder} is no folder on auditor`, 'Look how it is written.');
        const steps = run.plan.steps.map((step) => ({ ...step, cwd: folder }));
        return write(
          [
            { type: 'run.folderNamed', data: { runId, plan: { ...run.plan, steps, folder } } },
            { type: 'run.preflighted', data: { runId, items: [{ verdict: 'fine', text: 'it is there' }] } },
            { type: 'run.stageEntered', data: { runId, stage: 'awaitingConsent', text: '' } },
          ],
          requestId,
        );
      }),
      consent: api.run.consent.handler(({ input }) => {
        restart(input.runId);
        return { revision: journal.state().revision };
      }),
      cancel: api.run.cancel.handler(({ input: { requestId, runId } }) =>
        write(
          [{ type: 'run.ended', data: { runId, outcome: { kind: 'cancelled', text: 'Nothing was changed.' } } }],
          requestId,
        ),
      ),
      undo: api.run.undo.handler(none),
      collectEvidence: api.run.collectEvidence.handler(none),
      diagnose: api.run.diagnose.handler(({ input }) => {
        const runId = `diagnosis-${journal.state().revision}`;
        write(diagnosisStory(runId, input.incidentId), input.requestId);
        return { revision: journal.state().revision, runId };
      }),
      changeDifference: api.run.changeDifference.handler(() => ({
        kind: 'difference' as const,
        title: 'commit 4f2c1a "tune config"',
        text: '-  "port": 3070,\n+  "port": 3070',
      })),
      transcript: api.run.transcript.handler(({ input }) => ({
        chunks: transcripts.get(input.runId) ?? [],
        lostTail: false,
      })),
      follow: api.run.follow.handler(async function* () {
        yield* [];
      }),
    },
    runbook: {
      list: api.runbook.list.handler(() => runbooks.list()),
      get: api.runbook.get.handler(({ input }) => runbooks.get(input.id)),
      byHash: api.runbook.byHash.handler(() => runbooks.builtIn),
      write: api.runbook.write.handler(({ input: { id, text: newText, baseHash } }) => {
        runbooks.write(id, newText, baseHash);
        return { revision: journal.state().revision };
      }),
    },
    message: {
      draft: api.message.draft.handler(({ input }) => messages.draft(input)),
      edit: api.message.edit.handler(({ input }) => messages.edit(input)),
      send: api.message.send.handler(async ({ input }) => ({
        ...(await messages.send(input)),
        revision: journal.state().revision,
      })),
    },
    notification: {
      answer: api.notification.answer.handler(({ input: { requestId, ...data } }) => ({
        ...write([{ type: 'notification.answered', data }], requestId),
        runId: null,
      })),
      pause: api.notification.pause.handler(({ input }) =>
        write(
          [
            {
              type: 'notifications.paused',
              data: { untilAt: input.minutes === 0 ? null : Date.now() + input.minutes * 60_000 },
            },
          ],
          input.requestId,
        ),
      ),
    },
    channel: {
      test: api.channel.test.handler(({ input }) => {
        if (input.channelId === 'phone')
          throw new RequestError('UNAVAILABLE', 'ntfy.sh says 403: forbidden', 'Set the access token of the topic.');
        return { revision: journal.state().revision };
      }),
    },
    vault: {
      names: api.vault.names.handler(() => [...secretNames]),
      setSecret: api.vault.setSecret.handler(({ input }) => {
        secretNames.add(input.name);
        return { revision: journal.state().revision };
      }),
      unlock: api.vault.unlock.handler(({ input }) => {
        if (input.passphrase !== 'correct horse')
          throw new RequestError('INVALID', 'That is not the passphrase of the vault.', 'Type it again.');
        vault = 'open';
        tell({ kind: 'shell', shell: shell() });
        return { revision: journal.state().revision };
      }),
      deleteSecret: api.vault.deleteSecret.handler(({ input }) => {
        secretNames.delete(input.name);
        return { revision: journal.state().revision };
      }),
    },
    ingest: { settings: api.ingest.settings.handler(() => fixtureIngest) },
    history: {
      read: api.history.read.handler(({ input }) => fixtureHistory(input.checkId, input.fromAt, input.toAt)),
    },
    silence: {
      add: api.silence.add.handler(({ input }) => {
        const { target, reason, minutes } = input;
        const silence = { id: randomUUID(), target, reason, untilAt: Date.now() + minutes * 60_000 };
        return { ...write([{ type: 'silence.added', data: { silence } }], input.requestId), silenceId: silence.id };
      }),
      remove: api.silence.remove.handler(({ input: { requestId, silenceId } }) =>
        write([{ type: 'silence.removed', data: { silenceId } }], requestId),
      ),
    },
    demo: {
      start: api.demo.start.handler(() => {
        lab = fixtureLab;
        demo = { kind: 'on', hostIds: ['auditor'], serviceId: 'gitops-auditor' };
        tell({ kind: 'shell', shell: shell() });
        tell({ kind: 'lab', lab: labView() });
        tell({ kind: 'live', live: live() });
        return { revision: journal.state().revision };
      }),
      break: api.demo.break.handler(({ input }) => {
        isDown = true;
        tell({ kind: 'live', live: live() });
        return write(runningStory(Date.now(), hash), input.requestId);
      }),
    },
    preferences: {
      set: api.preferences.set.handler(({ input }) => {
        preferences = { ...preferences, ...input.patch } as Preferences;
        tell({ kind: 'preferences', preferences });
        return preferences;
      }),
    },
  };

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://fixture').pathname;
    const nonce = randomBytes(16).toString('base64');
    readFile(join(windowFolder, path === '/' ? 'index.html' : path)).then(
      (body) => {
        response.setHeader('Content-Type', contentType(path === '/' ? 'index.html' : path));
        if (path === '/')
          response.setHeader(
            'Content-Security-Policy',
            contentSecurityPolicy(nonce, [`ws://${request.headers.host ?? ''}`]),
          );
        response.end(path === '/' ? withNonce(body.toString('utf8'), nonce) : body);
      },
      () => response.writeHead(404).end(),
    );
  });
  const sockets = new WebSocketServer({ server, path: '/rpc' });
  const handler = new RPCHandler(router);
  sockets.on('connection', (socket) => void handler.upgrade(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The fixture has no port');

  return {
    url: `http://127.0.0.1:${address.port}/`,
    journal,
    labText,
    secretNames,
    /** Another program writes the runbook's file. */
    saveRunbook: runbooks.save,
    savedRunbook: (id = runbooks.builtIn.id) => runbooks.get(id).text,
    ask: (question: Prompt['question']) =>
      write([{ type: 'prompt.raised', data: { prompt: { id: randomUUID(), raisedAt: Date.now(), question } } }], null),
    /** Another look at the hosts, as the monitor would send it. */
    beat: () => {
      wave += 1;
      tell({ kind: 'live', live: live() });
    },
    dropConnections: () => {
      for (const socket of sockets.clients) socket.terminate();
    },
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export const fixtureKey = {
  type: 'ssh-ed25519',
  fingerprint: 'SHA256:uNiVztksCsDhcc0u9e8BrPJXq9gPwCjLbL2Rt0wr4ZQ',
  randomart: [
    '+--[ED25519 256]--+',
    '|      .o=o. .o   |',
    '|     . o.=+.+ .  |',
    '|      + oo+B +   |',
    '|     . =.o+.B .  |',
    '|      . S.o= +   |',
    '|       o oo.o    |',
    '|        .+.+ .   |',
    '|       .E+*.o    |',
    '|        o++=.    |',
    '+----[SHA256]-----+',
  ].join('\n'),
};
