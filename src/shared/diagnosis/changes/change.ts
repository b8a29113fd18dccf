/** Something that changed on the host, by its clock. `related` 3 is the service's own, 0 has nothing to do with it. */
export type Change = {
  /** `commit:ROOT@HASH`, `file:/path`, `package:NAME`, ... */
  readonly id: string;
  readonly at: number;
  readonly related: 0 | 1 | 2 | 3;
  readonly text: string;
  readonly proof: string;
  /** The file that changed, where it is one. */
  readonly path?: string;
};
