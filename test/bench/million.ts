import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Store } from '../../src-main/store/store.ts';
import { sourceConfigSchema } from '../../src-preload/contract/index.ts';
import { addRecord } from '../support/records.ts';

/** As many as the aims speak of. */
export const MILLION = 1_000_000;

const colours = ['blue', 'green', 'amber', 'crimson', 'Türkis'];
const things = ['lamp', 'chair', 'table', 'sofa', 'desk', 'shelf', 'clock'];

export const nameOf = (index: number): string =>
  `Item number ${index}, a ${colours[index % colours.length] ?? ''} ${things[index % things.length] ?? ''}`;

interface Million {
  folder: string;
  file: string;
  sourceRow: number;
}

let made: Million | null = null;

/** A database of a million records, all taken into the search. Made once for all benchmarks of a run, and gone with it. */
export function million(): Million {
  if (made !== null) return made;
  const folder = mkdtempSync(join(tmpdir(), 'freshet-million-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'freshet.db');
  const store = new Store(file);
  const config = sourceConfigSchema.parse({ id: 'million', name: 'Million', url: 'http://127.0.0.1:9/', policy: { preset: 'manual' } });
  const { row, state } = store.sources.add(config, 'app', 0);
  store.sources.saveState(row, { ...state, fields: ['id', 'name', 'price', 'seller.id', 'seller.name', 'updated_at'] });
  for (let start = 0; start < MILLION; start += 10_000) {
    store.transaction(() => {
      for (let index = start; index < start + 10_000; index += 1) {
        const fields = {
          id: index,
          name: nameOf(index),
          price: ((index * 7919) % MILLION) / 100,
          seller: { id: index % 500, name: `Seller ${index % 500}` },
          updated_at: '2026-11-20T12:00:00Z',
        };
        addRecord(store, row, String(index), JSON.stringify(fields));
      }
    });
  }
  while (store.search.step());
  store.close();
  made = { folder, file, sourceRow: row };
  return made;
}
