import type { MenuItemConstructorOptions } from 'electron';
import type { Clock, Stop } from '#core/ports/ports.ts';
import { assertNever } from '#shared/assertNever.ts';
import type { TrayCommand, TrayItem, TrayMenu, TrayState } from './trayMenu.ts';

/** What is used of Electron's tray, with the menu and the pictures made by the caller. */
export type ShellTray = {
  setState(state: TrayState): void;
  setToolTip(text: string): void;
  setMenu(template: MenuItemConstructorOptions[]): void;
  destroy(): void;
};

type Parts = {
  readonly tray: ShellTray;
  readonly menu: () => TrayMenu;
  readonly clock: Clock;
  /** Calls back whenever the menu may say something else. */
  readonly onChanged: (listener: () => void) => Stop;
  readonly run: (command: TrayCommand) => void;
};

/** Changes that come together make one menu; without any, deadlines still move on. */
const gatherMs = 300;
const refreshMs = 30_000;

/** Keeps the tray saying what the desk says. The returned function removes it. */
export function createTray(parts: Parts): Stop {
  let shown = '';
  let stopTimer: Stop = () => undefined;
  let isGathering = false;
  const render = () => {
    isGathering = false;
    const menu = parts.menu();
    const text = JSON.stringify(menu);
    // A menu that is open would close when it is replaced, so it is replaced for a reason only.
    if (text !== shown) {
      parts.tray.setState(menu.state);
      parts.tray.setToolTip(menu.tooltip);
      parts.tray.setMenu(menu.items.map((item) => templateOf(item, parts.run)));
    }
    shown = text;
    schedule(refreshMs);
  };
  const schedule = (delayMs: number) => {
    stopTimer();
    stopTimer = parts.clock.after(delayMs, render);
  };
  const stopListening = parts.onChanged(() => {
    // The first of many changes sets the time, so that a desk that never rests is shown all the same.
    if (isGathering) return;
    isGathering = true;
    schedule(gatherMs);
  });
  render();
  return () => {
    stopListening();
    stopTimer();
    parts.tray.destroy();
  };
}

function templateOf(item: TrayItem, run: (command: TrayCommand) => void): MenuItemConstructorOptions {
  switch (item.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'text':
      return { label: item.label, enabled: false };
    case 'command':
      return { label: item.label, click: () => run(item.command) };
    case 'submenu':
      return { label: item.label, submenu: item.items.map((child) => templateOf(child, run)) };
    default:
      return assertNever(item);
  }
}
