import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Run } from '#shared/run/run.ts';
import { temporaryFolder } from '#tests/core/storage/support.ts';
import { actionWith, runDesk, type TestDesk } from './desk.ts';
import { program } from './localHost.ts';

const sh = (script: string): string => execFileSync('sh', ['-c', script], { encoding: 'utf8', stdio: 'pipe' }).trim();

type Options = Readonly<Record<string, string>>;
function deskOf(backup: string, root: string, options: Options = {}, commands: readonly string[] = []): TestDesk {
  return runDesk([
    actionWith({
      id: 'restore',
      commands,
      effect: 'destroys',
      consent: 'confirm',
      remedy: { kind: 'restore-backup', options: { backup, root, ...options } },
    }),
  ]);
}
const texts = (run: Run) => run.preflight.map(({ text }) => text);
async function refusalOf(backup: string, root: string, options: Options = {}): Promise<string> {
  const desk = deskOf(backup, root, options);
  const { outcome } = await desk.done('restore');
  expect(outcome?.kind).toBe('refused');
  expect(leftIn(desk)).toEqual([]);
  return outcome?.text ?? '';
}
/** What stands on the host of all that was ever unpacked. */
function leftIn({ programs }: TestDesk): readonly string[] {
  const folder = path.join(path.dirname(programs), '.local/state/sitrep/unpacked');
  return fs.existsSync(folder) ? fs.readdirSync(folder) : [];
}

/** Files of a backup, and a folder that they belong to, whose one file is broken and the other one missing. */
function files(): { readonly from: string; readonly root: string; readonly home: string } {
  const [from, root, home] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
  sh(
    `cd '${from}' && echo good > config && chmod 640 config && mkdir 'sub it' && echo new > "sub it/it's ü" && ln -s config link && touch -d '2 hours ago' config
     cd '${root}' && echo broken > config && chmod 600 config && echo mine > kept`,
  );
  return { from, root, home };
}
const stateOf = (root: string) => sh(`cd '${root}' && find . -printf '%p %y %m %u %l\\n' | sort && cat config`);

const packings = [
  ['backup.tar', 'tar -cf FILE .'],
  ['of today.TGZ', 'tar -cz . > FILE'],
  ['backup.tar.xz', 'tar -cJf FILE .'],
  ['backup.tar.bz2', 'tar -c . | bzip2 > FILE'],
  ['backup.tar.zst', 'tar -c . | zstd -q > FILE'],
  ['backup.zip', 'zip -qry FILE .'],
] as const;
const isThere = (name: string) => fs.existsSync(`/usr/bin/${name}`);

