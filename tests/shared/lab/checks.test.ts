import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { checkDefinitionSchema } from '#shared/check/checkDefinition.ts';
import { defaultHostChecks } from '#shared/lab/defaultHostChecks.ts';
import { identifierSchema } from '#shared/lab/identifiers.ts';
import { labJsonSchema } from '#shared/lab/labJsonSchema.ts';
import { editDistance, nearestWord } from '#shared/lab/nearestWord.ts';
import { serviceChecksFrom } from '#shared/lab/serviceChecksFrom.ts';

const identifiers = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,62}$/);

describe('checks that come by themselves', () => {
  it('asks every host whether it is reachable and about disk, memory and load', () => {
    expect(defaultHostChecks('nas').map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      'nas-reachable reachable',
      'nas-disk disk',
      'nas-memory memory',
      'nas-load load',
    ]);
  });

  it('makes valid and different ids however long the owner is called', () => {
    fc.assert(
      fc.property(identifiers, (id) => {
        const checks = defaultHostChecks(id);
        for (const check of checks) checkDefinitionSchema.parse(check);
        expect(new Set(checks.map((check) => check.id)).size).toBe(checks.length);
      }),
    );
  });

  it('puts the service in front of the ids of its runbook, dependencies among them included', () => {
    const checks = serviceChecksFrom(
      [
        { id: 'unit', kind: 'systemd-unit', unit: '{{unit}}' },
        { id: 'health', kind: 'http', url: 'http://localhost', dependsOn: ['unit', 'nas'] },
      ],
      'photos',
    );
    expect(checks).toEqual([
      { id: 'photos-unit', kind: 'systemd-unit', unit: '{{unit}}' },
      { id: 'photos-health', kind: 'http', url: 'http://localhost', dependsOn: ['photos-unit', 'nas'] },
    ]);
    for (const check of checks) identifierSchema.parse(check.id);
  });
});

describe('help for editors and typing mistakes', () => {
  it('describes lab.yaml as JSON Schema with every kind of check', () => {
    const schema = labJsonSchema();
    expect(schema.required).toEqual(['version']);
    expect(JSON.stringify(schema)).toContain('"storage-health"');
  });

  it('measures words like a metric and finds a swapped pair', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
      }),
    );
    expect(nearestWord('hsot', ['host', 'hosts', 'name'])).toBe('host');
    expect(nearestWord('banana', ['host', 'hosts', 'name'])).toBeNull();
  });
});
