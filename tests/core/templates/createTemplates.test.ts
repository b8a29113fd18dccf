import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTemplates, type Templates } from '#core/templates/createTemplates.ts';
import { realClock as clock, silentLogger as logger } from '#tests/core/labFolder/realPorts.ts';
import { eventually } from '#tests/support/eventually.ts';

const assetsFolder = path.join(import.meta.dirname, '../../../assets');

let labFolder: string;
let templates: Templates;
const write = (name: string, text: string) => writeFileSync(path.join(labFolder, 'templates', name), text);
const own = () => templates.view().own.map(({ id, subject }) => [id, subject]);
const places = () => templates.problems().map(({ file, line }) => `${file}:${line}`);

beforeEach(() => {
  labFolder = mkdtempSync(path.join(os.tmpdir(), 'sitrep-templates-'));
  mkdirSync(path.join(labFolder, 'templates'));
});
afterEach(() => {
  templates.close();
  rmSync(labFolder, { recursive: true, force: true });
});
const open = () => {
  templates = createTemplates({ labFolder, assetsFolder, clock, logger });
};

describe('the message templates of a lab', () => {
  it('are those of its folder, beside the three that come with Sitrep', () => {
    write('neighbours.md', '# For the neighbours\n\nSubject: Sorry\n\n{description}\n');
    write('initial.md', 'Subject: Mine\n\n{description}\n');
    open();
    expect(own()).toEqual([
      ['initial', 'Mine'],
      ['neighbours', 'Sorry'],
    ]);
    expect(templates.view().builtIn.map(({ id, purpose }) => [id, purpose])).toEqual([
      ['initial', 'initial'],
      ['progress', 'progress'],
      ['resolution', 'resolution'],
    ]);
    expect(templates.problems()).toEqual([]);
  });

  it('follow what is written, and keep what was valid when a file breaks', async () => {
    write('a.md', 'Subject: One\n\nText\n');
    open();
    write('b.md', 'Subject: Two\n\nText\n');
    await eventually(() => expect(own()).toHaveLength(2));
    write('a.md', 'Subject: Better\n\nSince {started\n');
    await eventually(() => expect(places()).toEqual(['templates/a.md:3']));
    expect(own()).toEqual([
      ['a', 'One'],
      ['b', 'Two'],
    ]);
    rmSync(path.join(labFolder, 'templates', 'a.md'));
    await eventually(() => expect(own()).toEqual([['b', 'Two']]));
    expect(places()).toEqual([]);
  });

  it('tell of each broken file without hiding the others', () => {
    write('My Template.md', 'Subject: One\n\nText\n');
    write('empty.md', '');
    write('good.md', 'Subject: Good\n\nText\n');
    open();
    expect(own()).toEqual([['good', 'Good']]);
    expect(places()).toEqual(['templates/My Template.md:1', 'templates/empty.md:1']);
  });
});
