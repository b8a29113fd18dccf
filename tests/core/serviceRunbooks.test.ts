import { expect, it } from 'vitest';
import { serviceRunbooks } from '#core/serviceRunbooks.ts';
import { readRunbook } from '#shared/runbook/readRunbook.ts';
import { parseLabText } from '#shared/lab/parseLabText.ts';

const { lab } = parseLabText(
  'version: 1\nhosts: [{ id: nas, access: { transport: local } }]\nservices: [{ id: web, host: nas, runbook: web }]\n',
  'lab.yaml',
);

it('keeps what a runbook gave its service while the file of the runbook is gone', () => {
  const text = '---\nvariables: { unit: { default: nginx } }\nchecks: [{ id: up, kind: reachable }]\n---\n# Web\n';
  const files = new Map([['web', { id: 'web', hash: 'h', text, runbook: readRunbook(text) }]]);
  const [web] = lab?.services ?? [];
  if (lab === null || web === undefined) throw new Error('the lab is not valid');
  const { variablesOf, withRunbookChecks, runbookFor } = serviceRunbooks(
    { get: (id) => files.get(id) ?? null },
    () => lab,
  );
  expect(variablesOf(web)).toEqual({ unit: 'nginx' });
  files.clear();
  expect(variablesOf(web)).toEqual({ unit: 'nginx' });
  expect(withRunbookChecks(web).checks.map(({ id }) => id)).toEqual(['web-up']);
  expect(runbookFor('web', 'nas').text).toBe(text);
});
