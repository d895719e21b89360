/** The command line of the replay. */
import { parseArgs } from 'node:util';
import { strategies } from './strategies/all.js';
import type { Strategy } from './strategies/strategy.js';

export interface Options {
  readonly people: number;
  readonly seed: number;
  readonly strategies: readonly Strategy[];
  /** Less honest work. */
  readonly isQuick: boolean;
  readonly json: boolean;
  /** File of the page with plots; undefined: none. */
  readonly html: string | undefined;
}

export const usage = `npm run replay -- [options]

  --full          all strategies on 340,000 people and 200 training organisations (the default)
  --quick         the Kairos sweep and ${String(strategies.filter(({ isQuick }) => isQuick).length - 1)} more on 20,000 people, with less honest work
  --people N      people in the store; at least 1,000
  --only NAME     one strategy; may be given again. --only list prints them
  --seed N        other people, other links (7)
  --html FILE     writes a page with plots, which needs nothing beside it
  --json          ends with {"strategies":[{"name","persons","outside","bound","suspendedAfterSeconds","honestErrors"}]}
  --help          this text

Exit code 1: a strategy got somebody out of reach, or more than was said beforehand, or the ledger misses somebody, or an honest
partner met an error. Exit code 2: an option is wrong. A filled store is kept under .cloison/ for the next run.
`;

export const list = (): string =>
  `${strategies.map(({ name, attacks, does }) => `${name.padEnd(26)}${attacks.join(', ').padEnd(8)}${does}`).join('\n')}\n`;

/** Throws an Error that says what is wrong with an option. */
export function readOptions(words: readonly string[]): Options | 'help' | 'list' {
  const { values } = parseArgs({
    args: [...words],
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      full: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      html: { type: 'string' },
      people: { type: 'string' },
      only: { type: 'string', multiple: true },
      seed: { type: 'string', default: '7' },
    },
  });
  if (values.help) return 'help';
  if (values.only?.includes('list') === true) return 'list';
  if (values.quick && values.full) throw new Error('--quick and --full exclude each other');
  return {
    people: countOf('people', values.people ?? (values.quick ? '20000' : '340000'), 1_000),
    seed: countOf('seed', values.seed, 0),
    strategies: chosen(values.only, values.quick),
    isQuick: values.quick,
    json: values.json,
    html: values.html,
  };
}

function countOf(name: string, text: string, least: number): number {
  if (/^\d{1,7}$/u.test(text) && Number(text) >= least) return Number(text);
  throw new Error(`--${name} takes a whole number from ${String(least)} on, not ${text}`);
}

function chosen(only: readonly string[] | undefined, isQuick: boolean): readonly Strategy[] {
  if (only === undefined) return isQuick ? strategies.filter((strategy) => strategy.isQuick) : strategies;
  const unknown = only.find((name) => strategies.every((strategy) => strategy.name !== name));
  if (unknown !== undefined)
    throw new Error(`--only takes the name of a strategy, not ${unknown}; --only list prints them`);
  return strategies.filter(({ name }) => only.includes(name));
}
