import { join } from 'node:path';
import { root } from './running-app.ts';
import { expect, test } from './support.ts';

test('the page has nothing of Node, and one function of ours', async ({ launchApp }) => {
  const { page } = await launchApp('--no-demo');
  await expect(page.getByRole('main')).toBeVisible();
  const found = await page.evaluate(() => {
    const names = ['require', 'process', 'module', 'exports', 'Buffer', 'global', '__dirname', 'electron', 'ipcRenderer'];
    return { node: names.filter((name) => name in window), ours: Object.keys(window.freshetDesktop ?? {}) };
  });
  expect(found).toEqual({ node: [], ours: ['connect'] });
});

test('the page comes with a content security policy, and it holds', async ({ launchApp }) => {
  const { page } = await launchApp('--no-demo');
  await expect(page.getByRole('main')).toBeVisible();
  const { policy, violated } = await page.evaluate(async () => {
    const response = await fetch('/');
    const blocked = new Promise<string>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true });
    });
    await fetch('https://elsewhere.example/').catch(() => {});
    return { policy: response.headers.get('content-security-policy'), violated: await blocked };
  });
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  expect(violated).toBe('connect-src');
});

test('a page cannot open a window: the user is asked whether to open the address in the browser', async ({ launchApp }) => {
  const app = await launchApp('--no-demo');
  await expect(app.page.getByRole('main')).toBeVisible();
  await app.page.evaluate(() => void window.open('https://elsewhere.example/one'));
  await expect.poll(() => app.dialogs()).toEqual(['Open elsewhere.example in your web browser?']);
  expect(await app.opened()).toEqual([]);
  expect(await app.windows()).toHaveLength(1);

  await app.answerDialogs(0);
  await app.page.evaluate(() => void window.open('https://elsewhere.example/two'));
  await expect.poll(() => app.opened()).toEqual(['https://elsewhere.example/two']);
});

test('addresses that are not of the web are not even asked about', async ({ launchApp }) => {
  const app = await launchApp('--no-demo');
  await expect(app.page.getByRole('main')).toBeVisible();
  await app.answerDialogs(0);
  await app.page.evaluate(() => {
    window.open('file:///etc/passwd');
    window.open('https://user:word@elsewhere.example/');
    window.open('https://elsewhere.example/last');
  });
  await expect.poll(() => app.opened()).toEqual(['https://elsewhere.example/last']);
});

test('a page cannot leave: the user is asked, and the page stays', async ({ launchApp }) => {
  const app = await launchApp('--no-demo');
  await expect(app.page.getByRole('main')).toBeVisible();
  const before = app.page.url();
  await app.page.evaluate(() => void (location.href = 'https://elsewhere.example/'));
  await expect.poll(() => app.dialogs()).toEqual(['Open elsewhere.example in your web browser?']);
  expect(app.page.url()).toBe(before);
  await expect(app.page.getByRole('main')).toBeVisible();
});

test('permissions are denied, except for writing to the clipboard after a press', async ({ launchApp }) => {
  const { page } = await launchApp('--no-demo');
  await expect(page.getByRole('main')).toBeVisible();
  const states = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'clipboard-read', 'clipboard-write'] as PermissionName[];
    return Promise.all(names.map(async (name) => [name, (await navigator.permissions.query({ name })).state]));
  });
  expect(states).toEqual([
    ['geolocation', 'denied'],
    ['notifications', 'denied'],
    ['clipboard-read', 'denied'],
    ['clipboard-write', 'granted'],
  ]);
  expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied');
});

test('a page of another origin gets no port, even with our preload script in it', async ({ launchApp }) => {
  const app = await launchApp('--no-demo');
  await expect(app.page.getByRole('main')).toBeVisible();
  const asked = await app.running.evaluate(
    async ({ BrowserWindow, ipcMain }, preload) => {
      const window = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true, contextIsolation: true } });
      const heard = new Promise<string | undefined>((resolve) => {
        ipcMain.on('freshet:connect', (event) => {
          if (event.sender === window.webContents) resolve(event.senderFrame?.origin);
        });
      });
      const script = "var got = []; addEventListener('message', (event) => got.push(event.data)); freshetDesktop.connect();";
      await window.loadURL(`data:text/html,<script>${encodeURIComponent(script)}</script>`);
      return heard;
    },
    join(root, 'out/preload/preload.cjs'),
  );
  expect(asked).toBe('null');

  // Our own page asks after the alien one, and gets a port; whatever the alien one got was sent before.
  await app.page.reload();
  await expect(app.page.getByRole('main')).toBeVisible();
  const alien = app.page
    .context()
    .pages()
    .find((page) => page.url().startsWith('data:'));
  expect(await alien?.evaluate('got')).toEqual([]);
});

test('a reloaded page gets a port of its own and shows everything again', async ({ launchApp }) => {
  const { page } = await launchApp();
  await expect(page.getByTestId('dashboard-demo-odds')).toBeVisible();
  await page.reload();
  await expect(page.getByTestId('dashboard-demo-odds')).toBeVisible();
});
