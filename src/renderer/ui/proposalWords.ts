import type { ProposalGroup } from '#shared/discovery/proposal.ts';

/** Headings of the groups in which discovery proposes checks. */
export const groupNames: Readonly<Record<ProposalGroup, string>> = {
  host: 'The host itself',
  unit: 'Services (systemd units)',
  timer: 'Timers',
  container: 'Containers',
  web: 'Web servers',
  certificate: 'Certificates',
  port: 'Listening ports',
  mount: 'Disks and mounts',
  pool: 'Storage pools and arrays',
  git: 'Git checkouts',
  backup: 'Backups',
};
