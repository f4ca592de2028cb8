import { spawn } from 'node:child_process';
import { readdirSync, statSync, utimesSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

const require = createRequire(join(root, 'package.json'));

/** Without these the app cannot start, whatever form it takes. */
const outputs = ['out/main/main.js', 'out/main/serve.js', 'out/preload/preload.cjs', 'out/renderer/index.html'];

const sources = [
  'src-main',
  'src-preload',
  'src-renderer',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/**
 * The Node that runs the app. npm scripts get the one from devDependencies on their path;
 * a script that is started by hand may run on an older one, which cannot load the database driver.
 */
export function nodePath() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 12)) return process.execPath;
  return join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** The script behind a command of a package, so that it can be run by `nodePath()` without a shell. */
export function binScript(packageName, command = packageName) {
  // Not require.resolve: most packages do not export their package.json.
  const folder = join(root, 'node_modules', packageName);
  const { bin } = require(join(folder, 'package.json'));
  return join(folder, typeof bin === 'string' ? bin : bin[command]);
}

function modifiedMs(path) {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return null;
  }
}

function newestMs(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  // A folder's own time moves when a file in it is removed or renamed, which no remaining file would tell.
  const times = readdirSync(path).map((name) => newestMs(join(path, name)));
  return Math.max(stat.mtimeMs, ...times);
}

/** Whether `out/` is missing, incomplete or older than a source file. */
export function needsBuild() {
  const built = outputs.map((path) => modifiedMs(join(root, path)));
  if (built.includes(null)) return true;
  return Math.min(...built) < Math.max(...sources.map((path) => newestMs(join(root, path))));
}

/**
 * Runs a child to its end and collects what it prints. `onChild` receives the child, so that the caller can stop it.
 * Never rejects: a child that cannot be started ends with code 127.
 */
export function runQuietly(command, args, { onChild = () => {}, ...options } = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    const end = (code, signal) => done({ code, signal, output: Buffer.concat(chunks).toString('utf8') });
    child.on('error', (error) => {
      chunks.push(Buffer.from(`${error.message}\n`));
      end(127, null);
    });
    child.on('close', end);
    onChild(child);
  });
}

/** Builds the app. */
export async function build(options) {
  const startedAt = new Date();
  const result = await runQuietly(nodePath(), [binScript('electron-vite'), 'build'], options);
  if (result.code === 0) {
    // A source that was saved while the build ran must count as newer than the build.
    for (const path of outputs) if (modifiedMs(join(root, path)) !== null) utimesSync(join(root, path), startedAt, startedAt);
  }
  return result;
}
