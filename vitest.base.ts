/** What every run of the tests shares. */
import { fileURLToPath } from 'node:url';
import type { ViteUserConfig } from 'vitest/config';

/**
 * `graphql` must load once: Vite would take its ES build where Node takes the CommonJS one, and a schema of one is a
 * stranger to the other. The alias names the file that Node takes; packages that import `graphql` from an ES build of
 * their own go through Vite too, so that the alias reaches them.
 */
const resolve = {
  alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql/index.js')) }],
};

export const base = {
  resolve,
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    server: { deps: { inline: [/graphql-shield/, /graphql-middleware/, /@graphql-tools/] } },
    // Most tests wait for a database or a process: two cores carry more of them than two.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
    // A deadline, not a duration: a loaded machine takes its time.
    expect: { poll: { timeout: 20_000 } },
    expandSnapshotDiff: true,
  },
} satisfies ViteUserConfig;
