import type { Tone } from '../data/thresholds.ts';
import { SERIES_COLORS } from '../data/palette.ts';

/** The tokens that a chart is drawn with; a canvas knows no style sheet. */
export interface ChartTheme {
  text: string;
  muted: string;
  line: string;
  surface: string;
  accent: string;
  accentSoft: string;
  font: string;
  series: readonly string[];
  tones: Record<Tone, string>;
}

/** The tokens as they are now, in light or dark. */
export function readTheme(): ChartTheme {
  const styles = getComputedStyle(document.documentElement);
  const token = (name: string) => styles.getPropertyValue(`--fr-${name}`).trim();
  return {
    text: token('text'),
    muted: token('muted'),
    line: token('line'),
    surface: token('surface'),
    accent: token('accent'),
    accentSoft: token('accent-soft'),
    font: getComputedStyle(document.body).fontFamily,
    series: Array.from({ length: SERIES_COLORS }, (_color, index) => token(`series-${index}`)),
    tones: { good: token('green'), notice: token('blue'), warning: token('amber'), bad: token('red') },
  };
}
