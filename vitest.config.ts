import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // A test that was left marked as the only one must not hide all others.
    allowOnly: false,
    maxWorkers: 2,
    projects: [
      { test: { name: 'simulation', include: ['test/simulation/**/*.test.ts'], testTimeout: 240_000 } },
      { test: { name: 'unit', include: ['test/unit/**/*.test.{ts,tsx}'], testTimeout: 30_000 } },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.{ts,tsx}'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          // Processes start slowly where many tests run at once.
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
});
