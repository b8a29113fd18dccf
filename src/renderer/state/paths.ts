const segment = encodeURIComponent;

/** Addresses of the screens, behind the `#` of the window's address. */
export const paths = {
  overview: '/',
  addHost: '/setup/host',
  firstContact: (hostId: string) => `/setup/host/${segment(hostId)}`,
  addService: (hostId: string) => `/setup/service/${segment(hostId)}`,
  incident: (incidentId: string) => `/incidents/${segment(incidentId)}`,
  incidentRun: (incidentId: string, runId: string) => `/incidents/${segment(incidentId)}/runs/${segment(runId)}`,
  draft: (incidentId: string, draftId: string) => `/incidents/${segment(incidentId)}/drafts/${segment(draftId)}`,
  compose: (incidentId: string) => `/incidents/${segment(incidentId)}/drafts`,
  run: (runId: string) => `/runs/${segment(runId)}`,
  hosts: '/hosts',
  host: (hostId: string) => `/hosts/${segment(hostId)}`,
  runbooks: '/runbooks',
  runbook: (id: string) => `/runbooks/${segment(id)}`,
  messages: '/messages',
  reports: '/reports',
  notifications: '/notifications',
  settings: '/settings',
} as const;
