import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { DatabasePlaces, Recovery } from './recovery.ts';

/** Holds what was done with a damaged database until somebody was told; a start that is cut off must not hide it. */
const untoldFile = ({ database }: DatabasePlaces) => `${database}.recovered.json`;

/** Keeps what was done, to be told now or at the next start. */
export function keepUntold(places: DatabasePlaces, recovery: Recovery): void {
  try {
    writeFileSync(untoldFile(places), JSON.stringify(recovery), { mode: 0o600 });
  } catch {
    // To start is more important; this start tells it, if it is not cut off.
  }
}

/** What was done at a start that did not live to tell it; `null` when there was none. */
export function untoldRecovery(places: DatabasePlaces): Recovery | null {
  try {
    const { found, restored, keptIn, passedOver } = JSON.parse(readFileSync(untoldFile(places), 'utf8')) as Recovery;
    return typeof found === 'string' ? { found, restored, keptIn, passedOver } : null;
  } catch {
    return null;
  }
}

/** To be called once what was done is told and kept elsewhere. */
export function recoveryTold(places: DatabasePlaces): void {
  rmSync(untoldFile(places), { force: true });
}
