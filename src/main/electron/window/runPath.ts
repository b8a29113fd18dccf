/** The window's address of a run of an incident, behind the `#`. */
export const runPath = (incidentId: string, runId: string): string =>
  `/incidents/${encodeURIComponent(incidentId)}/runs/${encodeURIComponent(runId)}`;
