import { createHash } from 'node:crypto';
import type { LabView, Service } from '#shared/lab/labFile.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import type { DemoControl } from './demo/createDemoControl.ts';
import type { LabFolder } from './labFolder/labFolder.ts';

/**
 * The lab folder with the demo's hosts and service laid over it while the demo runs. Nothing of the demo is written
 * to `lab.yaml`: its ports and keys are new for each run.
 */
export function withDemoLab(
  folder: LabFolder,
  demo: Pick<DemoControl, 'running' | 'onStarted'>,
  demoService: (service: Service) => Service,
): LabFolder {
  const view = (): LabView => {
    const own = folder.view();
    const running = demo.running();
    if (running === null) return own;
    const hosts = [...own.lab.hosts, ...running.hosts];
    const services = [...own.lab.services, demoService(running.service)];
    const hash = createHash('sha256').update(`${own.hash} and the demo lab`).digest('hex');
    return { ...own, hash, lab: { ...own.lab, hosts, services } };
  };
  const refuseDemo = (id: string): void => {
    const running = demo.running();
    const isDemo = running !== null && (running.service.id === id || running.hosts.some((host) => host.id === id));
    if (isDemo) throw new RequestError('REFUSED', `${id} belongs to the demo lab`, 'It goes away when Sitrep ends.');
  };
  return {
    ...folder,
    view,
    onChanged: (listener) => {
      const stopFolder = folder.onChanged(() => listener(view()));
      const stopDemo = demo.onStarted(() => listener(view()));
      return () => {
        stopFolder();
        stopDemo();
      };
    },
    addHost: (host) => {
      refuseDemo(host.id);
      folder.addHost(host);
    },
    addChecks: (hostId, checks) => {
      refuseDemo(hostId);
      folder.addChecks(hostId, checks);
    },
    removeHost: (hostId) => {
      refuseDemo(hostId);
      folder.removeHost(hostId);
    },
    addService: (service) => {
      refuseDemo(service.id);
      folder.addService(service);
    },
    removeService: (serviceId) => {
      refuseDemo(serviceId);
      folder.removeService(serviceId);
    },
  };
}
