import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useState } from 'react';
import { readTheme } from '../chart/theme.ts';
import type { ChartTheme } from '../chart/theme.ts';

/** The tokens for a canvas; read again when light becomes dark. */
export function useChartTheme(): ChartTheme {
  const scheme = useComputedColorScheme('light');
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => {
    // The attribute on the document, and with it the tokens, changes after this effect has been asked for.
    const frame = requestAnimationFrame(() => setTheme(readTheme()));
    return () => cancelAnimationFrame(frame);
  }, [scheme]);
  return theme;
}
