import type { Page } from '@playwright/test';
import type { App } from '../support/app.ts';
import type { Wire } from '../support/wire.ts';
import { expect, json, test } from './fixtures.ts';
import { violations } from './violations.ts';

const panel = (id: string, title: string, sql: string, show: Wire, x = 0, y = 0, width = 6, height = 6) => ({
  id,
  title,
  query: { kind: 'sql', sql },
  show,
  place: { x, y, width, height },
});

const numbers =
  'with recursive n(i) as (select 1 union all select i + 1 from n where i < 12000) select now() - i * 1000 as at, i % 50 as n from n';
const route = '_p~iF~ps|U_ulLnnqC_mqNvxq`@';

/** One panel of each kind, over the source Odds. */
const everyKind = [
  panel('count', 'Teams', 'select count(*) as teams from odds', { kind: 'number', unit: { kind: 'number', suffix: 'teams' } }, 0, 0, 3, 4),
  panel(
    'gauge',
    'Highest',
    'select max(price) as price from odds',
    { kind: 'gauge', max: 5, thresholds: [{ from: 2, tone: 'warning' }] },
    3,
    0,
    3,
    4,
  ),
  panel('state', 'Sources', "select name, 'ok' as state from sources", { kind: 'status' }, 6, 0, 3, 4),
  panel('note', 'Note', 'select count(*) as n from odds', { kind: 'text', markdown: '# Duty\n\n**{{n}}** teams' }, 9, 0, 3, 4),
  panel('prices', 'Prices', 'select team, price from odds order by team', { kind: 'table' }, 0, 4, 4),
  panel('bars', 'Prices as bars', 'select team, price from odds', { kind: 'bar' }, 4, 4, 4),
  panel('line', 'Many', numbers, { kind: 'line', thresholds: [{ from: 40, tone: 'bad' }] }, 8, 4, 4),
  panel('area', 'Area', numbers, { kind: 'area' }, 0, 10, 4),
  panel(
    'heat',
    'Heat',
    'select a.value as x, b.value as y, a.value * b.value as n from json_each(\'[1,2,3]\') a, json_each(\'["a","b"]\') b',
    { kind: 'heat-map', value: 'n', x: 'x', y: 'y' },
    4,
    10,
    4,
  ),
  panel('list', 'Refreshes', 'select source, outcome, ended from refreshes', { kind: 'list', detail: 'outcome', time: 'ended' }, 8, 10, 4),
  panel('calendar', 'Calendar', "select 'Match' as what, now() as begins", { kind: 'calendar' }, 0, 16, 6, 9),
  panel('map', 'Route', `select '${route}' as line`, { kind: 'map' }, 6, 16, 6, 9),
];

async function make(app: App, panels: Wire[], id = 'main', more: Wire = {}): Promise<void> {
  const answer = await app.post('/api/v1/dashboards', { id, title: 'Main', panels, ...more });
  expect(answer.body).toMatchObject({ dashboard: { id } });
}

const stored = async (app: App, id = 'main') => (await app.get(`/api/v1/dashboards/${id}`)).body.dashboard;

async function refreshed(app: App): Promise<void> {
  await app.post('/api/v1/sources/odds/refresh', { wait: true });
}

async function opened(open: (path?: string) => Promise<Page>, path = '#/dashboards/main'): Promise<Page> {
  const page = await open(path);
  await expect(page.getByTestId('dashboard-grid')).toBeVisible();
  return page;
}

test('without a dashboard the sources come first, and the list says what to do next', async ({ open }) => {
  const page = await open();
  await expect(page).toHaveURL(/#\/sources/);
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await expect(page.getByTestId('empty-state')).toContainText('No dashboards yet');
  await page.getByTestId('new-dashboard-title').fill('My first');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('dashboard-my-first')).toContainText('This dashboard is empty');
  await expect(page).toHaveTitle(/^My first ·/);
});

