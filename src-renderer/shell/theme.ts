import { createTheme } from '@mantine/core';
import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core';

const blue: MantineColorsTuple = [
  '#e8f1fb',
  '#d3e4f6',
  '#a8c9ec',
  '#7db4f0',
  '#5796da',
  '#3276be',
  '#2a6dba',
  '#1f5fa8',
  '#174b87',
  '#0f3664',
];

export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: { light: 7, dark: 5 },
  colors: { blue },
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  defaultRadius: 6,
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    // Locking the scroll would need a style element of its own; the page behind does not scroll as a whole anyway.
    Modal: { defaultProps: { lockScroll: false } },
    Drawer: { defaultProps: { lockScroll: false } },
    Tooltip: { defaultProps: { openDelay: 300 } },
  },
});

const surfaces = {
  '--mantine-color-body': 'var(--fr-surface)',
  '--mantine-color-text': 'var(--fr-text)',
  '--mantine-color-dimmed': 'var(--fr-muted)',
  '--mantine-color-default': 'var(--fr-surface)',
  '--mantine-color-default-hover': 'var(--fr-hover)',
  '--mantine-color-default-border': 'var(--fr-line)',
  '--mantine-color-placeholder': 'var(--fr-muted)',
  '--mantine-color-anchor': 'var(--fr-accent)',
};

/** Mantine's own surfaces and ours are the same. */
export const variables: CSSVariablesResolver = () => ({ variables: {}, light: surfaces, dark: surfaces });
