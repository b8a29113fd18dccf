import { useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { PromptQueue } from '../prompts/PromptQueue.tsx';
import { FirstSnapshot, useDeskStore, useSnapshot } from '../state/useDesk.ts';
import { Announcer } from './Announcer.tsx';
import { Banners } from './Banners.tsx';
import classes from './Desk.module.css';
import { Header } from './Header.tsx';
import { Palette } from './Palette.tsx';
import { Screens } from './Screens.tsx';
import { ShortcutHelp } from './ShortcutHelp.tsx';
import { Toasts } from './Toasts.tsx';

/** Everything around the screens, and the screens. */
export function Desk() {
  const snapshot = useDeskStore((store) => store.snapshot);
  return (
    <FirstSnapshot value={snapshot}>
      <Theme />
      <a className={classes['skip']} href="#main" onClick={skipToMain}>
        Skip to content
      </a>
      <Header />
      <Banners />
      <main id="main" tabIndex={-1} className={classes['main']}>
        <Screens />
      </main>
      <Toasts />
      <Announcer />
      <PromptQueue />
      <Palette />
      <ShortcutHelp />
    </FirstSnapshot>
  );
}

/** The hash is the address of the screen, so the skip link moves the focus by itself. */
function skipToMain(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

/** Follows the theme of the preferences, which another window may change. */
function Theme() {
  const chosen = useSnapshot((snapshot) => snapshot.preferences.theme);
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    setColorScheme(chosen === 'system' ? 'auto' : chosen);
  }, [chosen, setColorScheme]);
  return null;
}
