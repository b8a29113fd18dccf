import type { DiagnosisSubject } from '#shared/diagnosis/subject.ts';
import { diagnose } from '#shared/diagnosis/diagnose.ts';
import type { IssuePattern, RunbookAction } from '#shared/runbook/runbook.ts';
import { actionWith } from '#tests/core/runs/desk.ts';

export const subject: DiagnosisSubject = {
  unit: 'photos',
  paths: ['/srv/photos'],
  ports: [3000],
  localUrls: ['http://localhost:3000/health'],
  remoteUrls: [],
};

const remedy = (kind: string, options: Readonly<Record<string, string>>) => ({ kind, options });
/** A runbook's remedies: of this service, and of another. */
export const actions: readonly RunbookAction[] = [
  actionWith({
    id: 'restart',
    commands: ['sudo systemctl restart photos'],
    remedy: remedy('restart-unit', { unit: 'photos' }),
  }),
  actionWith({
    id: 'restart-other',
    commands: ['sudo systemctl restart web'],
    remedy: remedy('restart-unit', { unit: 'web' }),
  }),
  actionWith({ id: 'restart-both', commands: ['sudo systemctl restart photos', 'sudo systemctl restart web'] }),
  actionWith({
    id: 'restore',
    commands: ['sudo cp -a /backup/latest/. /srv/photos/'],
    remedy: remedy('restore-backup', { root: '/srv/photos', unit: 'photos' }),
  }),
  actionWith({
    id: 'roll-back',
    commands: ['git reset --hard HEAD~1'],
    remedy: remedy('roll-back', { root: '/srv/photos' }),
  }),
  actionWith({
    id: 'clear',
    commands: ['rm -rf /tmp/photos-*'],
    remedy: remedy('clear-temporary-data', { files: '/tmp/photos-*' }),
  }),
  actionWith({ id: 'free-port', commands: ['sudo fuser -k -TERM 3000/tcp', 'sudo systemctl restart photos'] }),
  actionWith({ id: 'own', commands: ['sudo chown -R photos: /srv/photos'] }),
  actionWith({ id: 'look', commands: ['systemctl status photos'], effect: 'reads' }),
];

export const failedUnit = `Id=photos.service
LoadState=loaded
ActiveState=failed
SubState=failed
Result=exit-code
ExecMainStatus=1
NRestarts=0
User=photos
Requires=`;
export const journalLine = (text: string) => `2026-03-01T03:10:05+0000 nas photos[7]: ${text}`;

export const at = Date.parse('2026-03-01T03:10:00Z');

/** Findings of outputs by title, as a host would have said them. */
export function found(outputs: Readonly<Record<string, string>>, patterns: readonly IssuePattern[] = []) {
  return diagnose({
    subject,
    incidentStartedAt: at,
    askedAt: at + 60_000,
    actions,
    patterns,
    outputs: Object.entries(outputs).map(([title, stdout]) => ({
      title,
      output: { command: title, end: { kind: 'exited', code: 0 }, stdout, stderr: '' },
    })),
  });
}

export const suggested = (outputs: Readonly<Record<string, string>>): readonly string[] =>
  found(outputs).flatMap(({ suggests }) => suggests.map(({ actionId }) => actionId));
