import { parseArgs } from 'node:util';
import { decideSweep } from './decide.ts';
import type { Bench, Figure } from './measure.ts';
import { mergeChanged, mergeCompared, mergeUnchanged } from './merge.ts';
import { panelCold, panelWarm } from './panels.ts';
import { pushToScreen } from './push.ts';
import { filterRatio, recordsList, recordsPage, recordsSort, searchRecords } from './reading.ts';
import { mainLoopDelay, memoryPeak, readWhileMerging } from './served.ts';

// Figures are ratios of works measured side by side in one run, counts, or times against a limit that a person notices;
// never times of one machine against another.
const benches: Bench[] = [
  mergeChanged,
  mergeUnchanged,
  mergeCompared,
  decideSweep,
  pushToScreen,
  recordsPage,
  recordsList,
  recordsSort,
  filterRatio,
  searchRecords,
  panelCold,
  panelWarm,
  // Last: the app writes into the database of a million records.
  mainLoopDelay,
  memoryPeak,
  readWhileMerging,
];

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, only: { type: 'string' } } });
const chosen = benches.filter((bench) => values.only === undefined || bench.name === values.only);
if (chosen.length === 0) {
  console.error(`There is no benchmark "${values.only ?? ''}". There are: ${benches.map((bench) => bench.name).join(', ')}.`);
  process.exitCode = 2;
}

const show = ({ name, value, unit, aim }: Figure) =>
  values.json
    ? JSON.stringify({ name, value: Number(value.toFixed(4)), unit, aim })
    : `${name.padEnd(26)} ${value.toFixed(3).padStart(10)}  ${unit} (aim ${aim})`;
for (const bench of chosen) console.log(show(await bench.run()));
