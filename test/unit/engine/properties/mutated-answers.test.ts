import { join } from 'node:path';
import { expect, test } from 'vitest';
import { guessFormat, readBody } from '../../../../src-main/connectors/formats/read-body.ts';
import { guessShape } from '../../../../src-main/connectors/guess.ts';
import { FIRST_PAGE, type JsonApi, openJsonApi, type Page } from '../../../../src-main/connectors/json-api.ts';
import { UpstreamError } from '../../../../src-main/connectors/upstream-error.ts';
import { mergeRecords } from '../../../../src-main/engine/refresh/merge-pages.ts';
import { Store } from '../../../../src-main/store/store.ts';
import { type Format, formatOf, type FormatKind, richFieldsOf, sourceConfigSchema } from '../../../../src-preload/contract/index.ts';
import { memoryDisk, tempFolder } from '../../../support/temp-folder.ts';

// Ten thousand answers that no server should send. Each is read or refused in words, soon, and what was there before stays.

const ANSWERS = 10_000;
const SEED = 20_261_120;
const SLOWEST_MS = 1_000;
/** One answer in so many is merged into a database file; the others end with their records. */
const MERGE_EVERY = 10;

/** What this thread has computed so far, milliseconds: how busy the machine is otherwise does not matter. */
const cpuMs = () => process.threadCpuUsage().user / 1000;

/** Numbers from 0 to below 1, the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const random = seeded(SEED);
const below = (count: number) => Math.floor(random() * count);
const pick = <T>(values: readonly [T, ...T[]]): T => values[below(values.length)] ?? values[0];

const NAMES = ['id', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'a.b', '`', '$', 'é', '\u0000', 'length', '0'] as const;

/** A value of any type, also of those that break programs. */
function anything(depth = 0): unknown {
  switch (below(depth > 3 ? 9 : 12)) {
    case 0:
      return null;
    case 1:
      return random() < 0.5;
    case 2:
      return pick([0, -1, 1e308, -0, 1.5, 2 ** 53, 1795176000, 1795176000000]);
    case 3:
      return pick(['', 'x', '\u0000', '\ud800', '💶'.repeat(50), '<b>', '2026-11-20', '9007199254740993', '"', '$eval']);
    case 4:
      return 'x'.repeat(below(random() < 0.1 ? 20_000 : 200));
    case 5:
      return [];
    case 6:
      return {};
    case 7:
      return pick<unknown>([1, 'a', 'id']);
    case 8:
      return [[[]]];
    case 9:
      return Array.from({ length: below(5) }, () => anything(depth + 1));
    default:
      return Object.fromEntries(Array.from({ length: below(5) }, () => [pick(NAMES), anything(depth + 1)]));
  }
}

const good = (count = 8) =>
  Array.from({ length: count }, (_, index) => ({
    id: `r${index}`,
    name: `Name ${index}`,
    at: '2026-11-20T12:00:00Z',
    price: index / 4,
    inner: { a: [1, { b: 2 }] },
  }));

/** Puts anything in the place of some parts of a value, doubles and drops others. */
function swapped(value: unknown): unknown {
  if (random() < 0.04) return anything();
  if (Array.isArray(value)) {
    const entries = value.flatMap((each: unknown) =>
      random() < 0.03 ? [] : random() < 0.05 ? [swapped(each), swapped(each)] : [swapped(each)],
    );
    return entries;
  }
  if (typeof value !== 'object' || value === null) return random() < 0.03 ? anything() : value;
  const entries = Object.entries(value).flatMap(([name, each]): [string, unknown][] =>
    random() < 0.02 ? [] : [[random() < 0.03 ? pick(NAMES) : name, swapped(each)]],
  );
  return Object.fromEntries(entries);
}

const deep = (open: string, close: string, inner: string) => {
  const times = pick([10, 150, 199, 201, 1_000, 1_000, 5_000, random() < 0.1 ? 30_000 : 20]);
  return open.repeat(times) + inner + (random() < 0.8 ? close.repeat(times) : '');
};

