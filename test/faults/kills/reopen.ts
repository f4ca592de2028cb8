import { listAll } from '../../support/app.ts';
import type { Wire } from '../../support/wire.ts';
import { expectThat } from '../fault.ts';
import { type FaultyApp, start, type StartOptions } from '../faulty-app.ts';
import { expectTidy, versionOf } from '../holding.ts';

/** Starts the app again on a folder, as a user does. Throws `Lost` when it does not start or does not show all that there is. */
export async function reopen(options: StartOptions & { dataFolder: string }): Promise<FaultyApp> {
  const app = await start(options);
  expectTidy(options.dataFolder);
  const { body: health } = await app.get('/api/v1/health');
  expectThat(health.status === 'ok' && health.database.integrity === 'ok', `the health is ${JSON.stringify(health)}`);
  return app;
}

/** The version of the listing that the app shows, once what it does again after a kill has ended. */
export async function shownVersion(app: FaultyApp): Promise<number> {
  await app.settled('big');
  const shown = await listAll(app, '/api/v1/sources/big/records');
  return versionOf(
    shown.map(({ fields }) => fields),
    'the screen',
  );
}

/** Ids of the notices that are shown. */
export async function noticesOf(app: FaultyApp): Promise<string[]> {
  return (await app.get('/api/v1/status')).body.notices.map((notice: Wire) => notice.id);
}
