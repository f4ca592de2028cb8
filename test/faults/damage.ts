import { closeSync, copyFileSync, existsSync, openSync, readSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import Database from 'better-sqlite3';
import { oneOf, type Random, whole } from './random.ts';

const PAGE_BYTES = 4_096;

/** What was done to the files of a database. */
export interface Damaged {
  words: string;
  /** So many records may be other than they were without anybody being able to see it: SQLite has no checksums of its pages. */
  silent: number;
}

/** Files of a database: itself, its write-ahead log as it is, and one of an earlier time. */
export interface Files {
  database: string;
  wal: string;
  staleWal: string;
}

export type Damage = (files: Files, random: Random) => Damaged;

function inFile<T>(path: string, work: (file: number, bytes: number) => T): T {
  const file = openSync(path, 'r+');
  try {
    return work(file, statSync(path).size);
  } finally {
    closeSync(file);
  }
}

function flip(path: string, random: Random, bits: number): void {
  inFile(path, (file, bytes) => {
    for (let flipped = 0; flipped < bits; flipped += 1) {
      const at = whole(random, bytes);
      const byte = Buffer.alloc(1);
      readSync(file, byte, 0, 1, at);
      writeSync(file, Buffer.from([(byte[0] ?? 0) ^ (1 << whole(random, 8))]), 0, 1, at);
    }
  });
}

const either = ({ database, wal }: Files, random: Random) => (random() < 0.7 || !existsSync(wal) ? database : wal);
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

export const bitFlips: Damage = (files, random) => {
  const bits = oneOf(random, [1, 1, 1, 2, 8, 64]);
  const path = either(files, random);
  flip(path, random, bits);
  return { words: `${bits} bits of ${nameOf(path)} flipped`, silent: bits };
};

export const truncation: Damage = (files, random) => {
  const path = either(files, random);
  const { size } = statSync(path);
  // Half of them at the end of a page, where nothing is torn.
  const length = random() < 0.5 ? whole(random, size) : PAGE_BYTES * whole(random, size / PAGE_BYTES);
  truncateSync(path, length);
  return { words: `${nameOf(path)} cut from ${size} to ${length} bytes`, silent: 0 };
};

export const deletedWal: Damage = ({ wal }) => {
  rmSync(wal);
  return { words: 'the write-ahead log deleted', silent: 0 };
};

export const staleWal: Damage = ({ database, wal, staleWal: stale }, random) => {
  // Either beside a database that was killed, or beside one that was closed in good order.
  if (random() < 0.5) new Database(database).close();
  copyFileSync(stale, wal);
  return { words: `a write-ahead log of an earlier time beside ${nameOf(database)}`, silent: 0 };
};

export const zeroLength: Damage = ({ database, wal }, random) => {
  truncateSync(database, 0);
  const alone = random() < 0.5;
  if (alone) rmSync(wal, { force: true });
  return { words: `${nameOf(database)} of zero length${alone ? ', without a write-ahead log' : ''}`, silent: 0 };
};

const foreigners: ((database: string) => string)[] = [
  (database) => {
    writeFileSync(database, 'Dear diary,\n'.repeat(3_000));
    return 'a text';
  },
  (database) => {
    writeFileSync(database, Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
    return 'a picture';
  },
  (database) => {
    rmSync(database);
    const other = new Database(database);
    other.exec("CREATE TABLE songs (title TEXT); INSERT INTO songs VALUES ('Yesterday')");
    other.close();
    return 'a database of another program';
  },
  (database) => {
    rmSync(database);
    return 'nothing at all';
  },
];

export const foreignFile: Damage = ({ database, wal }, random) => {
  if (random() < 0.5) rmSync(wal, { force: true });
  return { words: `${oneOf(random, foreigners)(database)} in the place of ${nameOf(database)}`, silent: 0 };
};

export const lostPages: Damage = (files, random) => {
  const { database } = files;
  const pages = 1 + whole(random, 6);
  const from = inFile(database, (file, bytes) => {
    const first = whole(random, bytes / PAGE_BYTES - pages);
    const fill = random() < 0.5 ? Buffer.alloc(PAGE_BYTES * pages) : Buffer.alloc(PAGE_BYTES * pages, 0x5a);
    writeSync(file, fill, 0, fill.length, first * PAGE_BYTES);
    return first;
  });
  return { words: `${pages} pages from page ${from + 1} of ${nameOf(database)} overwritten`, silent: 0 };
};
