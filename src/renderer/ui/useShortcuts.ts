import { useEffect, useRef } from 'react';
import { areShortcutsOn } from './shortcutSetting.ts';

/** Actions by key as `KeyboardEvent.key` names it. Undefined entries do nothing. */
export type Shortcuts = Readonly<Record<string, (() => void) | undefined>>;

/**
 * Single-key shortcuts of a screen. Off while typing, while a dialog is open and with modifiers; Enter stays with the
 * button or link that has the focus. A key that is held down acts once.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const newest = useRef(shortcuts);
  useEffect(() => {
    newest.current = shortcuts;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
        return;
      if (!areShortcutsOn() || isTaken(event)) return;
      const act = newest.current[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}

function isTaken(event: KeyboardEvent): boolean {
  if (document.querySelector('[role="dialog"], [role="menu"]') !== null) return true;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('input, textarea, select, [role="listbox"]') !== null) return true;
  return event.key === 'Enter' && target.closest('a, button, summary') !== null;
}
