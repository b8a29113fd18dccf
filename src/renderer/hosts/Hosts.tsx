import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { paths } from '../state/paths.ts';
import { HostTable } from '../ui/HostTable.tsx';
import { Page } from '../ui/Page.tsx';

/** All hosts, worst first. */
export function Hosts() {
  return (
    <Page
      title="Hosts"
      aside={
        <Button component={Link} href={paths.addHost} variant="filled">
          Add a host
        </Button>
      }
    >
      <HostTable />
    </Page>
  );
}
