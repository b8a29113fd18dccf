import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asRoot, labUnavailable, labUp, type LabHost, powerOff, powerOn } from '#tests/lab/lab.ts';
import { type LabDesk, openLabDesk, remedyAction } from './labDesk.ts';

const unavailable = labUnavailable();
if (unavailable !== null) console.log(`skipped: ${unavailable}`);

const app = '/srv/power';

describe.skipIf(unavailable !== null)('a host that loses its power right after a remedy', () => {
  let machine: LabHost;
  let desk: LabDesk;
  const root = (line: string) => asRoot(machine, line);

  beforeAll(async () => {
    const [first] = await labUp(1);
    if (first === undefined) throw new Error('no lab host');
    machine = first;
    desk = await openLabDesk(machine);
  });
  afterAll(async () => {
    await desk?.close();
    if (machine !== undefined) await root(`rm -rf ${app} /backup/power`);
  });

  it('brings back all that was kept, although nothing else had reached the disk', async () => {
    const git = `git -C ${app}/repo -c user.name=t -c user.email=t@example.org -c safe.directory='*'`;
    await root(
      `mkdir -p ${app}/conf ${app}/repo ${app}/history /backup/power; cd ${app}
seq 5000 > conf/large; echo broken > conf/config; echo good > /backup/power/config; seq 9 > /backup/power/large
echo '{"n":1}' > history/1.json; echo '{"n":' > history/latest.json
git init -q -b main repo; echo good > repo/conf; ${git} add .; ${git} commit -qm good; echo bad > repo/conf; ${git} commit -qam bad; echo edited > repo/conf
chown -R ops:ops ${app} /backup/power; sync`,
    );
    const seen = `cd ${app} && sha256sum conf/* history/latest.json repo/conf && ${git} rev-parse HEAD && ${git} status --porcelain`;
    const before = await root(seen);
    const commands = [`mv ${app}/history/latest.json ${app}/history/latest.json.broken`];
    const runs = [
      await desk.done(remedyAction('restore-backup', { backup: '/backup/power', root: `${app}/conf` })),
      await desk.done(remedyAction('roll-back', { root: `${app}/repo`, commit: 'HEAD~1' })),
      await desk.done(remedyAction('set-aside', { file: `${app}/history/latest.json` }, { commands })),
    ];
    expect(runs.map(({ outcome }) => outcome?.kind)).toEqual(Array(3).fill('succeeded'));
    await powerOff(machine);
    await powerOn(machine);
    await desk.connected();
    for (const run of runs) {
      const { undoOutcome } = await desk.undone(run.id);
      if (undoOutcome?.kind === 'succeeded') continue;
      // git had written down the reset, not the files: that looks like somebody's work, and is mended as it says.
      expect(undoOutcome?.text).toBe('Files were changed since (conf): commit or stash them first');
      await root(`${git} stash -q; chown -R ops:ops ${app}/repo`);
      expect((await desk.undone(run.id)).undoOutcome).toMatchObject({ kind: 'succeeded' });
    }
    expect(await root(seen)).toBe(before);
  });
});
