import { defineConfig } from 'vitest/config';
import { base } from './vitest.base.js';

/** Tests that are functions of what they are given: no database, no process, no global is theirs, and each worker loads a module once. */
const pure = ['test/{minimise,plan,policy,vault}/**/*.test.ts'];
const { maxWorkers, ...each } = base.test;

export default defineConfig({
  test: {
    maxWorkers,
    projects: [
      { ...base, test: { ...each, name: 'pure', include: pure, globalSetup: [], isolate: false } },
      { ...base, test: { ...each, name: 'real', exclude: pure } },
    ],
  },
});