test.describe('with one panel of each kind', () => {
  test.beforeEach(async ({ app, add }) => {
    await add();
    await refreshed(app);
    await make(app, everyKind);
  });

  for (const scheme of ['light', 'dark'] as const) {
    test(`every panel shows its rows and can be used by everybody, ${scheme}`, async ({ open }) => {
      const page = await opened(open, '');
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width: 1280, height: 1600 });
      for (const { show } of everyKind) await expect(page.getByTestId(`show-${show.kind}`)).toBeVisible();
      await expect(page.getByTestId('show-number')).toContainText('2 teams');
      await expect(page.getByTestId('show-gauge')).toContainText('2.25');
      await expect(page.getByTestId('show-gauge')).toContainText('warning');
      await expect(page.getByTestId('show-table')).toContainText('Birch2.25');
      await expect(page.getByTestId('show-text')).toContainText('2 teams');
      await expect(page.getByTestId('panel-line').getByTestId('panel-truncated')).toHaveText('First 10,000 rows');
      await expect(page.getByTestId('panel-prices').getByTestId('panel-chip')).toHaveAttribute('data-state', 'fresh');
      await expect(page.getByTestId('chart').filter({ has: page.locator('canvas') })).toHaveCount(4);
      expect(await violations(page)).toEqual([]);
    });
  }

  test('a narrow window has one column and does not scroll sideways', async ({ open }) => {
    const page = await opened(open);
    await page.setViewportSize({ width: 720, height: 800 });
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(720);
    const [first, second] = [await page.getByTestId('panel-count').boundingBox(), await page.getByTestId('panel-gauge').boundingBox()];
    expect(second!.x).toBe(first!.x);
    expect(second!.y).toBeGreaterThan(first!.y);
  });

  test('a chart tells its numbers to the keyboard, and has a table', async ({ open }) => {
    const page = await opened(open);
    const bars = page.getByTestId('panel-bars');
    await bars.getByTestId('chart').focus();
    await page.keyboard.press('ArrowRight');
    await expect(bars.getByText('Alder')).toBeVisible();
    await expect(page.getByTestId('live-region')).toContainText('Alderprice1.5');
    await page.keyboard.press('ArrowRight');
    await expect(bars.getByText('Birch')).toBeVisible();
    await bars.getByTestId('panel-menu').click();
    await page.getByTestId('as-table').click();
    await expect(bars.getByTestId('show-table')).toContainText('Alder1.5');
  });

  test('new data comes in without a press: the number flashes once and nothing else moves', async ({ app, open, upstream }) => {
    const page = await opened(open);
    await expect(page.getByTestId('show-number')).toContainText('2 teams');
    const before = await page.getByTestId('panel-map').boundingBox();
    upstream.handler = (_call, response) =>
      json(
        response,
        ['Alder', 'Birch', 'Cedar'].map((team, index) => ({ id: index + 1, team, price: 1.5 })),
      );
    await refreshed(app);
    await expect(page.getByTestId('show-number')).toContainText('3 teams');
    await expect(page.getByTestId('show-number').locator('[data-flashes="1"]')).toBeVisible();
    expect(await page.getByTestId('panel-map').boundingBox()).toEqual(before);
  });

  test('a dashboard that was open before is painted from memory', async ({ open, app }) => {
    const page = await opened(open);
    await expect(page.getByTestId('show-number')).toContainText('2 teams');
    await page.evaluate(() => (location.hash = '#/sources'));
    await expect(page.getByTestId('source-row-odds')).toBeVisible();
    await app.kill();
    await page.evaluate(() => (location.hash = '#/dashboards/main'));
    await expect(page.getByTestId('show-number')).toContainText('2 teams');
  });

  test('a panel fills the screen, and Escape gives it back', async ({ open }) => {
    const page = await opened(open);
    await page.getByTestId('panel-prices').getByTestId('panel-menu').click();
    await page.getByTestId('panel-full').click();
    await expect(page.getByTestId('full-panel')).toContainText('Birch');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('full-panel')).toBeHidden();
  });

  test('a panel is copied, exported, duplicated, removed and brought back', async ({ app, open, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await opened(open);
    const menu = async (item: string) => {
      await page.getByTestId('panel-prices').getByTestId('panel-menu').click();
      await page.getByTestId(item).click();
    };
    await menu('copy-csv');
    await expect(page.getByText('Copied as CSV')).toBeVisible();
    const download = page.waitForEvent('download');
    await menu('save-csv');
    expect((await download).suggestedFilename()).toBe('prices.csv');
    await menu('panel-duplicate');
    await expect(page.getByTestId('panel-prices-2')).toBeVisible();
    await menu('panel-remove');
    await expect(page.getByTestId('panel-prices')).toBeHidden();
    expect((await stored(app)).panels).toHaveLength(everyKind.length);
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await expect(page.getByTestId('panel-prices')).toBeVisible();
  });
});

