import { colorSlots } from '../data/palette.ts';
import { statusTone } from '../data/status-tone.ts';
import type { Tone } from '../data/thresholds.ts';
import type { ChartTheme } from './theme.ts';

/**
 * The colour of each line by its name. Where the names are states, such as success beside error, the first of a tone has
 * the colour of that tone: an error must not be green because its name happens to come out so.
 */
export function seriesColors(names: readonly string[], theme: Pick<ChartTheme, 'series' | 'tones'>): string[] {
  const tones = names.map((name) => statusTone(name, null, []));
  const areStates = tones.includes('bad');
  const slots = colorSlots(names);
  const used = new Set<Tone>();
  return names.map((_name, index) => {
    const tone = tones[index] ?? null;
    if (!areStates || tone === null || used.has(tone)) return theme.series[slots[index] ?? 0] ?? '';
    used.add(tone);
    return theme.tones[tone];
  });
}
