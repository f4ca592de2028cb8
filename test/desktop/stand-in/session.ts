type Session = Electron.Session;
type RequestHandler = Parameters<Session['setPermissionRequestHandler']>[0];
type CheckHandler = Parameters<Session['setPermissionCheckHandler']>[0];

let onRequest: RequestHandler = null;
let onCheck: CheckHandler = null;

/** Electron's names of permissions that a spec can ask for, and those of Chromium's tools. */
const permissions = {
  geolocation: 'geolocation',
  notifications: 'notifications',
  'clipboard-read': 'clipboardReadWrite',
  'clipboard-sanitized-write': 'clipboardSanitizedWrite',
} as const;

function isGranted(contents: Electron.WebContents, permission: keyof typeof permissions, url: string): boolean {
  // Electron grants what no handler decides.
  let granted = onRequest === null;
  onRequest?.(contents, permission, (answer) => (granted = answer), { isMainFrame: true, requestingUrl: url });
  const checked = onCheck === null || onCheck(contents, permission, url, { isMainFrame: true, requestingUrl: url });
  // Some of Chromium asks the one and some the other; here a permission is either granted or it is not.
  if (granted !== checked) throw new Error(`The two permission handlers disagree on ${permission}.`);
  return granted;
}

/** What the handlers grant the page at a URL. Chromium wants to know before it is asked. */
export function grantedPermissions(contents: Electron.WebContents, url: string) {
  const names = Object.keys(permissions) as (keyof typeof permissions)[];
  return names.filter((name) => isGranted(contents, name, url)).map((name) => permissions[name]);
}

const defaultSession = {
  setPermissionRequestHandler(handler: RequestHandler): void {
    onRequest = handler;
  },
  setPermissionCheckHandler(handler: CheckHandler): void {
    onCheck = handler;
  },
  setDevicePermissionHandler(): void {},
} satisfies Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'>;

export const session = { defaultSession };
