import { Command, InvalidArgumentError, Option } from 'commander';
import { systemClock } from '../../kernel/clock.js';
import { examples } from '../examples.js';

interface DemoCommandOptions {
  readonly people: number;
  readonly format: 'csv' | 'ndjson';
  readonly today?: string;
  readonly seed?: number;
  readonly besideDemo?: true;
}

/** `cloison demo`: a store of invented people as a file to import, of any size, the same for one seed and day. */
export function demoCommand(): Command {
  const command = new Command('demo')
    .description('write a store of invented people to standard output, to be imported')
    .requiredOption('--people <number>', 'how many, up to ten million', peopleNumber)
    .addOption(new Option('--format <format>', 'of the rows').choices(['csv', 'ndjson']).default('csv'))
    .option('--today <date>', 'the day that its dates are relative to (default: today)', day)
    .option('--seed <number>', 'another one makes other people', seed)
    .option('--beside-demo', "leave out the organisations of the demo's accounts: to import into the demo's own store")
    .action(writeWorld);
  return examples(command, [
    'cloison demo --people 340000 > people.csv',
    'cloison demo --people 20000 --beside-demo > people.csv && cloison import people.csv --demo',
    'cloison demo --people 1000 --format ndjson --today 2026-01-31 > people.ndjson',
  ]);
}

async function writeWorld(options: DemoCommandOptions): Promise<void> {
  const { pipeline } = await import('node:stream/promises');
  const { csvLines } = await import('../../demo/world/csv.js');
  const { ndjsonLines } = await import('../../demo/world/ndjson.js');
  const { world } = await import('../../demo/world/world.js');
  const { people, format } = options;
  const today = options.today ?? new Date(systemClock.now()).toISOString().slice(0, 10);
  const rows = world({
    people,
    today,
    besideDemo: options.besideDemo === true,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });
  const lines = format === 'csv' ? csvLines(rows) : ndjsonLines(rows);
  await pipeline(inChunks(lines), process.stdout, { end: false });
}

const chunkLength = 64 * 1024;

/** One write for many lines: a system call each would cost more than the line. */
function* inChunks(lines: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

function peopleNumber(argument: string): number {
  if (!/^[1-9]\d{0,7}$/.test(argument) || Number(argument) > 10_000_000)
    throw new InvalidArgumentError('It is no number from 1 to 10000000.');
  return Number(argument);
}

function seed(argument: string): number {
  if (!/^\d{1,9}$/.test(argument)) throw new InvalidArgumentError('It is no number of up to nine digits.');
  return Number(argument);
}

function day(argument: string): string {
  if (!isDay(argument)) throw new InvalidArgumentError('It is no day, such as 2026-01-31.');
  return argument;
}

/** `Date.parse` takes 31 February for the 3rd of March. */
function isDay(text: string): boolean {
  const instant = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
}
