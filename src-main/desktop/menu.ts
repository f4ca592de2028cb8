import { app, dialog, Menu, shell } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';

const separator: MenuItemConstructorOptions = { type: 'separator' };

async function openFolder(folder: string): Promise<void> {
  const problem = await shell.openPath(folder);
  if (problem !== '') dialog.showErrorBox('The folder could not be opened', `${folder}\n\n${problem}`);
}

const macMenu: MenuItemConstructorOptions = {
  role: 'appMenu',
  submenu: [
    { role: 'about' },
    separator,
    { role: 'services' },
    separator,
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    separator,
    { role: 'quit' },
  ],
};

const otherMenu: MenuItemConstructorOptions = { label: '&Freshet', submenu: [{ role: 'quit' }] };

const editMenu: MenuItemConstructorOptions = {
  label: '&Edit',
  submenu: [
    { role: 'undo' },
    { role: 'redo' },
    separator,
    { role: 'cut' },
    { role: 'copy' },
    { role: 'paste' },
    { role: 'pasteAndMatchStyle' },
    { role: 'delete' },
    separator,
    { role: 'selectAll' },
  ],
};

/** Without the reload roles: Ctrl-R belongs to the page, which refreshes data with it. */
function viewMenu(): MenuItemConstructorOptions {
  const forDevelopers: MenuItemConstructorOptions[] = app.isPackaged ? [] : [separator, { role: 'toggleDevTools' }];
  return {
    label: '&View',
    submenu: [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, separator, { role: 'togglefullscreen' }, ...forDevelopers],
  };
}

function windowMenu(isMac: boolean): MenuItemConstructorOptions {
  const more: MenuItemConstructorOptions[] = isMac ? [{ role: 'zoom' }, separator, { role: 'front' }] : [];
  return { label: '&Window', submenu: [{ role: 'minimize' }, { role: 'close' }, ...more] };
}

function helpMenu(isMac: boolean, dataFolder: string): MenuItemConstructorOptions {
  const about: MenuItemConstructorOptions[] = isMac ? [] : [separator, { role: 'about' }];
  return { role: 'help', submenu: [{ label: 'Open the &data folder', click: () => void openFolder(dataFolder) }, ...about] };
}

/** Puts the menu of the application in place. Call it when the app is ready. */
export function setMenu(dataFolder: string): void {
  const isMac = process.platform === 'darwin';
  const menus = [isMac ? macMenu : otherMenu, editMenu, viewMenu(), windowMenu(isMac), helpMenu(isMac, dataFolder)];
  Menu.setApplicationMenu(Menu.buildFromTemplate(menus));
}
