/**
 * Mutation testing, room by room: `npm run mutation`, or `-- --room minimise` for one. Of minimise and budget, what was run
 * before and did not change is not run again, but with `--force`; of plan and policy `--sample 5` tries every fifth mutant.
 * Prints who survived and each room's score; below 85 % it fails.
 */
import { Stryker } from '@stryker-mutator/core';
import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, '.tmp', 'mutation');
const scoreAtLeast = 85;

/** @typedef {Awaited<ReturnType<Stryker['runMutationTest']>>[number]} Mutant */

/**
 * Where a test is a function of its SDL, all mutants are tried in one pass over the tests; what a module computes while it
 * loads is not tried there, for nothing is loaded again.
 */
const onePass = Object.freeze({
  testRunner: 'one-pass',
  vitest: { configFile: 'vitest.one-pass.config.ts' },
  ignoreStatic: true,
  incremental: false,
  dryRunTimeoutMinutes: 120,
});
/** What the other sets stands here too: Stryker keeps the options of one run for the next in its copy of the configuration. */
const oneByOne = Object.freeze({
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.ts' },
  ignoreStatic: false,
  incremental: true,
  dryRunTimeoutMinutes: 5,
});
const rooms = Object.freeze({ minimise: oneByOne, budget: oneByOne, plan: onePass, policy: onePass });

/** A run of the whole compiler outgrows its process. @type {Readonly<Record<string, readonly string[]>>} */
const parts = Object.freeze({ policy: ['policy/laws', 'policy/compile', 'policy/read', 'policy/*.ts'] });

/** @param {string} name */
function plugin(name) {
  return join(root, 'scripts', 'mutation', `${name}.mjs`);
}

/** @param {string} room or a folder or file of one */
function optionsOf(room) {
  const name = room.replace(/\/.*$/u, '');
  if (name in rooms) return rooms[/** @type {keyof typeof rooms} */ (name)];
  process.stderr.write(`--room takes ${Object.keys(rooms).join(', ')}, or a folder or file of one, not ${room}\n`);
  return process.exit(2);
}

/** @param {string} room @param {boolean} force @returns {Promise<readonly Mutant[]>} */
function mutate(room, force) {
  const own = join(folder, room.replaceAll(/[/*]/gu, '-'));
  return new Stryker({
    configFile: join(root, 'stryker.config.mjs'),
    mutate: [room.endsWith('.ts') ? `src/${room}` : `src/${room}/**/*.ts`],
    plugins: ['@stryker-mutator/*', plugin('onePass'), plugin('invariants')],
    ignorers: ['invariants'],
    ...optionsOf(room),
    force,
    incrementalFile: join(own, 'incremental.json'),
    tempDirName: join(own, 'sandbox'),
    reporters: ['html', 'json', 'progress-append-only'],
    jsonReporter: { fileName: join(own, 'report.json') },
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

/** Of what no test meets, too, only every so manieth counts. @param {string} room @param {readonly Mutant[]} mutants */
function sampled(room, mutants) {
  const isSampled = optionsOf(room) === onePass;
  return isSampled ? mutants.filter(({ id }) => Number(id) % Number(process.env['MUTANT_SAMPLE']) === 0) : mutants;
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
for (const room of (values.room ?? Object.keys(rooms)).flatMap((each) => parts[each] ?? [each])) {
  const mutants = sampled(room, await mutate(room, values.force));
  process.stdout.write(withStatus(mutants, 'Survived', 'NoCoverage').map(survivor).join(''));
  lines.push(line(room, mutants));
  failed ||= countsOf(mutants).score < scoreAtLeast;
}
process.stdout.write(`\n${lines.join('')}`);
process.exitCode = failed ? 1 : 0;
