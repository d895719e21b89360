import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';
import { defineConfig } from 'vitest/config';
import { base } from './vitest.base.js';

function depth({ moduleId }: TestSpecification): number {
  return moduleId.split('/').length;
}

/** A room's own tests before those of its folders: they tell more of a mutant. */
class NearestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files.toSorted((one, other) => depth(one) - depth(other)));
  }
}

/** What tries mutants in one pass: rooms whose tests are functions of their SDL, so that a body can run any number of times. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['test/{policy,plan}/**/*.test.ts', 'test/gateway/operationJudge.test.ts'],
    // Of whole stores: a body takes seconds, and every mutant of the compiler would be tried by it.
    exclude: ['test/policy/{contractsHoldNoMore,size,store}.test.ts'],
    globalSetup: [],
    isolate: false,
    // Each test has to reach the code that compiles.
    env: { COMPILE_ANEW: '1' },
    runner: 'scripts/mutation/mutantRunner.mjs',
    sequence: { sequencer: NearestFirst },
    // All mutants of a test are tried within it; a single body takes a hundredth of this.
    testTimeout: 3_600_000,
  },
});
