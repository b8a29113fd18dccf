import { describe, expect, it } from 'vitest';
import type { Incident } from '#shared/incident/incident.ts';
import { minuteMs } from '#shared/time/instant.ts';
import { postMortemText } from '../../../src/renderer/incident/postMortemText.ts';

const startedAt = Date.parse('2026-11-23T03:11:00Z');
const incident: Incident = {
  id: 'INC-20261123-0311',
  title: 'gitops-auditor is down',
  severity: 1,
  severityBy: 'suggested',
  status: 'resolved',
  causeKey: 'service:gitops-auditor',
  hostId: 'auditor',
  serviceId: null,
  alertIds: [],
  runbookId: 'gitops-auditor',
  runbookHash: 'h',
  variables: {},
  timestamps: {
    startedAt,
    detectedAt: startedAt + minuteMs,
    acknowledgedAt: null,
    mitigatedAt: startedAt + 8 * minuteMs,
    resolvedAt: startedAt + 9 * minuteMs,
    closedAt: null,
  },
  marks: {},
  runIds: [],
  messages: [],
  drafts: {},
  cause: null,
  nextUpdateBy: null,
  breached: [],
  recoveredByItself: false,
  followsIncidentId: null,
};
const entry = { sequence: 1, at: startedAt, kind: 'note', text: 'Saw it\n# red', isPerson: true } as const;
const text = (over: Partial<Incident>) =>
  postMortemText({
    incident: { ...incident, ...over },
    entries: [entry],
    openFollowUps: ['Update the runbook'],
    timeZone: 'UTC',
  });

describe('the post-mortem as Markdown', () => {
  it('has figures, cause, timeline and what is left', () => {
    const said = text({ cause: 'A bad line in config.json.' });
    expect(said).toContain('# INC-20261123-0311: gitops-auditor is down');
    expect(said).toContain('| Time to detect | 1 min |');
    expect(said).toContain('| Time to resolve | 9 min |');
    expect(said).toContain('A bad line in config.json.');
    expect(said).toContain('03:11:00 UTC: Saw it # red (by hand)');
    expect(said).toContain('- [ ] Update the runbook');
  });

  it('says plainly what is not known', () => {
    expect(text({})).toContain('| Time to acknowledge | not known |');
    expect(text({})).toContain('Not known yet.');
  });
});
