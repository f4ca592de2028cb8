import { openForReading } from '../../src-main/store/database.ts';
import { RecordReader } from '../../src-main/store/reader.ts';
import { type Bench, percentile, ratio, timed } from './measure.ts';
import { million, MILLION, nameOf } from './million.ts';

const LIMIT_MS = 60_000;

async function times(rounds: number, work: (round: number) => unknown): Promise<number[]> {
  const all: number[] = [];
  for (let round = 0; round < rounds; round += 1) all.push(await timed(() => work(round)));
  return all;
}

/** A place that differs from round to round and is the same in every run. */
const placeOf = (round: number): number => (round * 611_953) % (MILLION - 50);

export const recordsPage: Bench = {
  name: 'records.page.p99.ms',
  async run() {
    const { file, sourceRow } = million();
    const reader = new RecordReader(file, LIMIT_MS);
    const window = (offset: number) =>
      reader.window({ sourceRow, version: 1, offset, limit: 50, sort: { field: 'price', descending: true }, filter: '' });
    if (window(0).total !== MILLION) throw new Error('not all records are there');
    const value = percentile(await times(1_000, (round) => window(placeOf(round))), 0.99);
    reader.close();
    return { name: 'records.page.p99.ms', value, unit: 'ms for 50 rows anywhere among 1,000,000', aim: '< 16' };
  },
};

export const recordsList: Bench = {
  name: 'records.list.p99.ms',
  async run() {
    const { file, sourceRow } = million();
    const reader = new RecordReader(file, LIMIT_MS);
    const list = (cursor: number) => reader.list({ sourceRow, limit: 100, cursor: String(cursor), q: undefined });
    if (list(0).items.length !== 100) throw new Error('the records are not listed');
    const value = percentile(await times(1_000, (round) => list(placeOf(round))), 0.99);
    reader.close();
    return { name: 'records.list.p99.ms', value, unit: 'ms for 100 rows behind a cursor anywhere among 1,000,000', aim: '< 16' };
  },
};

export const recordsSort: Bench = {
  name: 'records.sort.ratio',
  async run() {
    const { file, sourceRow } = million();
    const reader = new RecordReader(file, LIMIT_MS);
    const bare = openForReading(file);
    const statement = bare
      .prepare(
        `SELECT row, json_extract(basic, '$.price') AS value FROM records WHERE source_row = ? AND deleted_at IS NULL
         ORDER BY value IS NULL, value COLLATE NOCASE, row`,
      )
      .pluck();
    const value = await ratio(
      5,
      (version) =>
        timed(() => reader.window({ sourceRow, version, offset: 0, limit: 50, sort: { field: 'price', descending: false }, filter: '' })),
      () => timed(() => statement.all(sourceRow)),
    );
    bare.close();
    reader.close();
    return { name: 'records.sort.ratio', value, unit: 'first sorted window over the same SQL', aim: '<= 1.5' };
  },
};

/** Words that are everywhere, rare, within others, of two letters, and nowhere. */
const queryOf = (round: number): string =>
  [`number ${placeOf(round)}`, 'lamp', 'turkis chair', `"${nameOf(placeOf(round)).toLowerCase()}"`, 'crims', 'la', 'zebra crossing'][
    round % 7
  ] ?? '';

export const searchRecords: Bench = {
  name: 'search.p99.ms',
  async run() {
    const { file, sourceRow } = million();
    const reader = new RecordReader(file, LIMIT_MS);
    const search = (q: string) => reader.search({ q, sourceRows: [sourceRow], limit: 50, cursor: undefined });
    if (search('turkis chair').items.length !== 50) throw new Error('the search does not find what is there');
    const value = percentile(await times(700, (round) => search(queryOf(round))), 0.99);
    reader.close();
    return { name: 'search.p99.ms', value, unit: 'ms for 50 hits among 1,000,000', aim: '< 100' };
  },
};

export const filterRatio: Bench = {
  name: 'records.filter.ratio',
  async run() {
    const { file, sourceRow } = million();
    const reader = new RecordReader(file, LIMIT_MS);
    let version = 0;
    const filtered = (filter: string) =>
      timed(() => reader.window({ sourceRow, version: (version += 1), offset: 0, limit: 50, sort: null, filter }));
    // Two letters are too few for the search, so that all records are gone through.
    const value = await ratio(
      5,
      (round) => filtered(`er ${placeOf(round)}`),
      () => filtered('qz'),
    );
    reader.close();
    return { name: 'records.filter.ratio', value, unit: 'a filter by the search over one through all', aim: '<= 0.2' };
  },
};
