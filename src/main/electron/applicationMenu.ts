import { Menu, type MenuItemConstructorOptions } from 'electron';

/** macOS needs a menu for copy and paste to work; elsewhere the window has none. */
export function setApplicationMenu(platform: NodeJS.Platform): void {
  const template: MenuItemConstructorOptions[] = [{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }];
  Menu.setApplicationMenu(platform === 'darwin' ? Menu.buildFromTemplate(template) : null);
}
