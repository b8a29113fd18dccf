import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runCommand } from '../../src/main/cli/runCommand.ts';

let folder: string;
let said: string[];
let complained: string[];
const run = (...words: string[]) =>
  runCommand(words, {
    say: (line) => void said.push(line),
    complain: (line) => void complained.push(line),
    environment: { XDG_CONFIG_HOME: folder },
  });

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sitrep-cli-'));
  said = [];
  complained = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const goodLab = 'version: 1\nhosts:\n  - id: nas\n    access: { transport: ssh2, alias: nas }\n';

it('is content with a valid lab folder', async () => {
  await writeFile(path.join(folder, 'lab.yaml'), goodLab);
  expect(await run('lab', 'check', folder)).toBe(0);
  expect(said).toStrictEqual([`${folder}: no problems`]);
});

it('takes the usual lab folder where none is named', async () => {
  if (process.platform !== 'linux') return;
  await mkdir(path.join(folder, 'sitrep', 'lab'), { recursive: true });
  await writeFile(path.join(folder, 'sitrep', 'lab', 'lab.yaml'), goodLab);
  expect(await run('lab', 'check')).toBe(0);
});

it('names file, line and column of each mistake, with how to mend it', async () => {
  const file = path.join(folder, 'lab.yaml');
  await writeFile(file, `${goodLab}services:\n  - id: web\n    host: nowhere\n`);
  expect(await run('lab', 'check', folder)).toBe(1);
  expect(said[0]).toMatch(/lab\.yaml:7:\d+: error: .+ \(.+\)$/u);
  expect(said[0]?.startsWith(file)).toBe(true);
  expect(said.at(-1)).toBe(`${folder}: 1 error, 0 warnings`);
});

it('looks at the message templates of the lab folder too', async () => {
  await writeFile(path.join(folder, 'lab.yaml'), goodLab);
  await mkdir(path.join(folder, 'templates'));
  await writeFile(path.join(folder, 'templates', 'good.md'), 'Subject: Hello\n\nSince {started}\n');
  await writeFile(path.join(folder, 'templates', 'broken.md'), 'Subject: Hello\n\nSince {started\n');
  expect(await run('lab', 'check', folder)).toBe(1);
  expect(said).toStrictEqual([
    `${path.join(folder, 'templates', 'broken.md')}:3:7: error: A place to fill in begins with { and never ends (Write } after its name.)`,
    `${folder}: 1 error, 0 warnings`,
  ]);
});

it('looks at the runbooks of the lab folder too', async () => {
  await writeFile(path.join(folder, 'lab.yaml'), goodLab);
  await mkdir(path.join(folder, 'runbooks'));
  await writeFile(path.join(folder, 'runbooks', 'web.md'), '---\nname: [\n---\n# Web\n');
  expect(await run('lab', 'check', folder)).toBe(1);
  expect(said[0]).toMatch(/web\.md:\d+:\d+: error: /u);
});

it('tells warnings from errors in a runbook: the built-in one has no errors', async () => {
  const runbook = path.join(import.meta.dirname, '../../assets/runbooks/gitops-auditor.md');
  expect(await run('runbook', 'check', runbook)).toBe(0);
});

it('says that a runbook is empty, and what it needs at least', async () => {
  const runbook = path.join(folder, 'web.md');
  await writeFile(runbook, '\n');
  expect(await run('runbook', 'check', runbook)).toBe(1);
  expect(said[0]).toBe(
    `${runbook}:1:1: error: The file is empty. (Write at least a heading, and under it a list of steps or commands in a block that begins with \`\`\`sh.)`,
  );
});

it('says that a runbook with nothing but a heading holds nothing to use', async () => {
  const runbook = path.join(folder, 'web.md');
  await writeFile(runbook, '# Web\n\nSome words.\n');
  expect(await run('runbook', 'check', runbook)).toBe(0);
  expect(said[0]).toContain(`${runbook}:1:1: warning: Nothing was found that Sitrep can use: no step, no command`);
});

it('says which file cannot be read', async () => {
  expect(await run('lab', 'check', path.join(folder, 'none'))).toBe(1);
  expect(await run('runbook', 'check', folder)).toBe(1);
  expect(complained[0]).toContain('there is no such file');
  expect(complained[1]).toContain('it is a folder');
});

it.each([[[]], [['lab']], [['runbook', 'check']], [['frobnicate', 'it']], [['lab', 'check', 'a', 'b']], [['--wrong']]])(
  'explains itself for %j',
  async (words) => {
    expect(await run(...words)).toBe(2);
    expect(complained.join('\n')).toContain('Usage: sitrep');
  },
);

it('knows its version and its usage', async () => {
  expect(await run('--version')).toBe(0);
  expect(await run('--help')).toBe(0);
  expect(said[0]).toMatch(/^\d+\.\d+\.\d+$/u);
  expect(said[1]).toContain('Usage: sitrep');
});

it('prints a JSON Schema that names every key of lab.yaml', async () => {
  expect(await run('lab', 'schema')).toBe(0);
  const schema = JSON.parse(said.join('\n')) as { properties: Record<string, unknown>; required: readonly string[] };
  expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(['version', 'hosts', 'services', 'channels']));
  expect(schema.required).toEqual(['version']);
});
