type Session = Electron.Session;
type RequestHandler = Parameters<Session['setPermissionRequestHandler']>[0];
type CheckHandler = Parameters<Session['setPermissionCheckHandler']>[0];

let onRequest: RequestHandler = null;
let onCheck: CheckHandler = null;

/** The permissions that Chromium knows by the same name, and that a spec can ask for. */
const permissions = ['geolocation', 'notifications'] as const;
type Permission = (typeof permissions)[number];

function isGranted(contents: Electron.WebContents, permission: Permission, origin: string): boolean {
  // Electron grants what no handler decides.
  let granted = onRequest === null;
  onRequest?.(contents, permission, (answer) => (granted = answer), { isMainFrame: true, requestingUrl: origin });
  const checked = onCheck === null || onCheck(contents, permission, origin, { isMainFrame: true, requestingUrl: origin });
  return granted && checked;
}

/** What the handlers grant a page. Chromium wants to know before it is asked. */
export function grantedPermissions(contents: Electron.WebContents, origin: string): Permission[] {
  return permissions.filter((permission) => isGranted(contents, permission, origin));
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
