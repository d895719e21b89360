/**
 * Stryker's vitest runner, but a file that has a test file of its own (`src/policy/laws/x.ts`, `test/policy/laws/x.test.ts`)
 * is held to that one: every test that compiles a policy runs every law, and proves little about it in many times the time.
 */
import { strykerPlugins as vitestPlugins } from '@stryker-mutator/vitest-runner';
import { relative, sep } from 'node:path';

/**
 * @typedef {{ sandboxFileName: string, testFilter?: string[] | undefined }} MutantRun
 * @typedef {{ mutantRun: (options: MutantRun) => Promise<unknown> }} TestRunner
 */

const [vitest] = vitestPlugins;

/** @param {string} mutated path in the sandbox @param {string[] | undefined} tests that meet the mutant */
export function ownTests(mutated, tests) {
  const own = relative(process.cwd(), mutated)
    .split(sep)
    .join('/')
    .replace(/^src\/(.*)\.ts$/u, 'test/$1.test.ts#');
  const found = tests?.filter((test) => test.startsWith(own)) ?? [];
  return found.length > 0 ? found : tests;
}

/** @param {{ injectFunction: (factory: unknown) => TestRunner }} injector */
function runnerOf(injector) {
  const runner = injector.injectFunction(vitest?.factory);
  const mutantRun = runner.mutantRun.bind(runner);
  runner.mutantRun = (options) =>
    mutantRun({ ...options, testFilter: ownTests(options.sandboxFileName, options.testFilter) });
  return runner;
}
runnerOf.inject = /** @type {const} */ (['$injector']);

export const strykerPlugins = [{ kind: 'TestRunner', name: 'own-tests', factory: runnerOf }];