const JSON_TEXTS = [
  () => JSON.stringify(swapped(good())),
  () => `[{"id":"r1","deep":${deep('[', ']', '')}},{"id":"r2","x":1}]`,
  () => `[{"id":"r1","deep":${deep('{"a":', '}', '1')}}]`,
  () => deep('[', ']', '{"id":1}'),
  () => `[${'{"id":"same"},'.repeat(below(200))}{"id":"last"}]`,
  () => `[{"id":${'9'.repeat(below(500) + 1)}},{"id":-${'1'.repeat(400)}.5e${below(9999)}}]`,
  () => `[{"__proto__":{"polluted":true},"id":"p","constructor":{"prototype":{"polluted":true}}}]`,
  () => `[{"id":"big","text":"${'x'.repeat(below(random() < 0.1 ? 300_000 : 3_000))}"}]`,
] as const;

const csvCell = (value: unknown) => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return random() < 0.5 ? `"${text.replaceAll('"', '""')}"` : text;
};
const CSV_TEXTS = [
  () =>
    `id,name,at\n${good()
      .map(({ id, name, at }) =>
        [id, name, at].map((cell) => (random() < 0.1 ? csvCell(anything()) : cell)).join(pick([',', ',', ',', ';'])),
      )
      .join(pick(['\n', '\r\n', '\r']))}`,
  () => `id,id,__proto__,constructor\n${'a,b,c,d\n'.repeat(below(500))}`,
  () => `${'"'.repeat(below(500))},x\n1,2`,
  () => `id${','.repeat(below(500))}\n${','.repeat(below(500))}`,
  () => `id,a\n1,"${'\n'.repeat(below(2_000))}`,
] as const;

const item = (inner: string) => `<item><guid>g${below(30)}</guid><title>t</title>${inner}</item>`;
const RSS_TEXTS = [
  () =>
    `<rss version="2.0"><channel><title>T</title>${Array.from({ length: below(30) }, () => item(`<description>${JSON.stringify(anything())}</description><pubDate>${pick(['Tue, 03 Jun 2003 09:39:21 GMT', 'never', ''])}</pubDate>`)).join('')}</channel></rss>`,
  () => `<rss><channel>${item(deep('<a>', '</a>', 'x'))}</channel></rss>`,
  () =>
    `<!DOCTYPE x [${Array.from({ length: 20 }, (_, index) => `<!ENTITY e${index} "${`&e${index - 1};`.repeat(20)}">`).join('')}]><rss><channel>${item('<link>&e19;</link>')}</channel></rss>`,
  () =>
    `<feed xmlns="http://www.w3.org/2005/Atom"><entry ${'a="1" '.repeat(below(300))}><id>__proto__</id></entry><entry><id>constructor</id><link href="${'x'.repeat(below(random() < 0.1 ? 70_000 : 700))}"/></entry></feed>`,
  () => `<feed>${'<entry/>'.repeat(below(300))}</feed>`,
  () => `<rss><channel><item><title><![CDATA[${']]'.repeat(below(100))}]]></title></item>${'&'.repeat(below(500))}</channel></rss>`,
  () => JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', items: swapped(good()) }),
] as const;

const TEXTS: Record<FormatKind, () => string> = {
  json: () => pick(JSON_TEXTS)(),
  ndjson: () => lines(swapped(good())),
  csv: () => pick(CSV_TEXTS)(),
  feed: () => pick(RSS_TEXTS)(),
};

function lines(value: unknown): string {
  return (Array.isArray(value) ? value : [value]).map((each) => JSON.stringify(each) ?? '').join('\n');
}

