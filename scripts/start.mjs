import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { binScript, build, needsBuild, nodePath, root, runQuietly } from './lib/project.mjs';

const usage = `npm start -- [options]

  --serve      serve the app on this computer and open it in the browser, also where Electron could run
  --port N     serve on this port (0: any free port)
  --data DIR   keep everything in this folder
  --no-open    do not open the browser
  --no-demo    start without the demo workspace
  --safe       call no source at all
  --json       print one line of JSON on standard output: {"url","token","port"}
  --export F   write everything but secrets to the file F, which ends with .ndjson.gz, and end
  --import F   take in the sources of such a file and end; with --replace also those that are there already
`;

const DOWNLOAD_LIMIT_MS = 60_000;
const FAILURE_KEPT_MS = 24 * 3600 * 1000;
/** An app that has run this long has started; how it ends later is its own affair. */
const STARTUP_MS = 5000;
/** What is left of two seconds after a signal, for Node to end in. */
const GRACE_MS = 1500;
/** A terminal sends Ctrl-C to the child too, which must not get it twice while it closes; so it is sent on only when nothing happens. */
const CTRL_C_HEARD_MS = 700;

const failureFile = join(root, 'node_modules/.cache/freshet/electron-download.json');
const electronFolder = join(root, 'node_modules/electron');

const say = (text) => process.stderr.write(`${text}\n`);

let child = null;
let stopping = false;

function readOptions(args) {
  const flag = { type: 'boolean' };
  const { values } = parseArgs({
    args,
    allowPositionals: false,
    options: {
      serve: flag,
      port: { type: 'string' },
      data: { type: 'string' },
      'no-open': flag,
      'no-demo': flag,
      safe: flag,
      json: flag,
      export: { type: 'string' },
      import: { type: 'string' },
      replace: flag,
      help: { type: 'boolean', short: 'h' },
    },
  });
  const { port, data } = values;
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535)) {
    throw new Error(`--port needs a number from 0 to 65535, not '${port}'`);
  }
  if (values.export === '' || values.import === '') throw new Error('--export and --import need a file');
  if (data === '') throw new Error('--data needs a folder');
  return values;
}

/** What the app itself is given. npm runs scripts in the project's folder, so a relative path is read from where npm was called. */
function appArguments({ port, data, ...flags }) {
  const passed = ['no-open', 'no-demo', 'safe', 'json', 'replace'].filter((name) => flags[name]).map((name) => `--${name}`);
  if (port !== undefined) passed.push('--port', port);
  const named = { data, export: flags.export, import: flags.import };
  for (const [name, path] of Object.entries(named)) {
    if (path !== undefined) passed.push(`--${name}`, resolve(process.env.INIT_CWD ?? process.cwd(), path));
  }
  return passed;
}

function stop(signal) {
  if (stopping) return;
  stopping = true;
  if (child === null) process.exit(0);
  const running = child;
  const fromTerminal = signal === 'SIGINT' && (process.stdin.isTTY || process.stderr.isTTY);
  setTimeout(() => running.kill(signal), fromTerminal ? CTRL_C_HEARD_MS : 0).unref();
  setTimeout(() => {
    say('It did not end in time and was stopped.');
    running.kill('SIGKILL');
  }, GRACE_MS).unref();
}

/** Runs the app in the foreground. */
function run(command, args, env = process.env) {
  return new Promise((done) => {
    const startedAtMs = performance.now();
    const end = (code, signal) => {
      child = null;
      done({ code, signal, ranMs: performance.now() - startedAtMs });
    };
    child = spawn(command, args, { stdio: 'inherit', env });
    child.on('error', (error) => {
      say(error.message);
      end(127, null);
    });
    child.on('exit', end);
  });
}

/** After a signal, however the child ended is a proper end. */
function exitCode({ code, signal }) {
  if (stopping) return 0;
  if (signal !== null) say(`Freshet was ended by ${signal}.`);
  return code ?? 1;
}

async function buildIfNeeded() {
  if (!needsBuild()) return true;
  say('Building Freshet ...');
  const result = await build({ onChild: (started) => (child = started) });
  child = null;
  if (stopping) process.exit(0);
  if (result.code === 0) return true;
  say(result.output);
  say('The build failed; see above.');
  return false;
}

