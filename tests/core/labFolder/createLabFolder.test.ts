import * as fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createLabFolder } from '#core/labFolder/createLabFolder.ts';
import { hashOf } from '#core/labFolder/labFileOnDisk.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import type { LabView } from '#shared/lab/labFile.ts';
import { realClock, silentLogger, testFolder } from './realPorts.ts';
import { eventually } from '#tests/support/eventually.ts';

const commented = `# My lab. Do not touch the order!
version: 1   # the only one so far

contacts:
  - id: me   # that is me
    name:  "Me Myself"
    email: 'me@example.org'

# ---- machines ------------------------------------------------
hosts:
    # the big one, in the cellar
    - id: nas
      access: {transport: local}
      tags: [storage,   cellar]

      checks:
      - {id: nas-disk, kind: disk, path: /tank,   warning: 80}   # grows quickly

    # the small one
    - id: pi
      access:
        transport: ssh2
        alias: pi
      # checks come later

# ---- services -------------------------------------------------
services: []   # none yet

settings: {interval: 15}
`;

function labWith(text: string | null) {
  const folder = testFolder();
  const file = path.join(folder, 'lab.yaml');
  if (text !== null) fs.writeFileSync(file, text);
  const lab = createLabFolder({ folder, clock: realClock, logger: silentLogger });
  onTestFinished(() => lab.close());
  return { folder, file, lab, onDisk: () => fs.readFileSync(file, 'utf8') };
}

