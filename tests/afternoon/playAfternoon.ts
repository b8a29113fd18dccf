import { holdsWithin } from '#tests/support/until.ts';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { asRoot, labDown, labUp, useLabOfItsOwn, writeSshFolder, type LabHost } from '#tests/lab/lab.ts';
import { afternoonLab, type LabDraft } from './afternoonLab.ts';
import type { Fault } from './fault.ts';
import { deceptiveFaults } from './faults/deceptiveFaults.ts';
import { everybodyGone, harmlessHostFaults, hostFaults } from './faults/hostFaults.ts';
import { observerFaults } from './faults/observerFaults.ts';
import { policyFaults } from './faults/policyFaults.ts';
import { resourceFaults } from './faults/resourceFaults.ts';
import { serviceFaults } from './faults/serviceFaults.ts';
import { unitFaults } from './faults/unitFaults.ts';
import { startObserver, type Observer } from './observer.ts';
import { createObserverNetwork } from './observerNetwork.ts';
import { playRound, type Round } from './playRound.ts';
import { prepareHosts } from './prepareHosts.ts';
import { type World } from './world.ts';

const network = '10.220.0';
const prefix = 'aft';
const hostCount = 10;

/** What happens at the same time, round after round. */
const afternoon: readonly (readonly Fault[])[] = [
  unitFaults,
  serviceFaults,
  resourceFaults,
  deceptiveFaults,
  harmlessHostFaults,
  hostFaults,
  ...policyFaults,
  ...[everybodyGone, ...observerFaults].map((fault) => [fault]),
];

export type AfternoonOptions = {
  readonly isQuick: boolean;
  /** Ids of the faults to play; all where there are none. */
  readonly only: readonly string[];
  /** The folder with the observer's log and history stays. */
  readonly isKept: boolean;
  readonly progress: (text: string) => void;
};

/** Plays the whole afternoon on ten real systemd hosts in front of the real core. */
export async function playAfternoon({ isQuick, only, isKept, progress }: AfternoonOptions): Promise<readonly Round[]> {
  useLabOfItsOwn({ prefix, network });
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sitrep-afternoon-'));
  await using cleanup = new AsyncDisposableStack();
  if (isKept) progress(`the log will be ${path.join(folder, 'observer.log')}`);
  else cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const hosts = await labUp(hostCount);
  cleanup.defer(labDown);
  await prepareHosts(hosts);
  await writeKnownSshFolder(path.join(folder, 'ssh'), hosts);
  await mkdir(path.join(folder, 'lab'), { recursive: true });
  let draft = afternoonLab(hosts);
  await writeLab(folder, draft);
  const observerNetwork = await createObserverNetwork(network, `${prefix}br0`);
  cleanup.defer(observerNetwork.close);
  const observer = await startObserver(folder, observerNetwork.namespace);
  cleanup.defer(observer.close);
  const editLab = async (edit: (lab: LabDraft) => LabDraft): Promise<void> => {
    draft = edit(draft);
    const { labHash } = await observer.look();
    await writeLab(folder, draft);
    if (!(await holdsWithin(10_000, async () => (await observer.look()).labHash !== labHash)))
      throw new Error('the edited lab.yaml did not come into force');
  };
  const world: World = {
    host: (number) => hostNumber(hosts, number),
    root: (number, line) => asRoot(hostNumber(hosts, number), line),
    observer,
    network: observerNetwork,
    editLab,
  };
  await untilWell(observer);
  const rounds: Round[] = [];
  for (const faults of afternoon) {
    const chosen = faults.filter(({ id, isQuick: short }) => (only.length > 0 ? only.includes(id) : !isQuick || short));
    if (chosen.length === 0) continue;
    progress(`${new Date().toISOString().slice(11, 19)}  ${chosen.map(({ name }) => name).join('; ')}`);
    rounds.push(await playRound(world, chosen));
  }
  return rounds;
}

async function untilWell(observer: Observer): Promise<void> {
  const isWell = await holdsWithin(120_000, async () => {
    const { notOk, checks } = await observer.look();
    return checks > 0 && notOk.length === 0;
  });
  if (!isWell)
    throw new Error(`not everything was well at the beginning:\n${(await observer.look()).notOk.join('\n')}`);
  if (observer.told.length > 0) throw new Error(`told before anything happened: ${observer.told[0]?.title}`);
}

function hostNumber(hosts: readonly LabHost[], number: number): LabHost {
  const host = hosts[number - 1];
  if (host === undefined) throw new Error(`there is no host ${number}`);
  return host;
}

async function writeLab(folder: string, draft: LabDraft): Promise<void> {
  const file = path.join(folder, 'lab', 'lab.yaml');
  await writeFile(`${file}.new`, stringify(draft));
  await rename(`${file}.new`, file);
}

async function writeKnownSshFolder(sshFolder: string, hosts: readonly LabHost[]): Promise<void> {
  await writeSshFolder(sshFolder, hosts);
  const keys = await Promise.all(
    hosts.map(
      async (host) => `${host.address} ${await asRoot(host, 'cut -d" " -f1,2 /etc/ssh/ssh_host_ed25519_key.pub')}`,
    ),
  );
  await writeFile(path.join(sshFolder, 'known_hosts'), keys.join(''), { mode: 0o600 });
}
