import type { DemoBreakage } from '#shared/rpc/contract.ts';
import type { Host, Service } from '#shared/lab/labFile.ts';

/** Two loopback SSH hosts inside this program, whose commands really run in a throwaway folder. */
export type DemoLab = {
  readonly hosts: readonly Host[];
  readonly service: Service;
  /** Folder with `config`, `known_hosts` and the user key of this run, to be used as the ssh folder. */
  readonly sshFolder: string;
  readonly break: (how: DemoBreakage) => Promise<void>;
  /** Stops servers and processes and removes the folder. */
  readonly close: () => Promise<void>;
};