describe('a backup that is an archive', () => {
  it.each(packings)('is restored from %s and what it overwrites comes back', async (name, packing) => {
    const { from, root, home } = files();
    const backup = path.join(home, name);
    sh(`cd '${from}' && ${packing.replace('FILE', `'${backup}'`)}`);
    const before = stateOf(root);
    const desk = deskOf(backup, root);
    const run = await desk.done('restore');
    expect(run.outcome).toEqual({ kind: 'succeeded', text: 'Done: 3 files are as in the backup' });
    expect(texts(run)).toEqual(
      expect.arrayContaining([
        'The archive is whole: it was read from end to end',
        'Overwrites 1 of 3 files: config',
        expect.stringMatching(/^Brings back 2 files that are missing: /),
        expect.stringMatching(/^Unpacked it takes .* until it is undone$/),
      ]),
    );
    expect(fs.readFileSync(path.join(root, "sub it/it's ü"), 'utf8')).toBe('new\n');
    expect(fs.statSync(path.join(root, 'config')).mode & 0o777).toBe(0o640);
    expect(fs.readlinkSync(path.join(root, 'link'))).toBe('config');
    expect(leftIn(desk)).toHaveLength(1);
    const undone = await desk.undone(run.id);
    expect(undone.undoOutcome).toEqual({ kind: 'succeeded', text: '1 file is as before, 2 files are removed again' });
    expect(stateOf(root)).toBe(before);
    expect(leftIn(desk)).toEqual([]);
  });

  it('is restored from one packed file, which gets owner and mode of the one that it replaces', async () => {
    const { from, root, home } = files();
    const backup = path.join(home, 'config.gz');
    sh(`gzip -c '${from}/config' > '${backup}' && chmod 604 '${root}/config'`);
    const run = await deskOf(backup, root).done('restore');
    expect(run.outcome).toMatchObject({ kind: 'succeeded' });
    expect(fs.readFileSync(path.join(root, 'config'), 'utf8')).toBe('good\n');
    expect(fs.statSync(path.join(root, 'config')).mode & 0o777).toBe(0o604);
  });

  it.skipIf(process.getuid?.() !== 0)('brings owner, mode and attributes with it', async () => {
    const { from, root, home } = files();
    const backup = path.join(home, 'backup.tar.gz');
    sh(`cd '${from}' && chown nobody config && chmod 4711 config && tar -czf '${backup}' .`);
    await deskOf(backup, root).done('restore');
    expect(sh(`stat -c '%U %a' '${root}/config'`)).toBe('nobody 4711');
  });

  it('takes the place of the commands that unpack it, and leaves the others where they stand', async () => {
    const { from, root, home } = files();
    const backup = path.join(home, 'backup.tgz');
    sh(`cd '${from}' && tar -czf '${backup}' .`);
    const desk = deskOf(backup, root, {}, ['true before', `tar -xzf ${backup} -C ${root}`, 'true after']);
    const run = await desk.done('restore');
    expect(run.outcome).toMatchObject({ kind: 'succeeded' });
    expect(run.plan.steps.map(({ command }) => command)).toEqual([
      'true before',
      expect.stringMatching(/^cp -a ~\/\.local\/state\/sitrep\/unpacked\/sitrep-\d+-\S+\/\. /),
      'true after',
    ]);
  });

  it('finds the folder by its path or name in the archive, asks about another one, and takes what inside= names', async () => {
    const { from, root, home } = files();
    const backup = path.join(home, 'backup.tgz');
    const name = path.basename(root);
    sh(`mkdir -p '${home}/x${root}' && cp -a '${from}/.' '${home}/x${root}/' && tar -C '${home}/x' -czf '${backup}' .`);
    const whole = await deskOf(backup, root).done('restore');
    expect(texts(whole)).toContain(`Its folder ${root.slice(1)} is what is restored`);
    expect(fs.readFileSync(path.join(root, 'config'), 'utf8')).toBe('good\n');
    sh(`echo broken > '${root}/config'; tar -C '${path.dirname(`${home}/x${root}`)}' -czf '${backup}' '${name}'`);
    expect(texts(await deskOf(backup, root).done('restore'))).toContain(`Its folder ${name} is what is restored`);
    sh(
      `echo broken > '${root}/config'; cd '${home}' && mkdir old && cp -a '${from}' old/app && tar -czf '${backup}' old`,
    );
    expect(await refusalOf(backup, root)).toContain('lies in its folder old/app: write inside=');
    expect(await refusalOf(backup, root, { inside: 'new' })).toContain('has no folder new, which inside= names');
    const named = await deskOf(backup, root, { inside: 'old/app' }).done('restore');
    expect(named.outcome).toMatchObject({ kind: 'succeeded' });
    expect(fs.readFileSync(path.join(root, 'config'), 'utf8')).toBe('good\n');
    expect(() => deskOf(backup, root, { inside: '../x' }).start('restore')).toThrow(/no folder of an archive/);
  });
});

