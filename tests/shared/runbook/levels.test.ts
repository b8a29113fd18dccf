import { expect, it } from 'vitest';
import { readRunbook } from '#shared/runbook/readRunbook.ts';

it('keeps what else a document says of a level, under its own words', () => {
  const { levels, notUnderstood } = readRunbook(`# Cellar

## Severity

| Level | Name | Description | Response | Update frequency | Fixed within |
|---|---|---|---|---|---|
| P1 | Critical | Water | 15 min | every 30 min | 4 h |
| P2 | Low | Dust | 1 day | weekly | |
`);
  expect(levels.map(({ label, name, details }) => ({ label, name, details }))).toEqual([
    {
      label: 'P1',
      name: 'Critical',
      details: [
        { label: 'Update frequency', text: 'every 30 min' },
        { label: 'Fixed within', text: '4 h' },
      ],
    },
    { label: 'P2', name: 'Low', details: [{ label: 'Update frequency', text: 'weekly' }] },
  ]);
  expect(notUnderstood).toEqual([]);
});

it('takes a sentence that something is urgent for no time', () => {
  const { levels } = readRunbook(`# Cellar

## Severity

- **P1**
  - Response: Immediate action is needed, since the water rises
- **P2**
  - Response: At once
`);
  expect(levels.map(({ response }) => response)).toEqual([null, { kind: 'within', minutes: 0, text: 'At once' }]);
});
