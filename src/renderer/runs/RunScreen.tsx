import { Link } from 'wouter';
import { paths } from '../state/paths.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { NotFound } from '../ui/NotFound.tsx';
import { Page } from '../ui/Page.tsx';
import { RunPanel } from './RunPanel.tsx';

/** A run that belongs to no incident. */
export function RunScreen({ runId }: { readonly runId: string }) {
  const run = useSnapshot((snapshot) => snapshot.desk.runs[runId]);
  if (run === undefined) {
    return (
      <NotFound title="No such run">
        There is no run {runId}. <Link href={paths.overview}>Overview</Link>
      </NotFound>
    );
  }
  return (
    <Page title={run.plan.title}>
      <RunPanel runId={runId} leave={paths.host(run.hostId)} />
    </Page>
  );
}
