import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../test-results/desktop',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // One app at a time: windows compete for focus, and how long quitting takes is measured.
  workers: 1,
  retries: 0,
  forbidOnly: true,
});
