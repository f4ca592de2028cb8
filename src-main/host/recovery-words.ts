import { toIso, utcTime } from '../../src-preload/contract/index.ts';
import type { Recovery } from '../store/backups/untold.ts';

const count = new Intl.NumberFormat('en');

/** What is told after a start at which the database could not be used: what happened, what was restored, and what is missing. */
export function recoveryWords({ found, restored, keptIn, passedOver }: Recovery): { message: string; advice: string } {
  const damagedToo =
    passedOver === 0 ? '' : passedOver === 1 ? ' One newer backup was damaged too.' : ` ${passedOver} newer backups were damaged too.`;
  const kept = keptIn === null ? '' : ` What was there is kept in ${keptIn}.`;
  if (restored === null) {
    const none =
      passedOver === 0
        ? 'There was no backup'
        : passedOver === 1
          ? 'The only backup was damaged too'
          : `All ${passedOver} backups were damaged too`;
    return {
      message: `${found} ${none}, so Freshet began with an empty one.`,
      advice: `Sources of the config file are there again. If you have a copy of freshet.db, end Freshet and put it back into the data folder.${kept}`,
    };
  }
  const records = `${count.format(restored.records)} ${restored.records === 1 ? 'record' : 'records'}`;
  return {
    message: `${found} Freshet restored the backup of ${utcTime(toIso(restored.at))} with ${records}.${damagedToo} What came after it is missing, and all sources are refreshed now.`,
    advice: `Nothing needs to be done. Sources that you added or changed since then have to be entered again.${kept}`,
  };
}

/** What is told when a write-ahead log of another time lay beside the database. `keptIn`: the folder into which it was moved. */
export function strayLogWords(keptIn: string): { message: string; advice: string } {
  return {
    message:
      'The write-ahead log beside the database was that of another time, as after copying single files back. It was put aside before it could take anything back.',
    advice: `Nothing needs to be done. What was stored shortly before Freshet last ended may be missing if it did not end by itself; press Refresh all to be sure. The log is kept in ${keptIn}.`,
  };
}
