/**
 * Mutation testing of the rooms that decide. Every mutator is on, those of texts too: what a problem or a refusal says is
 * what its reader acts on. `scripts/mutation.mjs` gives each room its files and reports.
 */

/** @type {ConstructorParameters<typeof import('@stryker-mutator/core').Stryker>[0]} */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.ts' },
  coverageAnalysis: 'perTest',
  // A mutant of what a module computes while it loads is met by every test of the room: minutes for each such line.
  ignoreStatic: true,
  // Two cores: one runs the tests, one the PostgreSQL of those that need it.
  concurrency: 1,
  incremental: true,
  thresholds: { high: 95, low: 90, break: 85 },
  warnings: { slow: false },
};
