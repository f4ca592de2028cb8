import { dashboardDraftSchema, panelSchema } from '../../src-preload/contract/index.ts';
import { systemClock } from '../../src-main/engine/clock.ts';
import { forkQuery } from '../../src-main/host/fork-query.ts';
import { openForReading } from '../../src-main/store/database.ts';
import { QueryPool } from '../../src-main/views/query-pool.ts';
import { startApp } from '../support/app.ts';
import { openTab } from '../support/tab.ts';
import { type Bench, percentile, ratio, timed } from './measure.ts';
import { million } from './million.ts';

const built = new URL('../../out/main/query-process.js', import.meta.url);

/** Long enough for any machine. */
const LIMIT_MS = 120_000;

export const panelCold: Bench = {
  name: 'panel.cold.ratio',
  async run() {
    const { file, sourceRow } = million();
    const pool = new QueryPool({ clock: systemClock, fork: () => forkQuery(built), file, limitMs: LIMIT_MS, size: 1 });
    const panel = (sql: string) =>
      pool.run(
        { kind: 'run', query: { kind: 'sql', sql }, values: { least: 10 }, timeZone: 'UTC', nowMs: 0, asOfMs: null, quotas: '[]' },
        true,
      );
    const bare = openForReading(file);
    const statement = bare
      .prepare<[{ least: number }]>(
        `SELECT json_extract(basic, '$.seller.name') AS seller, count(*) AS n, avg(json_extract(basic, '$.price')) AS price
         FROM records WHERE source_row = ${sourceRow} AND deleted_at IS NULL AND json_extract(basic, '$.price') >= :least
         GROUP BY 1 ORDER BY 2 DESC, 1`,
      )
      .raw(true);
    const asked = `SELECT "seller.name" AS seller, count(*) AS n, avg(price) AS price FROM million WHERE price >= :least GROUP BY 1 ORDER BY 2 DESC, 1`;
    const same = JSON.stringify(statement.all({ least: 10 }));
    if ((await panel(asked)).rows !== same) throw new Error('the panel shows other rows than the bare SQL');
    const value = await ratio(
      5,
      () => timed(() => panel(asked)),
      () => timed(() => statement.all({ least: 10 })),
    );
    bare.close();
    await pool.stop();
    return { name: 'panel.cold.ratio', value, unit: 'a grouped panel over 1,000,000 records, over the bare SQL', aim: '<= 1.1' };
  },
};

const PANELS = 12;

export const panelWarm: Bench = {
  name: 'panel.warm.p99.ms',
  async run() {
    const { folder } = million();
    const app = await startApp({ dataFolder: folder, env: { FRESHET_QUERY_SECONDS: '120' } });
    try {
      const { client, socket } = await openTab(app);
      const panels = Array.from({ length: PANELS }, (_, index) =>
        panelSchema.parse({
          id: `panel-${index}`,
          query: {
            kind: 'sql',
            sql: `SELECT "seller.id" AS seller, count(*) AS n FROM million WHERE "seller.id" % ${PANELS} = ${index} GROUP BY 1`,
          },
          show: { kind: 'bar' },
          place: { x: 0, y: index * 4, width: 12, height: 4 },
          keepSeconds: 86_400,
        }),
      );
      await client.dashboards.create(dashboardDraftSchema.parse({ id: 'bench', title: 'Bench', panels }));
      const ask = (panelId: string) => client.panels.data({ id: 'bench', panelId });
      const all = () => Promise.all(panels.map(({ id }) => ask(id)));
      if ((await all()).some(({ result }) => result.rows.length === 0)) throw new Error('a panel shows nothing');
      const times: number[] = [];
      for (let round = 0; round < 300; round += 1) times.push(await timed(all));
      await client.dashboards.remove({ id: 'bench' });
      socket.close();
      return {
        name: 'panel.warm.p99.ms',
        value: percentile(times, 0.99),
        unit: `ms for ${PANELS} warm panels at once over a socket`,
        aim: '< 50',
      };
    } finally {
      await app.stop();
    }
  },
};