/** Not require('electron'): where the binary is missing, that starts a download of its own. */
function electronBinary() {
  const pathFile = join(electronFolder, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : null;
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const path = override ? join(override, name ?? 'electron') : name === null ? null : join(electronFolder, 'dist', name);
  return path !== null && existsSync(path) ? path : null;
}

function electronVersion() {
  return JSON.parse(readFileSync(join(electronFolder, 'package.json'), 'utf8')).version;
}

/** Why no window can be opened here, whether the binary is there or not; null if one can. */
function desktopObstacle() {
  if (process.platform !== 'linux') return null;
  if (process.getuid() === 0) return 'Electron refuses to run as root';
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display';
  return null;
}

function failedDownload() {
  try {
    const failure = JSON.parse(readFileSync(failureFile, 'utf8'));
    const ageMs = Date.now() - failure.at;
    return failure.version === electronVersion() && ageMs >= 0 && ageMs < FAILURE_KEPT_MS ? failure : null;
  } catch {
    return null;
  }
}

function rememberFailure() {
  try {
    mkdirSync(join(failureFile, '..'), { recursive: true });
    writeFileSync(failureFile, JSON.stringify({ at: Date.now(), version: electronVersion() }));
  } catch {
    // Where node_modules cannot be written, the next start tries again.
  }
}

function showProgress(version) {
  const text = (seconds) => `Fetching Electron ${version}, once: ${seconds} s of at most ${DOWNLOAD_LIMIT_MS / 1000} s`;
  if (!process.stderr.isTTY) {
    say(`Fetching Electron ${version}, once; this takes at most ${DOWNLOAD_LIMIT_MS / 1000} s`);
    return () => {};
  }
  const startedAtMs = performance.now();
  const show = () => process.stderr.write(`\r${text(Math.round((performance.now() - startedAtMs) / 1000))}`);
  show();
  const timer = setInterval(show, 1000);
  return () => {
    clearInterval(timer);
    process.stderr.write('\r\x1b[K');
  };
}

/** The binary, fetched if need be; or why there is none. */
async function findElectron() {
  const present = electronBinary();
  if (present !== null) return { path: present };
  const again = 'to try again now: npx --no install-electron';
  const failed = failedDownload();
  if (failed !== null) {
    const at = new Date(failed.at).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' });
    return { why: `Electron could not be downloaded (last tried ${at}, tried again after a day; ${again})` };
  }
  const endProgress = showProgress(electronVersion());
  await runQuietly(nodePath(), [binScript('electron', 'install-electron')], {
    timeout: DOWNLOAD_LIMIT_MS,
    killSignal: 'SIGKILL',
    onChild: (started) => (child = started),
  });
  child = null;
  endProgress();
  if (stopping) process.exit(0);
  const fetched = electronBinary();
  if (fetched === null) {
    rememberFailure();
    return { why: `Electron could not be downloaded (tried again after a day; ${again})` };
  }
  rmSync(failureFile, { force: true });
  return { path: fetched };
}

/** Runs the desktop app and says how it ended, or why it could not be run. */
async function runDesktop(passed) {
  const obstacle = desktopObstacle();
  if (obstacle !== null) return { why: obstacle };
  const { path, why } = await findElectron();
  if (path === undefined) return { why };
  const env = { ...process.env };
  // Some editors set this for what they start; Electron would then be a plain Node.
  delete env.ELECTRON_RUN_AS_NODE;
  const ended = await run(path, [join(root, 'out/main/main.js'), ...passed], env);
  const never = !stopping && ended.ranMs < STARTUP_MS && (ended.signal !== null || ended.code === 127);
  return never ? { why: `Electron ended as soon as it was started (${ended.signal ?? 'it cannot be run here'})` } : { ended };
}

async function main() {
  let options;
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    say(`${error.message}\n\n${usage}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (!existsSync(join(root, 'node_modules/electron-vite'))) {
    say('Not everything is installed yet. Run npm ci first.');
    return 1;
  }
  if (!(await buildIfNeeded())) return 1;
  const passed = appArguments(options);
  if (!options.serve && options.export === undefined && options.import === undefined) {
    const { ended, why } = await runDesktop(passed);
    if (ended !== undefined) return exitCode(ended);
    say(`Freshet is served in the browser instead of its own window: ${why}.`);
  }
  return exitCode(await run(nodePath(), [join(root, 'out/main/serve.js'), ...passed]));
}

process.on('SIGINT', () => stop('SIGINT'));
process.on('SIGTERM', () => stop('SIGTERM'));
process.exitCode = await main();
