import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'real', root: import.meta.dirname, include: ['*.test.ts'], testTimeout: 90_000, hookTimeout: 60_000, allowOnly: false },
});
