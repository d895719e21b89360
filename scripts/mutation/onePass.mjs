/**
 * Stryker's vitest runner, but the run that measures what each test meets tries the mutants as well (`mutantRunner.mjs`), and
 * when Stryker asks for one of them, what became of it is told.
 */
import { strykerPlugins as vitestPlugins } from '@stryker-mutator/vitest-runner';
import { relative, sep } from 'node:path';

/**
 * @typedef {{ name: string, suite?: Named }} Named
 * @typedef {Named & { type: string, tasks?: Task[], file: { filepath: string }, meta: Partial<import('./mutantRunner.mjs').Tries> }} Task
 * @typedef {{ status: string, [member: string]: unknown }} Result
 * @typedef {{ ctx: { state: { getFiles: () => Task[] } }, dryRun: (options: unknown) => Promise<Result>,
 *   mutantRun: (options: { activeMutant: { id: string } }) => Promise<Result> }} VitestRunner
 */

const [vitest] = vitestPlugins;
/** Of those that are, one that no test has met survives. @param {string} id */
const isSampled = (id) => Number(id) % Number(process.env['MUTANT_SAMPLE'] ?? 1) === 0;

/** @param {{ injectFunction: (factory: unknown) => VitestRunner }} injector */
function runnerOf(injector) {
  const runner = injector.injectFunction(vitest?.factory);
  const dryRun = runner.dryRun.bind(runner);
  /** @type {Map<string, readonly [test: string, message: string]>} */
  const kills = new Map();
  /** @type {Map<string, number>} */
  const tries = new Map();
  runner.dryRun = async (options) => {
    const result = await dryRun(options);
    for (const test of runner.ctx.state.getFiles().flatMap(testsOf)) {
      for (const id of test.meta.tried ?? []) tries.set(id, (tries.get(id) ?? 0) + 1);
      for (const [id, message] of Object.entries(test.meta.kills ?? {})) kills.set(id, [idOf(test), message]);
    }
    return result;
  };
  runner.mutantRun = async ({ activeMutant: { id } }) => {
    if (!isSampled(id)) return { status: 'error', errorMessage: 'not in the sample' };
    const [test, failureMessage] = kills.get(id) ?? [];
    const nrOfTests = tries.get(id) ?? 0;
    return test === undefined
      ? { status: 'survived', nrOfTests }
      : { status: 'killed', killedBy: [test], failureMessage, nrOfTests };
  };
  return runner;
}
runnerOf.inject = /** @type {const} */ (['$injector']);

/** @param {Task} task @returns {Task[]} */
function testsOf(task) {
  return task.type === 'test' ? [task] : (task.tasks ?? []).flatMap(testsOf);
}

/** As Stryker names tests. @param {Task} test */
function idOf(test) {
  /** @type {string[]} */
  const names = [];
  for (let each = /** @type {Named | undefined} */ (test); each !== undefined; each = each.suite)
    names.unshift(each.name);
  return `${relative(process.cwd(), test.file.filepath).split(sep).join('/')}#${names.join(' ').trim()}`;
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'one-pass', factory: runnerOf }];
