import type { MaintenanceWindow } from '#shared/maintenance/maintenanceWindow.ts';
import type { Silence } from '#shared/silence/silence.ts';
import type { HostView } from '../state/hostView.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { QuietList } from '../ui/QuietList.tsx';

/** What is silenced or under maintenance of a host, its services and its checks. */
export function HostQuiet({ host }: { readonly host: HostView }) {
  const services = useSnapshot((snapshot) => snapshot.lab.lab.services);
  const own = {
    host: [host.host.id],
    service: services.filter((service) => service.host === host.host.id).map(({ id }) => id),
    check: host.checks.map(({ checkId }) => checkId),
  };
  const includesSilence = ({ target }: Silence) => own[target.kind].includes(target.id);
  const includesWindow = ({ hosts, services, checks }: MaintenanceWindow) =>
    (hosts === undefined && services === undefined && checks === undefined) ||
    [...(hosts ?? []), ...(services ?? []), ...(checks ?? [])].some((id) =>
      [...own.host, ...own.service, ...own.check].includes(id),
    );
  return <QuietList includesSilence={includesSilence} includesWindow={includesWindow} />;
}