test.describe('the layout', () => {
  const two = [
    panel('a', 'First', 'select 1 as n', { kind: 'number' }, 0, 0, 6, 4),
    panel('b', 'Second', 'select 2 as n', { kind: 'number' }, 6, 0, 6, 4),
  ];

  const placeOf = async (app: App, id: string) => (await stored(app)).panels.find((each: Wire) => each.id === id).place;

  test('arrows move a panel and resize it with Shift, which is told and saved', async ({ app, open }) => {
    await make(app, two);
    const page = await opened(open);
    await page.keyboard.press('e');
    await page.getByTestId('move-a').focus();
    await page.keyboard.press('Shift+ArrowLeft');
    await expect(page.getByTestId('live-region')).toHaveText('First: column 1, row 1, 5 wide, 4 high');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => placeOf(app, 'a')).toEqual({ x: 1, y: 0, width: 5, height: 4 });
    await page.keyboard.press('Control+z');
    await expect.poll(() => placeOf(app, 'a')).toEqual({ x: 0, y: 0, width: 5, height: 4 });
    for (let row = 0; row < 2; row += 1) {
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowDown');
    }
    await expect(page.getByTestId('move-a')).toBeFocused();
  });

  test('a panel is dragged to another place and drawn larger by its corner', async ({ app, open }) => {
    await make(app, two);
    const page = await opened(open);
    await page.keyboard.press('e');
    const handle = (await page.getByTestId('move-b').boundingBox())!;
    const target = (await page.getByTestId('panel-a').boundingBox())!;
    await page.mouse.move(handle.x + 8, handle.y + 8);
    await page.mouse.down();
    await page.mouse.move(target.x + 20, handle.y + 8, { steps: 6 });
    await page.mouse.up();
    await expect.poll(() => placeOf(app, 'b')).toMatchObject({ x: 0, y: 0 });
    expect(await placeOf(app, 'a')).toMatchObject({ x: 0, y: 4 });
    const corner = (await page.getByTestId('resize-b').boundingBox())!;
    await page.mouse.move(corner.x + 9, corner.y + 9);
    await page.mouse.down();
    await page.mouse.move(corner.x + 9, corner.y + 9 + 96, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => placeOf(app, 'b')).toMatchObject({ height: 6 });
  });

  test('what was changed elsewhere meanwhile is not overwritten without being asked', async ({ app, open, context }) => {
    await make(app, two);
    // The page is deaf to what is saved elsewhere, as it is while that word is on its way.
    await context.routeWebSocket(/\/ws$/, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((message) => {
        if (!message.toString().includes('"type":"dashboard"')) socket.send(message);
      });
    });
    const page = await opened(open);
    const { version, dashboard } = (await app.get('/api/v1/dashboards/main')).body;
    await app.call('PUT', '/api/v1/dashboards/main', { version, dashboard: { ...dashboard, title: 'Elsewhere' } });
    await page.keyboard.press('e');
    await page.getByTestId('move-a').focus();
    await page.keyboard.press('Shift+ArrowLeft');
    await expect(page.getByTestId('conflict')).toBeVisible();
    expect((await stored(app)).title).toBe('Elsewhere');
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await expect.poll(() => placeOf(app, 'a')).toMatchObject({ width: 5 });
    expect((await stored(app)).title).toBe('Main');
  });
});

