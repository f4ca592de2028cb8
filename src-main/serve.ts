import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DataFolderInUse, type EngineHost, startEngineHost } from './host/engine-host.ts';
import { forkQuery } from './host/fork-query.ts';
import { defaultDataFolder } from './host/data-folder.ts';
import { readTransfer, runTransfer } from './host/transfer-arguments.ts';
import { VERSION } from './host/version.ts';
import { openBrowser } from './server/open-browser.ts';
import { type RunningServer, serve } from './server/http-server.ts';

const DEFAULT_PORT = 4477;

const say = (words: string) => process.stderr.write(`${words}\n`);

function readOptions(args: string[]) {
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args,
    options: {
      serve: flag,
      port: { type: 'string' },
      data: { type: 'string' },
      'no-open': flag,
      'no-demo': flag,
      json: flag,
      safe: flag,
      export: { type: 'string' },
      import: { type: 'string' },
      replace: flag,
    },
  });
  const port = values.port === undefined ? DEFAULT_PORT : Number(values.port);
  if (!/^\d+$/.test(values.port ?? '0') || port > 65_535)
    throw new Error(`--port must be a number from 0 to 65535, not "${values.port ?? ''}".`);
  if (values.data === '') throw new Error('--data must name a folder.');
  const transfer = readTransfer(values, process.cwd());
  return { ...values, transfer, port, data: values.data === undefined ? defaultDataFolder() : resolve(values.data) };
}

/** Ends the app once, in good order, on Ctrl-C or when told to. */
function endOnSignal(host: EngineHost, server: RunningServer): void {
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    await server.close();
    await host.stop();
    process.exit(0);
  };
  process.on('SIGINT', () => void end());
  process.on('SIGTERM', () => void end());
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.transfer !== null) {
    process.stdout.write(await runTransfer(options.transfer, options.data, VERSION));
    return;
  }
  const here = dirname(fileURLToPath(import.meta.url));
  const host = await startEngineHost({
    dataFolder: options.data,
    form: 'served',
    version: VERSION,
    demo: !options['no-demo'],
    safeMode: options.safe,
    engineWorker: new URL('./engine-worker.js', import.meta.url),
    readerWorker: new URL('./reader-worker.js', import.meta.url),
    keeperWorker: new URL('./keeper-worker.js', import.meta.url),
    startQueryChild: () => forkQuery(new URL('./query-process.js', import.meta.url)),
  });
  host.onCrash((error) => {
    say(`Freshet ended because of a mistake of its own: ${error.message}`);
    process.exit(1);
  });
  const server = await serve({ host, port: options.port, rendererFolder: resolve(here, '../renderer'), version: VERSION });
  endOnSignal(host, server);
  host.announce(server.url);
  const openUrl = `${server.url}/#token=${host.token}`;
  if (options.json) process.stdout.write(`${JSON.stringify({ url: server.url, token: host.token, port: server.port, openUrl })}\n`);
  else process.stdout.write(`Freshet is served at ${openUrl}\nThe data are in ${options.data}. Ctrl-C ends it.\n`);
  if (!options['no-open']) openBrowser(openUrl);
}

main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  // A second start is no failure of the first: 3 tells scripts the one from the other.
  process.exit(error instanceof DataFolderInUse ? 3 : 1);
});
