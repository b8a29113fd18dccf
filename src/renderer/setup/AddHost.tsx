import { Page } from '../ui/Page.tsx';
import { HostByHand } from './HostByHand.tsx';
import classes from './Setup.module.css';
import { SshNames } from './SshNames.tsx';

/** Adds a host: a name that ssh knows already, or everything by hand. */
export function AddHost() {
  return (
    <Page title="Add a host">
      <div className={classes['columns']}>
        <SshNames />
        <HostByHand />
      </div>
    </Page>
  );
}
