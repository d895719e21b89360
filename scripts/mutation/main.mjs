/**
 * Mutation testing, room by room: `npm run mutation`, or `-- --room minimise` for one. What was run before and did not
 * change is not run again; `--force` runs it all the same. `--sample 5` tries every fifth mutant of plan and policy. Prints who survived and each room's score; below 85 % it fails.
 */
import { Stryker } from '@stryker-mutator/core';
import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, '.tmp', 'mutation');
/** @type {Readonly<Record<string, ConstructorParameters<typeof Stryker>[0]>>} */
const rooms = {
  minimise: {},
  budget: {},
  plan: onePass(),
  policy: onePass(),
};
const scoreAtLeast = 85;

/** @typedef {Awaited<ReturnType<Stryker['runMutationTest']>>[number]} Mutant */

/** What a module computes while it loads is not tried there: nothing is loaded again. */
function onePass() {
  return {
    testRunner: 'one-pass',
    plugins: ['@stryker-mutator/*', join(root, 'scripts', 'mutation', 'onePass.mjs')],
    vitest: { configFile: 'vitest.one-pass.config.ts' },
    ignoreStatic: true,
    dryRunTimeoutMinutes: 120,
  };
}

/** @param {string} room @param {boolean} force @returns {Promise<readonly Mutant[]>} */
function mutate(room, force) {
  const own = join(folder, room.replaceAll('/', '-'));
  return new Stryker({
    configFile: join(root, 'stryker.config.mjs'),
    mutate: [room.endsWith('.ts') ? `src/${room}` : `src/${room}/**/*.ts`],
    ...rooms[room.replace(/\/.*$/u, '')],
    force,
    incrementalFile: join(own, 'incremental.json'),
    tempDirName: join(own, 'sandbox'),
    reporters: ['html', 'progress-append-only'],
    htmlReporter: { fileName: join(own, 'report.html') },
  }).runMutationTest();
}

/** @param {readonly Mutant[]} mutants @param {readonly Mutant['status'][]} statuses */
function withStatus(mutants, ...statuses) {
  return mutants.filter(({ status }) => statuses.includes(status));
}

/** @param {readonly Mutant[]} mutants */
function countsOf(mutants) {
  const killed = withStatus(mutants, 'Killed', 'Timeout').length;
  const tried = killed + withStatus(mutants, 'Survived', 'NoCoverage').length;
  return { killed, tried, score: tried === 0 ? 100 : (100 * killed) / tried };
}

/** @param {Mutant} mutant */
function survivor({ fileName, location, mutatorName, replacement, status }) {
  const place = `${relative(root, fileName)}:${location.start.line}:${location.start.column + 1}`;
  const text = (replacement ?? '').replaceAll(/\s+/gu, ' ').slice(0, 100);
  return `${place}  ${mutatorName}${status === 'NoCoverage' ? ', run by no test' : ''}  ${text}\n`;
}

/** @param {string} room @param {readonly Mutant[]} mutants */
function line(room, mutants) {
  const { killed, tried, score } = countsOf(mutants);
  const untried = mutants.length - tried;
  return `${room.padEnd(20)} ${score.toFixed(1).padStart(5)} %  ${killed} of ${tried} mutants killed, ${untried} not tried\n`;
}

const { values } = parseArgs({
  options: {
    room: { type: 'string', multiple: true },
    sample: { type: 'string', default: '1' },
    force: { type: 'boolean', default: false },
  },
});
// Read where the tests run, two processes further.
process.env['MUTANT_SAMPLE'] = values.sample;
mkdirSync(folder, { recursive: true });
/** @type {string[]} */
const lines = [];
let failed = false;
for (const room of values.room ?? Object.keys(rooms)) {
  const mutants = await mutate(room, values.force);
  process.stdout.write(withStatus(mutants, 'Survived', 'NoCoverage').map(survivor).join(''));
  lines.push(line(room, mutants));
  failed ||= countsOf(mutants).score < scoreAtLeast;
}
process.stdout.write(`\n${lines.join('')}`);
process.exitCode = failed ? 1 : 0;
