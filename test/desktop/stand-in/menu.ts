type Template = (Electron.MenuItemConstructorOptions | Electron.MenuItem)[];

/** The template of the menu that is in place; a browser has no place for the menu itself. */
export class Menu {
  static #current: Menu | null = null;
  readonly template: Template;

  constructor(template: Template) {
    this.template = template;
  }

  static buildFromTemplate(template: Template): Menu {
    return new Menu(template);
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#current = menu;
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#current;
  }
}
