import { useLocation } from 'wouter';
import type { Host } from '#shared/lab/labFile.ts';
import { paths } from '../state/paths.ts';
import { useRequest } from '../state/useRequest.ts';

/** Adds a host with the usual checks and goes on to its first contact. */
export function useAddHost() {
  const [, navigate] = useLocation();
  const { run, isPending, failure } = useRequest((client, requestId, host: Omit<Host, 'checks'>) =>
    client.lab.addHost({ requestId, host, defaultChecks: true }),
  );
  const add = async (host: Omit<Host, 'checks'>) => {
    if ((await run(host)) !== null) navigate(paths.firstContact(host.id));
  };
  return { add, isPending, failure };
}
