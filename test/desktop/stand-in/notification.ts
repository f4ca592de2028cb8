import { EventEmitter } from 'node:events';

type Used = 'show' | 'title' | 'body' | 'silent';

declare global {
  /** On the stand-in: the notifications that were shown, for specs that read or click one. */
  var standInNotifications: Notification[];
}

/** A notification that nobody sees. It is shown after the call, as in Electron. */
export class Notification extends EventEmitter implements Pick<Electron.Notification, Used> {
  title: string;
  body: string;
  silent: boolean;

  static isSupported(): boolean {
    return true;
  }

  constructor({ title = '', body = '', silent = false }: Electron.NotificationConstructorOptions = {}) {
    super();
    this.title = title;
    this.body = body;
    this.silent = silent;
  }

  show(): void {
    setImmediate(() => {
      globalThis.standInNotifications.push(this);
      this.emit('show');
    });
  }
}

globalThis.standInNotifications = [];
