import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseJson } from '../../src-main/connectors/json-text.ts';
import type { Wire } from './wire.ts';

/** A recorded response, and how a user would set up its source. */
export interface Fixture {
  name: string;
  /** The body as it was recorded, byte for byte. */
  body: Buffer;
  list: string;
  idField: string;
  timeField: string;
  /** The records in it, as JSON gives them; ids that a number cannot hold are text. */
  records: Record<string, unknown>[];
}

const shapes: [RegExp, Pick<Fixture, 'list' | 'idField' | 'timeField'>][] = [
  [/odds/, { list: '', idField: 'id', timeField: '' }],
  [/earthquakes/, { list: 'features', idField: 'id', timeField: 'properties.time' }],
  [/activities/, { list: '', idField: 'id', timeField: 'start_date' }],
];

function load(file: string): Fixture[] {
  const shape = shapes.find(([name]) => name.test(basename(file)))?.[1];
  if (shape === undefined) return [];
  const body = readFileSync(file);
  const whole = parseJson(body.toString('utf8')) as Wire;
  return [{ name: basename(file, '.json'), body, ...shape, records: shape.list === '' ? whole : whole[shape.list] }];
}

const own = fileURLToPath(new URL('../fixtures', import.meta.url));
/** Recorded from public services; not part of the project, and used where it lies beside it. */
const shared = fileURLToPath(new URL('../../../shared/fixtures', import.meta.url));

export const fixtures: Fixture[] = [own, shared]
  .filter((folder) => existsSync(folder))
  .flatMap((folder) =>
    readdirSync(folder)
      .sort()
      .flatMap((name) => load(join(folder, name))),
  );
