import { defineConfig } from 'vitest/config';
import { base } from './vitest.base.js';

/** Kills take minutes and the whole machine: `npm run test:faults` runs them, and `npm test` does not. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['test/faults/**/*.faults.ts'],
    globalSetup: [],
    testTimeout: 1_800_000,
    hookTimeout: 180_000,
  },
});