function refusalOf(work: () => unknown): RequestError {
  try {
    work();
  } catch (error) {
    if (error instanceof RequestError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const host = (id: string) => ({ id, access: { transport: 'local' as const }, checks: [] });

describe('the lab folder', () => {
  it('starts as a commented, valid and empty lab', () => {
    const { lab, onDisk, folder } = labWith(null);
    expect(lab.view()).toMatchObject({ problems: [], lab: { hosts: [], services: [], contacts: [] } });
    expect(lab.view().hash).toBe(hashOf(onDisk()));
    expect(onDisk()).toContain('# hosts:');
    expect(fs.readdirSync(folder).toSorted()).toEqual(['lab.yaml', 'runbooks', 'templates']);
  });

  it('adds a host and a service without touching another line', () => {
    const { lab, onDisk } = labWith(commented);
    lab.addHost({
      id: 'web',
      access: { transport: 'ssh2', alias: 'web' },
      tags: [],
      checks: [{ id: 'web-load', kind: 'load' }],
    });
    lab.addService({ id: 'photos', host: 'nas', variables: { unit: 'photos.service' }, checks: [] });
    const before = commented.split('\n');
    const after = onDisk().split('\n');
    const isNew = (line: string) => !before.includes(line);
    expect(after.filter(isNew)).toEqual(
      [
        '    - id: web',
        '        alias: web',
        '        - { id: web-load, kind: load }',
        'services:   # none yet',
        '  - id: photos',
        '    host: nas',
        '    variables:',
        '      unit: photos.service',
      ].filter(isNew),
    );
    expect(before.filter((line) => !after.includes(line))).toEqual(['services: []   # none yet']);
    expect(lab.view().lab.hosts.map(({ id }) => id)).toEqual(['nas', 'pi', 'web']);
    expect(lab.view().lab.services[0]).toMatchObject({ id: 'photos', variables: { unit: 'photos.service' } });
  });

  it('gives back the very same file when what was added is removed again', () => {
    const { lab, onDisk } = labWith(commented);
    lab.addHost(host('web'));
    lab.removeHost('web');
    expect(onDisk()).toBe(commented);
  });

  it('keeps the comments of the person when a host goes', () => {
    const { lab, onDisk } = labWith(commented);
    lab.removeHost('nas');
    expect(lab.view().lab.hosts.map(({ id }) => id)).toEqual(['pi']);
    expect(onDisk()).toContain('# the small one');
    lab.removeHost('pi');
    expect(lab.view().lab.hosts).toEqual([]);
    expect(onDisk()).toContain('# ---- machines ---');
  });

  it('adds to lists written in one line, to files without the list, and keeps Windows line ends', () => {
    const flow = labWith('version: 1\nhosts: [{id: nas, access: {transport: local}}]\n');
    flow.lab.addHost(host('pi'));
    expect(flow.lab.view().lab.hosts.map(({ id }) => id)).toEqual(['nas', 'pi']);
    const none = labWith('version: 1');
    none.lab.addHost(host('pi'));
    expect(none.onDisk()).toBe('version: 1\n\nhosts:\n  - id: pi\n    access:\n      transport: local\n');
    const windows = labWith('version: 1\r\nhosts: # here\r\n');
    windows.lab.addHost(host('pi'));
    expect(windows.onDisk()).toBe(
      'version: 1\r\nhosts: # here\r\n  - id: pi\r\n    access:\r\n      transport: local\r\n',
    );
  });

  it('refuses an id in use and the removal of a host that a service runs on', () => {
    const { lab, onDisk } = labWith(
      'version: 1\nhosts:\n  - { id: nas, access: { transport: local } }\nservices:\n  - { id: photos, host: nas }\n',
    );
    const before = onDisk();
    expect(refusalOf(() => lab.addHost(host('nas')))).toMatchObject({
      code: 'CONFLICT',
      message: 'There is already a host with the id nas',
    });
    expect(refusalOf(() => lab.addHost(host('photos'))).code).toBe('CONFLICT');
    expect(refusalOf(() => lab.removeHost('nas'))).toMatchObject({
      code: 'CONFLICT',
      message: 'photos runs on host nas',
    });
    expect(refusalOf(() => lab.removeHost('nope')).code).toBe('NOT_FOUND');
    expect(onDisk()).toBe(before);
  });

  it('keeps the last good lab in force while the file is broken, and says where', async () => {
    const { lab, file } = labWith(commented);
    const views: LabView[] = [];
    lab.onChanged((view) => views.push(view));
    fs.writeFileSync(file, commented.replace('transport: local', 'transport: locl'));
    await eventually(() => expect(lab.view().problems).toHaveLength(1));
    expect(lab.view().problems[0]).toMatchObject({
      line: 13,
      message: '`transport` cannot be `locl`',
      mend: 'Did you mean `local`?',
    });
    expect(lab.view().hash).toBe(hashOf(commented));
    expect(lab.view().lab.hosts).toHaveLength(2);
    expect(refusalOf(() => lab.addHost(host('web'))).code).toBe('INVALID');
    fs.writeFileSync(file, commented.replace('id: pi', 'id: pi4'));
    await eventually(() => expect(lab.view().lab.hosts.map(({ id }) => id)).toEqual(['nas', 'pi4']));
    expect(lab.view().problems).toEqual([]);
    expect(views.at(-1)).toBe(lab.view());
  });

  it('sees what editors do that write a new file and rename it, and a file that goes and comes back', async () => {
    const { lab, file } = labWith(commented);
    fs.writeFileSync(`${file}~`, commented.replace('id: pi', 'id: pi5'));
    fs.renameSync(`${file}~`, file);
    await eventually(() => expect(lab.view().lab.hosts.map(({ id }) => id)).toEqual(['nas', 'pi5']));
    fs.rmSync(file);
    await eventually(() => expect(lab.view().problems[0]?.message).toBe('The file is gone'));
    expect(lab.view().lab.hosts).toHaveLength(2);
    fs.writeFileSync(file, commented);
    await eventually(() => expect(lab.view().hash).toBe(hashOf(commented)));
    expect(lab.view().problems).toEqual([]);
  });

  it('never overwrites what changed on disk since it was read', () => {
    const { lab, file, onDisk } = labWith(commented);
    const { text, hash } = lab.readText();
    const theirs = `${commented}# theirs\n`;
    fs.writeFileSync(file, theirs);
    expect(refusalOf(() => lab.writeText(`${text}# mine\n`, hash)).code).toBe('CONFLICT');
    expect(onDisk()).toBe(theirs);
    lab.addHost(host('web'));
    expect(onDisk()).toContain('# theirs');
    expect(onDisk()).toContain('- id: web');
  });

  it('refuses invalid text with its line and column, and puts valid text in force at once', () => {
    const { lab, onDisk } = labWith(commented);
    const { text, hash } = lab.readText();
    const refusal = refusalOf(() => lab.writeText(text.replace('interval: 15', 'interval: often'), hash));
    expect(refusal).toMatchObject({
      code: 'INVALID',
      line: 29,
      column: 22,
      message: '`interval` must be a number, but is text',
    });
    expect(onDisk()).toBe(commented);
    const heard = vi.fn<(view: LabView) => void>();
    lab.onChanged(heard);
    lab.writeText(text.replace('interval: 15', 'interval: 20'), hash);
    expect(lab.view().lab.settings.interval).toBe(20);
    expect(heard).toHaveBeenCalledOnce();
  });

  it('keeps the mode of the file, and a link a link', () => {
    const folder = testFolder();
    const real = path.join(testFolder(), 'dotfiles-lab.yaml');
    fs.writeFileSync(real, commented);
    fs.chmodSync(real, 0o640);
    fs.symlinkSync(real, path.join(folder, 'lab.yaml'));
    const lab = createLabFolder({ folder, clock: realClock, logger: silentLogger });
    lab.addHost(host('web'));
    lab.close();
    expect(fs.lstatSync(path.join(folder, 'lab.yaml')).isSymbolicLink()).toBe(true);
    expect(fs.statSync(real).mode & 0o777).toBe(0o640);
    expect(fs.readFileSync(real, 'utf8')).toContain('- id: web');
    expect(fs.readdirSync(path.dirname(real))).toEqual(['dotfiles-lab.yaml']);
  });
});
