import { expect, it } from 'vitest';
import { suggestionsOf } from '#shared/diagnosis/suggest.ts';
import { actionWith } from '#tests/core/runs/desk.ts';

const back = actionWith({ id: 'back', commands: ['git reset --hard HEAD~1', 'sudo systemctl restart photos'] });
const backIn = (cwd: string | null) => ({
  ...back,
  steps: back.steps.map((step, index) => ({ ...step, cwd: index === 0 ? cwd : null })),
});
const offered = (cwd: string | null, path: string) =>
  suggestionsOf([{ kind: 'roll-back', reason: 'it was changed', path }], [backIn(cwd)], 'photos').length > 0;

it('offers to take commits back only for what lies in their work tree', () => {
  expect(offered('/srv/photos', '/srv/photos/app.py')).toBe(true);
  expect(offered('/srv/photos', '/etc/photos/photos.env')).toBe(false);
  expect(offered(null, '/etc/photos/photos.env')).toBe(true);
});
