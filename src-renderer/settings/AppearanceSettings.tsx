import { SegmentedControl, useMantineColorScheme } from '@mantine/core';
import type { MantineColorScheme } from '@mantine/core';
import { setDensity, usePrefs } from '../shell/prefs.ts';
import type { Density } from '../shell/prefs.ts';
import { Card } from './Card.tsx';
import classes from './Settings.module.css';

const schemes: { value: MantineColorScheme; label: string }[] = [
  { value: 'auto', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

const densities: { value: Density; label: string }[] = [
  { value: 'comfortable', label: 'Comfortable' },
  { value: 'compact', label: 'Compact' },
];

export function AppearanceSettings() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const density = usePrefs((prefs) => prefs.density);
  return (
    <Card title="Appearance">
      <div className={classes['choice']}>
        <span className={classes['choice-name']} id="theme-name">
          Theme
        </span>
        <SegmentedControl data={schemes} value={colorScheme} onChange={setColorScheme} aria-labelledby="theme-name" data-testid="theme" />
      </div>
      <div className={classes['choice']}>
        <span className={classes['choice-name']} id="density-name">
          Density
        </span>
        <SegmentedControl data={densities} value={density} onChange={setDensity} aria-labelledby="density-name" data-testid="density" />
      </div>
      <p className={classes['muted']}>Kept in this browser or window only.</p>
    </Card>
  );
}
