import { defineConfig } from 'vitest/config';
import base from './vitest.config.js';

/** What Stryker runs against each mutant: the tests of the rooms that it changes. `npm test` runs them with all others. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    // A mutant's tests share one load of the modules, and none a policy that another test compiled.
    isolate: false,
    env: { COMPILE_ANEW: '1' },
    include: ['test/{policy,plan,minimise,budget}/**/*.test.ts'],
  },
});
