/**
 * Every check of the repository, quickest first, none left out because an earlier one failed. With `--node24` the tests
 * run once more on Node 24, and the longer suites: kills under load, the replay on a small store, the proof of the whole
 * schema and the mutants of the rooms that decide, of the largest a sample. The last line is `N passed, N failed`: each
 * test and each check counts as one.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = mkdtempSync(join(tmpdir(), 'cloison-check-'));

/**
 * @typedef {object} Check
 * @property {string} script of package.json
 * @property {boolean} [countsTests] whether its vitest report is counted
 * @property {readonly string[]} [words] after the script's own
 * @property {Readonly<Record<string, string>>} [environment] beside ours
 *
 * @typedef {object} Outcome
 * @property {string} script
 * @property {number} passed
 * @property {number} failed
 * @property {boolean} skipped
 * @property {number} seconds
 */

/** @type {readonly Check[]} */
const quickestFirst = [
  { script: 'lint' },
  { script: 'architecture' },
  { script: 'format:check' },
  { script: 'unused' },
  { script: 'types' },
  { script: 'drift' },
  { script: 'test', countsTests: true },
];
/** @type {readonly Check[]} */
const onNode24 = [
  { script: 'test:node24', countsTests: true },
  { script: 'test:faults', environment: { FAULTS: '20' } },
  { script: 'replay', words: ['--', '--quick', '--json'] },
  { script: 'cloison', words: ['--', 'prove'] },
  { script: 'mutation', words: ['--', '--room', 'minimise', '--room', 'budget', '--room', 'plan'] },
  { script: 'mutation', words: ['--', '--room', 'policy', '--sample', '40'] },
];

const npm = process.env['npm_execpath'];
const [npmCommand, npmPrefix] = npm?.endsWith('.js') === true ? [process.execPath, [npm]] : ['npm', []];

/**
 * @param {readonly string[]} parameters of npm
 * @param {Readonly<Record<string, string>>} environment beside ours
 * @returns {Promise<{ code: number, skipped: boolean }>} `skipped`: it said so on a line of its own
 */
async function runNpm(parameters, environment) {
  const child = spawn(npmCommand, [...npmPrefix, ...parameters], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32' && npmCommand === 'npm',
  });
  let output = '';
  child.stdout.on('data', (/** @type {Buffer} */ chunk) => {
    process.stdout.write(chunk);
    output += chunk.toString('utf8');
  });
  const [code] = /** @type {[number | null]} */ (await once(child, 'close'));
  return { code: code ?? 1, skipped: /^SKIPPED\b/mu.test(output) };
}

/** @param {string} file @returns {{ passed: number, failed: number }} */
function countTests(file) {
  if (!existsSync(file)) return { passed: 0, failed: 0 };
  const report = /** @type {{ numPassedTests: number, numFailedTests: number }} */ (
    JSON.parse(readFileSync(file, 'utf8'))
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests };
}

/** @param {Check} check @returns {Promise<Outcome>} */
async function run({ script, countsTests = false, words = [], environment = {} }) {
  const report = join(reports, `${script.replace(':', '-')}.json`);
  const reporters = ['--', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  process.stdout.write(`\n── ${script} ──\n`);
  const start = performance.now();
  const { code, skipped } = await runNpm(
    ['run', '--silent', script, ...(countsTests ? reporters : words)],
    environment,
  );
  const seconds = (performance.now() - start) / 1000;
  const tests = countsTests ? countTests(report) : { passed: 0, failed: 0 };
  // A run that fails without a failed test, or in which no test ran, is a failure of its own.
  const succeeded = code === 0 && (!countsTests || skipped || tests.passed > 0);
  const own = succeeded ? { passed: skipped ? 0 : 1, failed: 0 } : { passed: 0, failed: tests.failed > 0 ? 0 : 1 };
  return { script, passed: tests.passed + own.passed, failed: tests.failed + own.failed, skipped, seconds };
}

/** @param {Outcome} outcome */
function line({ script, passed, failed, skipped, seconds }) {
  const verdict = skipped ? 'SKIPPED' : failed > 0 ? 'FAILED' : 'passed';
  const counts = passed + failed > 1 ? ` (${passed} passed, ${failed} failed)` : '';
  return `${verdict.padEnd(8)} ${script.padEnd(14)} ${seconds.toFixed(1).padStart(6)} s${counts}\n`;
}

/** @type {Outcome[]} */
const outcomes = [];
try {
  for (const check of [...quickestFirst, ...(process.argv.includes('--node24') ? onNode24 : [])]) {
    outcomes.push(await run(check));
  }
} finally {
  rmSync(reports, { recursive: true, force: true });
}

const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
process.stdout.write(`\n${outcomes.map(line).join('')}\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;