test('the range and the parameters are bound to the queries', async ({ app, add, open }) => {
  await add();
  await refreshed(app);
  await make(
    app,
    [
      panel(
        'p',
        'Of one team',
        'select team, price, (:to - :from) / 3600000 as hours from odds where :team is null or team = :team',
        { kind: 'table' },
        0,
        0,
        12,
      ),
    ],
    'main',
    {
      parameters: [{ name: 'team', label: 'Team', kind: 'choice', choicesSql: 'select distinct team from odds order by 1' }],
    },
  );
  const page = await opened(open);
  const table = page.getByTestId('show-table');
  await expect(table).toContainText('Birch');
  await expect(table).toContainText('Birch2.2524');
  await page.locator('input[aria-label="Team"]').click();
  await page.getByRole('option', { name: 'Alder' }).click();
  await expect(table).not.toContainText('Birch');
  await page.getByTestId('range').click();
  await page.getByRole('button', { name: 'Last hour' }).click();
  await expect(table).toContainText('Alder1.51');
});

test('a dashboard is exported as a file and taken in again as a copy', async ({ app, open }) => {
  await make(app, [panel('a', 'First', 'select 1 as n', { kind: 'number' })]);
  const page = await opened(open);
  const download = page.waitForEvent('download');
  await page.getByTestId('dashboard-menu').click();
  await page.getByTestId('dashboard-export').click();
  const file = await (await download).path();
  await page.evaluate(() => (location.hash = '#/dashboards'));
  const chooser = page.waitForEvent('filechooser');
  await page.getByTestId('import-dashboard').click();
  await (await chooser).setFiles(file);
  await expect(page).toHaveURL(/#\/dashboards\/main-2/);
  await expect(page.getByTestId('show-number')).toContainText('1');
});

test('a dashboard is removed and brought back', async ({ app, open }) => {
  await make(app, [panel('a', 'First', 'select 1 as n', { kind: 'number' })]);
  const page = await opened(open);
  await page.getByTestId('dashboard-menu').click();
  await page.getByTestId('dashboard-remove').click();
  await expect(page.getByTestId('empty-state')).toContainText('No dashboards yet');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByTestId('dashboard-main')).toBeVisible();
});

test('the wallboard shows chosen dashboards one after the other, and the keyboard holds, turns and leaves it', async ({ app, open }) => {
  await make(app, [panel('a', 'First', 'select 1 as n', { kind: 'number' })]);
  await make(app, [panel('b', 'Second', 'select 2 as n', { kind: 'number' })], 'other');
  const page = await open('#/wallboard/main,other/5');
  const wall = page.getByTestId('wall');
  await expect(wall.getByTestId('panel-a')).toBeVisible();
  await expect(page.getByRole('navigation')).toBeHidden();
  await page.keyboard.press('ArrowRight');
  await expect(wall.getByTestId('panel-b')).toBeVisible();
  await expect(wall.getByTestId('panel-a')).toBeVisible({ timeout: 8_000 });
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('dashboard-main')).toBeVisible();
});

test('the cache tells what is kept, works it out again and forgets it', async ({ app, open }) => {
  await make(app, [panel('a', 'First', 'select 1 as n', { kind: 'number' })]);
  const page = await opened(open);
  await expect(page.getByTestId('show-number')).toContainText('1');
  await page.evaluate(() => (location.hash = '#/cache'));
  await expect(page.getByTestId('cache-entries')).toContainText('First');
  await page.getByTestId('cache-warm').click();
  await expect(page.getByText(/Worked out 1 of 1 result/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByTestId('cache-clear').click();
  await expect(page.getByTestId('cache-totals')).toContainText('Kept0 results');
});
