import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { fillTemplate } from '#shared/message/fillTemplate.ts';
import { factsWith, incidentWith, startedAt, templateWith } from './fixtures.ts';

const filled = (body: string, facts = factsWith(), placeholders?: readonly string[]) =>
  fillTemplate(templateWith('Subject', body, placeholders), facts).body;

describe('filling a template', () => {
  it('tells from the label what a placeholder of many meanings asks for', () => {
    const { body, fields } = fillTemplate(
      templateWith(
        '[P{severity}] Photos - {brief description}',
        'Id: INC-{timestamp}\nBegan: {timestamp}\nDate: {date}\n',
      ),
      factsWith(),
    );
    expect(body).toBe('Id: INC-20261123-0311\nBegan: 2026-11-23 03:11 CET\nDate: 2026-11-23 03:23 CET\n');
    expect(fields.map((field) => field.placeholder)).toEqual([
      'severity',
      'brief description',
      'timestamp (Id)',
      'timestamp (Began)',
      'date',
    ]);
  });

  it.each([
    ['{{time}}', '{{ time }}'],
    ['${time}', '${ time }'],
    ['<time>', '< time >'],
    ['[time]', '[time]'],
  ])('knows %s as a placeholder', (plain, spaced) => {
    expect(filled(`Started: ${plain}\nStarted: ${spaced}`, factsWith(), ['time'])).toBe(
      'Started: 2026-11-23 03:11 CET\nStarted: 2026-11-23 03:11 CET',
    );
  });

  it.each([
    ['Severity: {level}', 'Severity: P1'],
    ['Severity: SEV-{n}', 'Severity: SEV-1'],
    ['Severity: {P1/P2/P3/P4}', 'Severity: P1'],
    ['Prio: {Low|Medium|High|Critical}', 'Prio: Critical'],
    ['Status: {Investigating/Identified/Monitoring/Resolved}', 'Status: Investigating'],
    ['Current state: {status}', 'Current state: Investigating'],
    ['Lasted: {time elapsed}', 'Lasted: 12 min'],
    ['Total downtime: {time}', 'Total downtime: 12 min'],
    ['Next update: {time}', 'Next update: 03:53 CET'],
    ['Next communication at {HH:MM}', 'Next communication at 03:53 CET'],
    ['## Impact\n{description}', '## Impact\nphotos on nas'],
    ['Affected: {who is affected}', 'Affected: photos on nas'],
    ['Reference: {incident_id}', 'Reference: INC-20261123-0311'],
    ['{serviceName} is down on {hostName}', 'photos is down on nas'],
    ['Root cause: {if known}', 'Root cause: Not yet identified'],
    ['**Resolved at:** {timestamp}', '**Resolved at:** {timestamp}'],
    ['Meeting: {time}', 'Meeting: {time}'],
    ['Commander: {name}', 'Commander: {name}'],
    ['Join: {link to the bridge}', 'Join: {link to the bridge}'],
    ['Ticket: {ticket number}', 'Ticket: {ticket number}'],
  ])('fills "%s" as "%s"', (template, expected) => {
    const names = ['n'];
    expect(filled(template, factsWith(), template.includes('{n}') ? names : undefined)).toBe(expected);
  });

  it('tells the story of the incident from its journal', () => {
    const incident = incidentWith({
      status: 'resolved',
      cause: 'a bad line in its configuration',
      recoveredByItself: true,
      timestamps: { ...incidentWith().timestamps, resolvedAt: startedAt + 75 * 60_000 },
    });
    const body = filled(
      'Duration: {time}\nResolution time: {timestamp}\n\nSummary:\n{Short summary of what happened and the fix}\n\nCause:\n{final analysis}\n\nFix:\n{What was done}\n',
      factsWith(incident),
    );
    expect(body).toBe(`Duration: 1 h 15 min
Resolution time: 2026-11-23 04:26 CET

Summary:
photos is down on nas, from 2026-11-23 03:11 CET to 2026-11-23 04:26 CET (1 h 15 min). Recovered without a change of ours.

Cause:
a bad line in its configuration

Fix:
Recovered without a change of ours
`);
  });

  it('marks what nobody can know and leaves it standing', () => {
    const { fields, body } = fillTemplate(templateWith('S', 'Prevention:\n{steps against recurrence}\n'), factsWith());
    expect(fields).toEqual([
      { placeholder: 'steps against recurrence', value: '', source: 'missing', origin: 'not known to the incident' },
    ]);
    expect(body).toBe('Prevention:\n{steps against recurrence}\n');
  });

  it('never lets a line break into the subject', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r', ' ', '{', '}') });
    fc.assert(
      fc.property(text, text, (title, subject) => {
        const facts = factsWith(incidentWith({ title }));
        const result = fillTemplate(templateWith(`${subject}{title}`, 'x'), facts);
        expect(result.subject).not.toMatch(/[\r\n]/);
      }),
    );
  });

  it('keeps every text whole in which nothing is to be filled', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string({ minLength: 1 }), { maxLength: 3 }), (body, names) => {
        const safe = names.filter((name) => !body.includes(name.trim()));
        expect(filled(body, factsWith(), safe)).toBe(body);
      }),
    );
  });
});
