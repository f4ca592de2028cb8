import { usePrefs } from '../../shell/prefs.ts';

const COMFORTABLE = 32;
const COMPACT = 26;

/** Height of one row of records in pixels, by the chosen density. */
export function useRowHeight(): number {
  return usePrefs((prefs) => (prefs.density === 'compact' ? COMPACT : COMFORTABLE));
}