describe('an archive is refused, with nothing changed,', () => {
  it.each([packings[0], packings[1], packings[5]])('when %s is cut off', async (name, packing) => {
    const { from, root, home } = files();
    const backup = path.join(home, name);
    sh(`cd '${from}' && seq 90000 > numbers && ${packing.replace('FILE', `'${backup}'`)}`);
    fs.truncateSync(backup, fs.statSync(backup).size - 11_000);
    expect(await refusalOf(backup, root)).toMatch(/damaged(?: or|, )\s?cut off/);
  });

  it('when a tar ends between two files', async () => {
    const { from, root, home } = files();
    const backup = path.join(home, 'backup.tar.gz');
    sh(`cd '${from}' && tar -c config 'sub it' | head -c 1024 | gzip > '${backup}'`);
    expect(await refusalOf(backup, root)).toContain('damaged or cut off');
  });

  it.each([
    ['an absolute path', `tar -P -czf FILE /etc/hostname`, 'paths that lead out of the folder: /etc/hostname'],
    ['a way up', `tar -P -czf FILE --transform 's#config#../config#' config`, 'lead out of the folder: ../config'],
    ['a link out', `ln -s ../../../etc/passwd 'sub it/out' && tar -czf FILE .`, 'sub it/out -> ../../../etc/passwd'],
    ['an absolute link', `ln -s /etc out && tar -czf FILE .`, 'out -> /etc'],
    ['a pipe', `mkfifo pipe && tar -czf FILE .`, 'devices, pipes or sockets: ./pipe'],
    [
      'a file behind a link',
      `ln -s /tmp out && tar -cf x.tar out && rm out && mkdir out && touch out/x && tar -rf x.tar out/x && gzip < x.tar > FILE`,
      'could not be unpacked: tar: out/x: Cannot open',
    ],
  ])('when it has %s', async (_what, packing, said) => {
    const { from, root, home } = files();
    const backup = path.join(home, 'backup.tgz');
    sh(`cd '${from}' && ${packing.replaceAll('FILE', `'${backup}'`)}`);
    const before = stateOf(root);
    expect(await refusalOf(backup, root)).toContain(said);
    expect(stateOf(root)).toBe(before);
  });

  it('when the host lacks the program, it is locked, too large for the disk, a folder, or of no known kind', async () => {
    const { from, root, home } = files();
    const [zst, zip, tgz] = ['b.tar.zst', 'b.zip', 'b.tgz'].map((name) => path.join(home, name));
    sh(
      `cd '${from}' && tar -c . | zstd -q > '${zst}'; zip -qry -P secret '${zip}' .; tar -czf '${tgz}' .; mkdir '${home}/f.zip'`,
    );
    const lacking = deskOf(zst ?? '', root);
    const tools = temporaryFolder();
    sh(`cd '${tools}' && for n in cat env id mkdir readlink stat tar; do ln -s "$(command -v $n)" $n; done`);
    program(lacking.programs, 'sh', `PATH='${lacking.programs}:${tools}' exec /bin/sh "$@"`);
    expect((await lacking.done('restore')).outcome?.text).toContain('zstd is not installed on');
    expect(await refusalOf(zip ?? '', root)).toContain('damaged, cut off or locked by a password');
    const small = deskOf(tgz ?? '', root);
    program(small.programs, 'df', 'echo "/dev/x 1000 990 10 99% /"');
    expect((await small.done('restore')).outcome?.text).toMatch(/Not enough room: 10 KiB free at \S+ to unpack/);
    expect(await refusalOf(path.join(home, 'f.zip'), root)).toContain('is a folder that is named like an archive');
    fs.renameSync(tgz ?? '', path.join(home, 'latest'));
    expect(await refusalOf(path.join(home, 'latest'), root)).toContain('does not say which archive it is');
  });

  it('when it is another one than was shown', async () => {
    const { from, root, home } = files();
    const backup = path.join(home, 'backup.tgz');
    sh(`cd '${from}' && tar -czf '${backup}' .`);
    const desk = deskOf(backup, root);
    const runId = desk.start('restore');
    await desk.reaches(runId, 'awaitingConsent');
    expect(leftIn(desk)).toEqual([]);
    sh(`cd '${from}' && echo more > more && tar -czf '${backup}' .`);
    desk.consent(runId);
    const { outcome } = await desk.reaches(runId, 'ended');
    expect(outcome).toMatchObject({ kind: 'refused' });
    expect(outcome?.text).toMatch(/another one than you were shown|not any more|differ/);
    expect(fs.readFileSync(path.join(root, 'config'), 'utf8')).toBe('broken\n');
  });
});

if (!['zstd', 'zip', 'unzip', 'bzip2', 'xz'].every(isThere))
  console.log('missing: archives are tried with zstd, zip, unzip, bzip2 and xz');
