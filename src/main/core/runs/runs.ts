/** What a person asks to run, where; the incident keeps it on its timeline. */
export type StartRequest = {
  readonly requestId: string;
  readonly incidentId: string | null;
  readonly hostId: string;
  readonly serviceId: string | null;
  readonly runbookId: string;
  readonly actionId: string;
};

/** Actions, remedies and evidence: each run is journalled before each of its steps, and belongs to the core. */
export type Runs = {
  /** Plans and preflights; goes on by itself where the consent is `none`. Returns the run id. */
  readonly start: (request: StartRequest) => string;
  /**
   * Starts a remedy for an incident by one click outside the window: where its consent is a click and the preflight
   * found no cost, that click was it, unless an earlier run of it ended unknown; else the run waits for consent like
   * any other. While such a run goes on, another click gets the same.
   */
  readonly startByClick: (request: {
    readonly requestId: string;
    readonly incidentId: string;
    readonly actionId: string;
  }) => string;
  /** Puts a waiting run into the folder that its runbook leaves open, once the host said that it is there. */
  readonly nameFolder: (request: {
    readonly requestId: string;
    readonly runId: string;
    readonly folder: string;
  }) => Promise<void>;
  readonly consent: (request: {
    readonly requestId: string;
    readonly runId: string;
    readonly typed: string | null;
  }) => void;
  readonly cancel: (request: { readonly requestId: string; readonly runId: string }) => void;
  /** A stop for all: cancels every run that has not ended, each journalled. */
  readonly cancelAll: (request: { readonly requestId: string }) => void;
  readonly undo: (request: { readonly requestId: string; readonly runId: string }) => void;
  /** Unit status, last journal lines, disk, memory: what was true when the incident opened. */
  readonly collectEvidence: (request: { readonly requestId: string | null; readonly incidentId: string }) => string;
  /** Everything that fits the incident at once: Sitrep's own probes and the runbook's diagnostics that only read. */
  readonly diagnose: (request: { readonly requestId: string; readonly incidentId: string }) => string;
  /** Ends as `unknown` what an earlier process left running. */
  readonly settleAbandoned: () => void;
  readonly close: () => Promise<void>;
};
