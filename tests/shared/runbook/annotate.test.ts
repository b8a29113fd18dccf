import { expect, it } from 'vitest';
import { annotate } from '#shared/runbook/annotate/annotate.ts';
import { readRunbook } from '#shared/runbook/readRunbook.ts';
import { readFixture } from './readFixture.ts';

const plain = readFixture('incident-response-procedures.md');

it('proposes root, units and port for a plain document', () => {
  expect(annotate(plain).proposals.map(({ name, value }) => [name, value])).toEqual([
    ['root', '/opt/gitops-auditor'],
    ['unit', 'gitops-auditor'],
    ['gitopsDashboardUnit', 'gitops-dashboard'],
    ['port', '3000'],
  ]);
});

it('touches commands only, and leaves a document that means the same', () => {
  const { text } = annotate(plain);
  const before = readRunbook(plain);
  const after = readRunbook(text);
  expect(after.problems).toEqual([]);
  expect(after.actions.map(({ id, effect, consent }) => [id, effect, consent])).toEqual(
    before.actions.map(({ id, effect, consent }) => [id, effect, consent]),
  );
  expect(after.templates.map(({ subject, body }) => [subject, body])).toEqual(
    before.templates.map(({ subject, body }) => [subject, body]),
  );
  expect(after.actions.find(({ id }) => id === 'restart-with-restored-config')?.steps).toMatchObject([
    { command: 'sudo systemctl restart {{unit}}', cwd: '{{root}}' },
  ]);
});

it('keeps what the front matter says already, comments included', () => {
  const { text } = annotate(
    '---\nname: Mine # keep me\nvariables:\n  unit: { default: web }\n---\n```sh\ncurl http://localhost:8080/\nsystemctl status web\n```\n',
  );
  expect(text).toContain('name: Mine # keep me');
  expect(Object.keys(readRunbook(text).variables)).toEqual(['unit', 'port']);
});

it('proposes the checks that watch what the commands are about, and none beside checks that are there', () => {
  const plainly =
    '# Web\n\n```sh\nsystemctl status web\ncurl -fsS http://localhost:8080/health\nss -ltn | grep 8080\n```\n';
  const { text } = annotate(plainly);
  const { checks, problems, actions } = readRunbook(text);
  expect(problems).toEqual([]);
  expect(checks).toEqual([
    { id: 'unit', kind: 'systemd-unit', name: 'Unit {{unit}}', unit: '{{unit}}' },
    { id: 'http', kind: 'http', name: 'Web address', url: 'http://localhost:{{port}}/health', from: 'host' },
  ]);
  expect(actions.flatMap(({ steps }) => steps.map(({ command }) => command))).toContain('ss -ltn | grep {{port}}');
  expect(annotate(text)).toEqual({ text, proposals: [] });
});

it('leaves the units of a user to a person, whom the check of a unit would not find', () => {
  expect(readRunbook(annotate('```sh\nsystemctl --user restart web\n```\n').text).checks).toEqual([]);
});
