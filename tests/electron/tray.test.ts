import type { MenuItemConstructorOptions } from 'electron';
import { expect, it } from 'vitest';
import { createTray } from '../../src/main/electron/tray/createTray.ts';
import { drawTrayIcon } from '../../src/main/electron/tray/drawTrayIcon.ts';
import type { TrayCommand, TrayMenu } from '../../src/main/electron/tray/trayMenu.ts';
import { createFakeClock } from '#tests/support/fakeClock.ts';

function fakeTray() {
  const menus: MenuItemConstructorOptions[][] = [];
  const seen = { state: '', toolTip: '', destroyed: false };
  return {
    menus,
    seen,
    tray: {
      setState: (state: string) => void (seen.state = state),
      setToolTip: (text: string) => void (seen.toolTip = text),
      setMenu: (template: MenuItemConstructorOptions[]) => void menus.push(template),
      destroy: () => void (seen.destroyed = true),
    },
  };
}

const menuOf = (label: string): TrayMenu => ({
  state: 'ok',
  tooltip: label,
  items: [{ kind: 'command', label, command: { kind: 'open' } }],
});

it('gathers changes, shows them though the desk never rests, and leaves an unchanged menu alone', () => {
  const clock = createFakeClock();
  const { tray, menus, seen } = fakeTray();
  let label = 'one';
  let changed: () => void = () => undefined;
  const close = createTray({
    tray,
    clock,
    menu: () => menuOf(label),
    onChanged: (listener) => {
      changed = listener;
      return () => (changed = () => undefined);
    },
    run: () => undefined,
  });
  expect(menus).toHaveLength(1);
  label = 'two';
  for (let count = 0; count < 10; count += 1) {
    changed();
    clock.advance(200);
  }
  expect(menus).toHaveLength(2);
  expect(seen).toStrictEqual({ state: 'ok', toolTip: 'two', destroyed: false });
  label = 'later';
  clock.advance(30_000);
  expect(menus).toHaveLength(3);
  close();
  expect(seen.destroyed).toBe(true);
  label = 'never';
  clock.advance(60_000);
  expect(menus).toHaveLength(3);
});

it('does what is chosen, in a menu of a menu too', () => {
  const { tray, menus } = fakeTray();
  const commands: TrayCommand[] = [];
  createTray({
    tray,
    clock: createFakeClock(),
    menu: () => ({
      state: 'critical',
      tooltip: '',
      items: [
        { kind: 'text', label: 'hosts' },
        { kind: 'separator' },
        { kind: 'submenu', label: 'more', items: menuOf('inner').items },
        { kind: 'command', label: 'Quit', command: { kind: 'quit' } },
      ],
    }),
    onChanged: () => () => undefined,
    run: (command) => void commands.push(command),
  });
  const [text, separator, submenu, quit] = menus[0] ?? [];
  expect(text).toStrictEqual({ label: 'hosts', enabled: false });
  expect(separator).toStrictEqual({ type: 'separator' });
  const inner = Array.isArray(submenu?.submenu) ? submenu.submenu[0] : undefined;
  for (const item of [inner, quit]) {
    const click: unknown = item?.click;
    if (typeof click === 'function') Reflect.apply(click, undefined, []);
  }
  expect(commands).toStrictEqual([{ kind: 'open' }, { kind: 'quit' }]);
});

it('draws each state in a shape of its own, so that no colour is needed to tell them apart', () => {
  const states = ['critical', 'warning', 'ok', 'unobserved'] as const;
  const alphas = states.map((state) =>
    Buffer.from(drawTrayIcon(state, 16).filter((_, index) => index % 4 === 3)).toString('hex'),
  );
  expect(new Set(alphas).size).toBe(4);
  for (const state of states) expect(drawTrayIcon(state, 32)).toHaveLength(32 * 32 * 4);
});
