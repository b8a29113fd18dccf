import { Link } from 'wouter';
import type { Service } from '#shared/lab/labFile.ts';
import { paths } from '../state/paths.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { useRunbookList } from '../state/useRunbook.ts';
import { Failed } from '../ui/Failed.tsx';
import { count } from '../ui/formatValue.ts';
import { Nothing } from '../ui/Nothing.tsx';
import { Page } from '../ui/Page.tsx';
import { Panel } from '../ui/Panel.tsx';
import { StateMark } from '../ui/StateMark.tsx';
import { AddRunbook } from './AddRunbook.tsx';
import classes from './Runbooks.module.css';

/** All runbooks: the lab folder's own and the built-in ones. */
export function Runbooks() {
  const list = useRunbookList();
  const folder = useSnapshot((snapshot) => snapshot.lab.folder);
  const services = useSnapshot((snapshot) => snapshot.lab.lab.services);
  return (
    <Page
      title="Runbooks"
      aside={list.kind === 'ready' && <AddRunbook known={list.value} />}
      intro={
        <>
          Markdown files in <code>{folder}/runbooks</code>, and the built-in ones. Any procedures document works.
        </>
      }
    >
      {list.kind === 'failed' && <Failed failure={list.failure} />}
      <Panel title="All runbooks" isFlush>
        {list.kind === 'ready' && list.value.length === 0 && <Nothing>There are no runbooks.</Nothing>}
        <ul>
          {list.kind === 'ready' &&
            list.value.map((item) => (
              <li key={item.id} className={classes['item']}>
                <span className={classes['what']}>
                  <Link href={paths.runbook(item.id)}>{item.name}</Link>
                  <span>{usedBy(services.filter((service) => service.runbook === item.id))}</span>
                </span>
                <span>{item.origin === 'builtIn' ? 'built-in' : 'lab folder'}</span>
                <span>{count(item.actions, 'action')}</span>
                <span>
                  {item.problems === 0 ? (
                    <StateMark state="ok">understood</StateMark>
                  ) : (
                    <StateMark state="warning">{count(item.problems, 'problem')}</StateMark>
                  )}
                </span>
              </li>
            ))}
        </ul>
      </Panel>
    </Page>
  );
}

function usedBy(services: readonly Service[]): string {
  return services.length === 0 ? '' : `used by ${services.map(({ name, id }) => name ?? id).join(', ')}`;
}
