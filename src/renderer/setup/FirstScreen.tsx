import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { paths } from '../state/paths.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from '../ui/Failed.tsx';
import { useTitle } from '../ui/Page.tsx';
import classes from './Setup.module.css';

/** The first screen of an empty lab: the two ways to begin. */
export function FirstScreen() {
  useTitle('Sitrep');
  const folder = useSnapshot((snapshot) => snapshot.lab.folder);
  const demo = useRequest((client, requestId) => client.demo.start({ requestId }));
  return (
    <div className={classes['first']}>
      <h1>The incident desk of your homelab</h1>
      <p className={classes['lead']}>
        Sitrep watches your machines over the SSH access that you already have. When something breaks it opens the
        incident, collects the evidence, offers the fix and proves that it worked. Nothing is installed on your hosts.
      </p>
      <div className={classes['ways']}>
        <section aria-label="Add a host">
          <h2>Watch a machine of yours</h2>
          <p>Pick a name from ~/.ssh/config, or type an address. You see the host key before anything is sent.</p>
          <Button component={Link} href={paths.addHost} variant="filled" size="sm">
            Add a host
          </Button>
        </section>
        <section aria-label="Demo lab">
          <h2>Look around first</h2>
          <p>
            Two throwaway hosts inside this program, with a service to break and mend. Real processes, no SSH server
            needed.
          </p>
          <Button size="sm" loading={demo.isPending} onClick={() => void demo.run()}>
            Try the demo lab
          </Button>
          <Failed failure={demo.failure} />
        </section>
      </div>
      <p className={classes['quiet']}>
        What you set up is stored in <code>{folder}/lab.yaml</code>, yours to keep in git.
      </p>
    </div>
  );
}
