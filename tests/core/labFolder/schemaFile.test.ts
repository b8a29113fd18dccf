import * as fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createLabFolder } from '#core/labFolder/createLabFolder.ts';
import { keepSchemaFile, schemaFileName, schemaFileText } from '#core/labFolder/schemaFile.ts';
import { realClock, silentLogger, testFolder } from './realPorts.ts';

const keep = (folder: string, version = '1.2.0') => keepSchemaFile({ folder, version, logger: silentLogger });
const read = (folder: string) => fs.readFileSync(path.join(folder, schemaFileName), 'utf8');
const write = (folder: string, text: string) => fs.writeFileSync(path.join(folder, schemaFileName), text);

it('writes the schema that the first line of a new lab.yaml names', () => {
  const folder = testFolder();
  createLabFolder({ folder, clock: realClock, logger: silentLogger }).close();
  keep(folder);
  const [firstLine = ''] = fs.readFileSync(path.join(folder, 'lab.yaml'), 'utf8').split('\n');
  const named = /^# yaml-language-server: \$schema=(\S+)$/.exec(firstLine)?.[1] ?? '';
  expect(JSON.parse(fs.readFileSync(path.join(folder, named), 'utf8'))).toMatchObject({ title: 'lab.yaml of Sitrep' });
});

it('does not touch a schema that is up to date, not even its line ends', () => {
  const folder = testFolder();
  const asGitOnWindows = schemaFileText('1.2.0').replaceAll('\n', '\r\n');
  write(folder, asGitOnWindows);
  keep(folder);
  expect(read(folder)).toBe(asGitOnWindows);
});

it('replaces what an older version wrote', () => {
  const folder = testFolder();
  write(folder, schemaFileText('1.1.9'));
  keep(folder, '1.2.0-beta.1');
  expect(read(folder)).toBe(schemaFileText('1.2.0-beta.1'));
});

it.each(['1.3.0', '1.10.0', '2'])('leaves what version %s wrote on another computer', (newer) => {
  const folder = testFolder();
  write(folder, schemaFileText(newer));
  keep(folder);
  expect(read(folder)).toBe(schemaFileText(newer));
});

it.each([
  ['a key added', (text: string) => text.replace('"title"', '"x-mine": true, "title"')],
  ['everything replaced', () => '{}'],
  ['nothing left', () => ''],
  ['no JSON', () => 'mine\n'],
])('leaves a schema that a person changed: %s', (_, change) => {
  const folder = testFolder();
  write(folder, change(schemaFileText('1.1.0')));
  const before = read(folder);
  keep(folder);
  expect(read(folder)).toBe(before);
});

it('keeps a link a link', () => {
  const folder = testFolder();
  const elsewhere = path.join(testFolder(), 'schema.json');
  fs.writeFileSync(elsewhere, schemaFileText('1.0.0'));
  fs.symlinkSync(elsewhere, path.join(folder, schemaFileName));
  keep(folder);
  expect(fs.lstatSync(path.join(folder, schemaFileName)).isSymbolicLink()).toBe(true);
  expect(fs.readFileSync(elsewhere, 'utf8')).toBe(schemaFileText('1.2.0'));
});

it('does no harm where it cannot be written', () => {
  const folder = testFolder();
  fs.mkdirSync(path.join(folder, schemaFileName));
  const warnings: string[] = [];
  keepSchemaFile({ folder, version: '1.2.0', logger: { ...silentLogger, warn: (text) => void warnings.push(text) } });
  expect(warnings).toHaveLength(1);
});
