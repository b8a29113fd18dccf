import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { quote } from '#core/ssh/channel/quote.ts';
import { diagnosisProbes } from '#shared/diagnosis/probes/probes.ts';
import { subjectFrom } from '#shared/diagnosis/subject.ts';
import { effectOf } from '#shared/runbook/effect/effectOf.ts';
import { subject } from './support.ts';

describe('the probes of a diagnosis', () => {
  it.each(diagnosisProbes({ ...subject, remoteUrls: ['https://api.example.org'] }, quote))(
    'only read: $title',
    ({ command }) => {
      expect(effectOf(command)).toMatchObject({ effect: 'reads' });
    },
  );

  it('stay reading whatever the variables are called', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        const path = `/srv/${text.replaceAll('\0', '')}`;
        for (const { command } of diagnosisProbes({ ...subject, paths: [path] }, quote))
          expect(effectOf(command).effect).not.toBe('destroys');
      }),
      { numRuns: 15 },
    );
  });

  it('have titles of their own, by which their outputs are told apart', () => {
    const titles = diagnosisProbes(subject, quote).map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

describe('what a diagnosis is about', () => {
  it('is told from the variables of the runbook, and never a folder of the whole host', () => {
    const variables = {
      root: { default: '/opt/app' },
      temporary: { default: '/tmp/app-' },
      log: { default: '/var/log/nginx/access.log' },
      port: { default: '8123' },
      api: { default: 'https://api.example.org' },
    };
    expect(subjectFrom({ variables, checks: [] }, {}, 'app')).toEqual({
      unit: 'app',
      paths: ['/opt/app'],
      ports: [8123],
      localUrls: [],
      remoteUrls: ['https://api.example.org'],
    });
  });
});
