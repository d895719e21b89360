/** `npm run watch:year`: false alarms of each detector in honest years, and what attacks get before they are stopped. */
import { detectors } from '../../src/watch/detectors/all.js';
import type { Alarm } from '../../src/watch/observe.js';
import { attackTable } from './attackTable.js';
import { firstDay } from './desk.js';
import { lineOf, rateOf, watchYear } from './watchYear.js';

const given = process.argv.slice(2).map(Number);
const seeds = given.length === 0 ? [1, 2, 3] : given;
const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

let accountDays = 0;
const alarms: Alarm[] = [];
for (const seed of seeds) {
  const begun = performance.now();
  const year = watchYear({ seed, scale: 1, days: 365 });
  accountDays += year.accountDays;
  alarms.push(...year.alarms);
  const seconds = Math.round((performance.now() - begun) / 1000);
  const counts = `${String(year.accounts)} accounts, ${String(year.accountDays)} account-days, ${String(year.entries)} entries`;
  say(`year ${String(seed)}: ${counts}, ${String(seconds)} s`);
  for (const alarm of year.alarms) say(`  ${lineOf(alarm, firstDay)}`);
}
const line = (name: string, count: number): string =>
  `${name.padEnd(14)} ${String(count).padStart(4)}  ${rateOf(count, accountDays).toFixed(3)}`;
process.stdout.write('false alarms, and in 10,000 honest account-days\n');
for (const { name } of detectors)
  process.stdout.write(`${line(name, alarms.filter(({ detector }) => detector === name).length)}\n`);
process.stdout.write(`${line('total', alarms.length)}\n\n${attackTable()}\n`);
