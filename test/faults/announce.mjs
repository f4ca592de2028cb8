// Loaded before the built app by `node --import`. Says on the fourth pipe of the process when work on the database begins
// and when it has ended, so that a kill can be aimed at it. Changes nothing of what the app does.
import { writeSync } from 'node:fs';
import Database from 'better-sqlite3';

const PIPE = 3;

/** The first statement of a transaction that belongs to one of these begins it; the end of the transaction ends it. */
const WITHIN_TRANSACTIONS = [
  ['records', /^\s*(INSERT INTO|UPDATE) records\b/],
  ['retire', /^\s*DELETE FROM records WHERE row IN/],
];
const STATEMENTS = [
  ['copy', /^\s*VACUUM INTO\b/],
  ['swept', /^\s*DELETE FROM retired WHERE seen_at\b/],
];
const PRAGMAS = [
  ['checkpoint', /^wal_checkpoint\b/],
  ['vacuum', /^incremental_vacuum\b/],
  ['check', /^integrity_check\b/],
];

const say = (words) => {
  try {
    writeSync(PIPE, `${words}\n`);
  } catch {
    // Whoever listened is gone.
  }
};

const nameOf = (list, text) => list.find(([, pattern]) => pattern.test(text))?.[0];

function around(name, work) {
  if (name === undefined) return work();
  say(`begin ${name}`);
  try {
    return work();
  } finally {
    say(`end ${name}`);
  }
}

// One thread has one transaction at a time.
let depth = 0;
const open = new Set();

function beginWithin(name) {
  if (name === undefined || depth === 0 || open.has(name)) return;
  open.add(name);
  say(`begin ${name}`);
}

function announced(work) {
  return function (...args) {
    depth += 1;
    try {
      return work.apply(this, args);
    } finally {
      depth -= 1;
      if (depth === 0) {
        for (const name of open) say(`end ${name}`);
        open.clear();
      }
    }
  };
}

const { transaction, exec, pragma } = Database.prototype;

Database.prototype.transaction = function (work) {
  const made = transaction.call(this, work);
  const result = announced(made);
  for (const kind of ['default', 'deferred', 'immediate', 'exclusive']) result[kind] = announced(made[kind]);
  return result;
};

Database.prototype.exec = function (sql) {
  // The store makes and changes tables in migrations only.
  if (/\b(CREATE|ALTER) (TABLE|INDEX|TRIGGER)\b/.test(sql)) beginWithin('migration');
  return around(/^VACUUM$/.test(sql) ? 'rewrite' : undefined, () => exec.call(this, sql));
};

Database.prototype.pragma = function (text, options) {
  return around(nameOf(PRAGMAS, text), () => pragma.call(this, text, options));
};

const scratch = new Database(':memory:');
const Statement = Object.getPrototypeOf(scratch.prepare('SELECT 1'));
scratch.close();
const { run, all } = Statement;

Statement.run = function (...args) {
  beginWithin(nameOf(WITHIN_TRANSACTIONS, this.source));
  return around(nameOf(STATEMENTS, this.source), () => run.apply(this, args));
};
// Deletions give back what they deleted.
Statement.all = function (...args) {
  beginWithin(nameOf(WITHIN_TRANSACTIONS, this.source));
  return all.apply(this, args);
};
