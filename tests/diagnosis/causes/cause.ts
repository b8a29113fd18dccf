/** One thing that goes wrong: how to bring it about and take it back as root on the host, and what is right. */
export type Cause = {
  readonly name: string;
  /** The service that the incident is about, which belongs to the stage; the auditor where none is named. */
  readonly service?: string;
  readonly inject: string;
  readonly undo: string;
  /** Holds on the host once the cause shows; waited for, since services restart and give up in their own time. */
  readonly shows: string;
  /** What the first finding must say; null for a sound host, where nothing must be named as wrong. */
  readonly diagnosed: RegExp | null;
  /** The points of the runbook's issue patterns that must be decided with yes; none of them where the host is sound. */
  readonly points?: readonly string[];
  /** Any of these is the fitting remedy; it must be the first suggestion. `none` where none of the runbook fits. */
  readonly remedies: readonly string[];
};

/** Whether the services beside the auditor must be laid out before the cause can be tried. */
export const needsStage = ({ service }: Cause): boolean => service !== undefined;
