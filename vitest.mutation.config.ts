import { defineConfig } from 'vitest/config';
import { base } from './vitest.base.js';

/** What Stryker runs once for each mutant: tests that write into a database, or so few that it does not matter. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['test/{minimise,budget}/**/*.test.ts'],
    isolate: false,
  },
});