/** Cuts, flips and doubles bytes, of which a text may not be one any more. */
function damaged(text: string): Buffer {
  let bytes = Buffer.from(text);
  if (random() < 0.25) bytes = bytes.subarray(0, below(bytes.length + 1));
  if (random() < 0.2 && bytes.length > 0) {
    bytes = Buffer.from(bytes);
    for (let flips = below(6); flips >= 0; flips -= 1) bytes[below(bytes.length)] = below(256);
  }
  if (random() < 0.05) bytes = Buffer.concat([Buffer.from(pick(['\ufeff', '\u0000', '\n\n', ")]}',\n"])), bytes]);
  if (random() < 0.03) bytes = Buffer.concat([bytes, bytes]);
  if (random() < 0.03) bytes = Buffer.from(bytes.toString('utf8'), 'utf16le');
  return bytes;
}

const KINDS = ['json', 'ndjson', 'csv', 'feed'] as const;
const TYPES = ['application/json', 'text/csv', 'text/xml; charset=utf-16', 'application/x-ndjson; charset=nonsense', ''] as const;

const configOf = (format: Format, id: string) =>
  sourceConfigSchema.parse({
    id,
    name: 'S',
    url: 'https://example.com/',
    format,
    timeField: format.kind === 'feed' ? 'publishedAt' : 'at',
    richFields: ['inner.a'],
  });

test(`${ANSWERS} mutated answers are read or refused in words, each within a second, and no earlier record is lost`, async () => {
  const store = new Store(join(tempFolder(memoryDisk), 'freshet.db'));
  const sources = new Map<FormatKind, { api: JsonApi; row: number; ids: Set<string>; format: Format }>();
  for (const kind of KINDS) {
    const config = configOf(formatOf(kind), kind);
    const { row } = store.sources.add(config, 'app', 0);
    const records = good(5).map((fields) => ({ id: fields.id, fields, time: 0 }));
    store.transaction(() => mergeRecords(store, row, records, richFieldsOf(config), 0));
    sources.set(kind, { api: openJsonApi(config), row, ids: new Set(records.map(({ id }) => id)), format: formatOf(kind) });
  }
  const outcomes = { taken: 0, refused: 0, merged: 0 };
  let slowest = 0;
  for (let number = 0; number < ANSWERS; number += 1) {
    const kind = pick(KINDS);
    const source = sources.get(kind);
    if (source === undefined) throw new Error('a format without a source');
    // Some come in another format than the source says.
    const body = damaged(TEXTS[random() < 0.9 ? kind : pick(KINDS)]());
    const response = { status: 200, headers: new Headers({ 'content-type': pick(TYPES) }), body, url: 'https://example.com/' };
    const startedAt = cpuMs();
    let page: Page | null = null;
    try {
      page = await source.api.readPage(response, FIRST_PAGE);
      outcomes.taken += 1;
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw new Error(`answer ${number} (${kind}) broke the reader`, { cause: error });
      expect(error.failure.message).not.toBe('');
      outcomes.refused += 1;
    }
    if (number % MERGE_EVERY === 0) {
      const format = guessFormat(response);
      try {
        guessShape(readBody(response, format));
      } catch (error) {
        if (!(error instanceof UpstreamError)) throw new Error(`answer ${number} (${kind}) broke the preview`, { cause: error });
      }
    }
    if (page !== null && number % MERGE_EVERY === 0) {
      const { records } = page;
      try {
        store.transaction(() => mergeRecords(store, source.row, records, ['inner.a'], number));
      } catch (error) {
        throw new Error(`answer ${number} (${kind}) broke the merge`, { cause: error });
      }
      for (const { id } of records) source.ids.add(id);
      outcomes.merged += 1;
    }
    slowest = Math.max(slowest, cpuMs() - startedAt);
  }
  for (const { row, ids } of sources.values()) {
    expect(store.records.existing(row, [...ids]).size).toBe(ids.size);
    expect(store.records.count(row)).toBe(ids.size);
  }
  expect(store.isSound()).toBe(true);
  store.close();
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(slowest).toBeLessThan(SLOWEST_MS);
  // Were all of them refused, little would have been tried.
  expect(outcomes.taken).toBeGreaterThan(ANSWERS / 4);
  expect(outcomes.refused).toBeGreaterThan(ANSWERS / 20);
  expect(outcomes.merged).toBeGreaterThan(ANSWERS / 25);
}, 120_000);
