import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { mergeEdits } from '#shared/message/mergeEdits.ts';
import { missingFields, newDraft, refreshDraft } from '#shared/message/refreshDraft.ts';
import { promisedUpdate } from '#shared/message/promisedUpdate.ts';
import { factsWith, incidentWith, startedAt, templateWith } from './fixtures.ts';

const template = templateWith(
  '[P{severity}] {title}',
  `Status: {status}
Duration: {time elapsed}

Impact:
{Who is affected}

Prevention:
{steps}

Next Update: {time}
`,
);
const zone = 'Europe/Berlin';
const draft = newDraft({ id: 'd1', template, facts: factsWith(), to: ['me@example.org'] });
const later = factsWith(incidentWith({ severity: 2, status: 'identified' }), { now: startedAt + 40 * 60_000 });

describe('refreshing a draft', () => {
  it('follows the incident where the person changed nothing', () => {
    const next = refreshDraft(draft, template, later);
    expect(next.subject).toBe('[P2] photos is down on nas');
    expect(next.body).toContain('Status: Identified\nDuration: 40 min\n');
  });

  it('keeps what the person wrote, in the same line even, and updates the rest', () => {
    const body = draft.body
      .replace('Status: Investigating', 'Status: Investigating (all hands)')
      .replace('photos on nas', 'nobody, so far')
      .concat('\nThanks for your patience.\n');
    const edited = refreshDraft(draft, template, factsWith(), { body });
    const next = refreshDraft(edited, template, later);
    expect(next.body).toContain('Status: Identified (all hands)\nDuration: 40 min\n\nImpact:\nnobody, so far\n');
    expect(next.body).toContain('\nThanks for your patience.\n');
  });

  it('keeps a value that the person gave, until it is emptied again', () => {
    const edited = refreshDraft(draft, template, factsWith(), { fields: { 'Who is affected': 'everybody' } });
    const next = refreshDraft(edited, template, later);
    expect(next.body).toContain('Impact:\neverybody\n');
    expect(next.fields.find((field) => field.placeholder === 'Who is affected')).toMatchObject({
      source: 'person',
      origin: 'you',
    });
    const emptied = refreshDraft(next, template, later, { fields: { 'Who is affected': '' } });
    expect(emptied.body).toContain('Impact:\nphotos on nas\n');
  });

  it('strikes a field out together with the heading that only it stood under', () => {
    expect(missingFields(draft)).toEqual(['steps']);
    const struck = refreshDraft(draft, template, factsWith(), { fields: { steps: null } });
    expect(missingFields(struck)).toEqual([]);
    expect(struck.body).not.toContain('Prevention');
    expect(struck.body).toContain('photos on nas\n\nNext Update: ');
    expect(refreshDraft(struck, template, later).body).not.toContain('Prevention');
    const back = refreshDraft(struck, template, factsWith(), { fields: { steps: '' } });
    expect(back.body).toBe(draft.body);
  });

  it('counts a missing field as settled once the person wrote over its place', () => {
    const edited = refreshDraft(draft, template, factsWith(), {
      body: draft.body.replace('{steps}', 'Watch the disk.'),
    });
    expect(missingFields(edited)).toEqual([]);
    expect(refreshDraft(edited, template, later).body).toContain('Prevention:\nWatch the disk.\n');
  });

  it('fills a field also in a text that the person rearranged', () => {
    const edited = refreshDraft(draft, template, factsWith(), { body: 'Short: {steps}, sorry' });
    const next = refreshDraft(edited, template, factsWith(), { fields: { steps: 'more disks' } });
    expect(next.body).toBe('Short: more disks, sorry');
  });

  it('reads the promise of the next update from the text as it will be sent', () => {
    const now = startedAt + 12 * 60_000;
    expect(promisedUpdate(draft, template, zone, now)).toBe(now + 30 * 60_000);
    const byField = refreshDraft(draft, template, factsWith(), { fields: { time: 'in 2 h' } });
    expect(promisedUpdate(byField, template, zone, now)).toBe(now + 120 * 60_000);
    const byText = refreshDraft(draft, template, factsWith(), {
      body: draft.body.replace(/Next Update: .*/, 'Next update: 05:00'),
    });
    expect(promisedUpdate(byText, template, zone, now)).toBe(Date.UTC(2026, 10, 23, 4, 0));
    const never = refreshDraft(draft, template, factsWith(), { fields: { time: null } });
    expect(promisedUpdate(never, template, zone, now)).toBeNull();
  });
});

describe('merging edits', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c d', '\n', ' '), { maxLength: 12 }).map((parts) => parts.join(''));

  it('takes the one side that changed, and loses nothing that a person typed', () => {
    fc.assert(
      fc.property(text, text, (base, other) => {
        expect(mergeEdits(base, base, other)).toBe(other);
        expect(mergeEdits(other, base, base)).toBe(other);
        expect(mergeEdits(other, base, other)).toBe(other);
      }),
    );
    fc.assert(
      fc.property(text, text, text, (base, theirs, before) => {
        const merged = mergeEdits(`${before}TYPED${base}`, base, theirs);
        expect(merged).toContain('TYPED');
      }),
    );
  });
});
