type Handler = (request: Request) => Response | Promise<Response>;

const standard = new Set<string>();
const handlers = new Map<string, Handler>();

/**
 * Chromium cannot be taught a scheme from outside: a page under `app:` ends in ERR_ABORTED before any request could be
 * intercepted. So each origin of a registered scheme gets an https origin of its own under `.invalid`, a name that no
 * resolver knows. https, because a scheme that is registered as secure is a secure context. The main process hears of
 * Electron's addresses only.
 */
const SUFFIX = '.invalid';

/** The address that Chromium loads for an address of the app. */
export function toChromium(url: string): string {
  const found = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)/.exec(url);
  if (found?.[1] === undefined || found[2] === undefined || !handlers.has(found[1])) return url;
  return `https://${found[2]}.${found[1]}${SUFFIX}${url.slice(found[0].length)}`;
}

/** The address that Electron would name for what Chromium has loaded. */
export function toElectron(url: string): string {
  const found = /^https:\/\/([^/?#]*)\.([a-z0-9+-]+)\.invalid/.exec(url);
  if (found?.[1] === undefined || found[2] === undefined || !handlers.has(found[2])) return url;
  return `${found[2]}://${found[1]}${url.slice(found[0].length)}`;
}

/** The origin of an address of Electron's as Chromium serializes it; schemes that are not standard have none. */
export function originOf(url: string): string {
  if (!URL.canParse(url)) return 'null';
  const { protocol: scheme, host, origin } = new URL(url);
  return standard.has(scheme.slice(0, -1)) ? `${scheme}//${host}` : origin;
}

/** The handler of an address, if its scheme has one. */
export function handlerOf(url: string): Handler | null {
  return URL.canParse(url) ? (handlers.get(new URL(url).protocol.slice(0, -1)) ?? null) : null;
}

let ready = false;

/** From now on schemes can no longer be registered. */
export function closeRegistration(): void {
  ready = true;
}

export const protocol = {
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    if (ready) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const { scheme, privileges } of schemes) {
      if (privileges?.standard !== true || privileges.secure !== true)
        throw new Error(`The stand-in can only show standard, secure schemes, which ${scheme} is not.`);
      standard.add(scheme);
    }
  },
  handle(scheme: string, handler: Handler): void {
    if (!ready) throw new Error('protocol.handle cannot be called before app is ready');
    if (!standard.has(scheme)) throw new Error(`The stand-in can only handle registered schemes, which ${scheme} is not.`);
    handlers.set(scheme, handler);
  },
} satisfies Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle'>;
