import { Button, Menu } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { Link, useLocation } from 'wouter';
import { paths } from '../state/paths.ts';
import { KeyHint } from '../ui/KeyHint.tsx';
import { Freshness } from './Freshness.tsx';
import classes from './Header.module.css';
import { Logo } from './Logo.tsx';

/** As the keyboard at hand names them. */
const paletteKeys = /mac/iu.test(navigator.userAgent) ? '⌘ K' : 'Ctrl K';

const screens = [
  { to: paths.overview, name: 'Overview' },
  { to: paths.hosts, name: 'Hosts' },
  { to: paths.runbooks, name: 'Runbooks' },
  { to: paths.messages, name: 'Messages' },
  { to: paths.reports, name: 'Reports' },
  { to: paths.notifications, name: 'Notifications' },
  { to: paths.settings, name: 'Settings' },
] as const;

/** Where one is, where one can go, and how fresh everything is. */
export function Header() {
  const [location, navigate] = useLocation();
  const isAt = (to: string) =>
    to === '/' ? location === '/' || location.startsWith('/incidents') : location.startsWith(to);
  return (
    <header className={classes['header']}>
      <Link href={paths.overview} className={classes['home']}>
        <Logo />
        <span>Sitrep</span>
      </Link>
      <nav aria-label="Screens" className={classes['nav']}>
        {screens.map(({ to, name }) => (
          <Link key={to} href={to} className={classes['link']} aria-current={isAt(to) ? 'page' : undefined}>
            {name}
          </Link>
        ))}
      </nav>
      <div className={classes['menu']}>
        <Menu>
          <Menu.Target>
            <Button>Menu</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {screens.map(({ to, name }) => (
              <Menu.Item key={to} onClick={() => navigate(to)}>
                {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
      <Button className={classes['find']} onClick={() => spotlight.open()} aria-label="Find or do">
        Find<span className={classes['orDo']}>&nbsp;or do</span>
        <KeyHint of={paletteKeys} />
      </Button>
      <Freshness />
    </header>
  );
}
