import { expect, it } from 'vitest';
import { editLab } from '#core/labFolder/editLab.ts';
import { parseLabText } from '#shared/lab/parseLabText.ts';
import type { CheckDefinition } from '#shared/check/checkDefinition.ts';

const checks: CheckDefinition[] = [
  { id: 'nas-load', kind: 'load' },
  { id: 'nas-photos', kind: 'systemd-unit', unit: 'photos.service' },
];
const added = (text: string) => editLab(text, { kind: 'addChecks', list: 'hosts', id: 'nas', checks });
const idsOf = (text: string) => parseLabText(text, 'lab.yaml').lab?.hosts[0]?.checks.map(({ id }) => id);

it('writes checks behind those of the host, one to a line, and leaves every other line as it was', () => {
  const text = `version: 1
hosts:
  - id: nas   # the big one
    access: {transport: local}
    checks:
    - {id: nas-disk, kind: disk,   path: /}   # grows quickly
    # the end

  - id: pi
    access: { transport: local }
`;
  const edited = added(text);
  expect(edited).toBe(
    text.replace(
      '# grows quickly\n',
      '# grows quickly\n    - { id: nas-load, kind: load }\n    - { id: nas-photos, kind: systemd-unit, unit: photos.service }\n',
    ),
  );
});

it('makes the list where the host has none, or where it stands in one line, and keeps the comments', () => {
  for (const list of ['', '    checks: []\n', '    checks: [{ id: nas-disk, kind: disk, path: / }]\n']) {
    const edited = added(`# my lab\nversion: 1\nhosts:\n  - id: nas # big\n    access: { transport: local }\n${list}`);
    expect(idsOf(edited)?.slice(-2)).toEqual(['nas-load', 'nas-photos']);
    expect(edited).toContain('# my lab');
    expect(edited).toContain('# big');
  }
});
