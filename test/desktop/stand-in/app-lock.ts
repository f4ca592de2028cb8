import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

/** What a second start tells the first. */
export interface SecondStart {
  argv: string[];
  workingDirectory: string;
}

const lockIn = (folder: string) => join(folder, 'stand-in.lock');
const socketIn = (folder: string) => join(folder, 'stand-in.sock');

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function takeFile(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

/** Takes the lock of a folder; `false` when another process that is alive holds it. */
export function takeLock(folder: string): boolean {
  const path = lockIn(folder);
  if (takeFile(path)) return true;
  if (isAlive(Number(readFileSync(path, 'utf8')))) return false;
  rmSync(path);
  return takeFile(path);
}

/** Listens for second starts as the holder of the lock. */
export function hearSecondStarts(folder: string, listener: (start: SecondStart) => void): void {
  rmSync(socketIn(folder), { force: true });
  const server = createServer((socket) => {
    const parts: Buffer[] = [];
    socket.on('data', (part) => parts.push(part));
    socket.on('end', () => listener(JSON.parse(Buffer.concat(parts).toString('utf8')) as SecondStart));
  });
  server.listen(socketIn(folder)).unref();
  process.once('exit', () => rmSync(lockIn(folder), { force: true }));
}

/** Tells the holder of the lock of a second start. Resolves when it is said. */
export function tellHolder(folder: string, start: SecondStart): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketIn(folder));
    socket.on('error', reject);
    socket.on('close', () => resolve());
    socket.end(JSON.stringify(start));
    socket.resume();
  });
}
