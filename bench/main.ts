/**
 * `npm run bench`: Cloison beside two plain Apollo Servers, on one PostgreSQL, in one run. Their answers are compared
 * before anything is timed; then each has its turn in every round.
 */
import { disclosureRun } from './disclosure/disclosureRun.js';
import { identityRun } from './identity/identityRun.js';
import { readOptions, usage } from './options.js';
import type { Options } from './options.js';
import { policyRun } from './policy/policyRun.js';
import { profileRun } from './profileRun.js';
import { comparison } from './comparison.js';
import { jsonOf, tableOf } from './report.js';
import { withStage } from './staging.js';

const options = optionsOrEnd(process.argv.slice(2));
const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};
await withStage(options, say, async (stage) => {
  if (options.profile) {
    process.stdout.write(`${await profileRun(stage, options)}\n`);
    return;
  }
  if (options.identity) {
    const { table, json } = await identityRun(stage, options, say);
    process.stdout.write(`\n${table}\n`);
    if (options.json) process.stdout.write(`${json}\n`);
    return;
  }
  if (options.disclosure) {
    const { table, json } = await disclosureRun(stage, options, say);
    process.stdout.write(`\n${table}\n`);
    if (options.json) process.stdout.write(`${json}\n`);
    return;
  }
  if (options.policy) {
    const { table, json } = await policyRun(stage, options, say);
    process.stdout.write(`\n${table}\n`);
    if (options.json) process.stdout.write(`${json}\n`);
    return;
  }
  const measured = await comparison(stage, options, say);
  process.stdout.write(`\n${tableOf(measured)}\n`);
  if (options.json) process.stdout.write(`${jsonOf(measured)}\n`);
});

function optionsOrEnd(words: readonly string[]): Options {
  try {
    const read = readOptions(words);
    if (read !== 'help') return read;
    process.stdout.write(usage);
    return process.exit(0);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return process.exit(2);
  }
}
