/**
 * Mutation testing of the rooms that decide. Every mutator is on, those of texts too: what a problem or a refusal says is
 * what its reader acts on. `scripts/mutation/main.mjs` gives each room its runner, files and reports.
 */

/** @type {ConstructorParameters<typeof import('@stryker-mutator/core').Stryker>[0]} */
export default {
  coverageAnalysis: 'perTest',
  ignorePatterns: ['.tmp', '.cloison', 'dist', 'coverage'],
  // Two cores: one runs the tests, one the PostgreSQL of those that need it.
  concurrency: 1,
  // Patience: a loaded machine is no endless loop.
  timeoutMS: 60_000,
  thresholds: { high: 95, low: 90, break: 85 },
  warnings: { slow: false },
};
