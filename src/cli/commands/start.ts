import { join } from 'node:path';
import { Command } from 'commander';
import { examples } from '../examples.js';
import { note } from '../output.js';

interface StartOptions {
  readonly data: string;
  readonly schema: string;
}

/** `cloison start`, which is `npm start`: the demo, with nothing to set up. */
export function startCommand(): Command {
  const command = new Command('start')
    .description('run the demo: an embedded PostgreSQL, invented persons, an issuer of demo tokens, the API')
    .option('--data <folder>', 'where the demo keeps its data', '.cloison')
    .option('--schema <folder>', "the demo's schema", 'schema')
    .action(start);
  return examples(command, ['npm start', 'PORT=4001 npm start', 'DATABASE_URL=postgresql://… npm start']);
}

async function start(options: StartOptions): Promise<void> {
  const began = performance.now();
  const { preferProduction, readStartConfig } = await import('../../config.js');
  const config = readStartConfig();
  preferProduction();
  const { createLog } = await import('../log.js');
  const { systemClock } = await import('../../kernel/clock.js');
  const { startDemo } = await import('../../demo/startDemo.js');
  const demo = await startDemo({
    folder: options.data,
    schema: options.schema,
    migrations: join(options.schema, 'migrations'),
    databaseUrl: config.databaseUrl,
    port: config.port,
    onFailure: createLog(config.logLevel, systemClock).failure,
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  note(readyText({ url: demo.server.url, issuer: demo.issuer, seeded: demo.seeded, seconds }));
  note(notEnforcedText(demo.server.notEnforced));
  const { untilStopped } = await import('../untilStopped.js');
  await untilStopped(demo.close);
}

interface Ready {
  readonly url: string;
  readonly issuer: string;
  readonly seeded: number;
  readonly seconds: string;
}

function readyText({ url, issuer, seeded, seconds }: Ready): string {
  const store = seeded === 0 ? 'the data of the last time' : `${String(seeded)} rows of invented persons`;
  return [
    `Cloison is ready at ${url} (${seconds} s; ${store}; tokens by ${issuer}; demo keys).`,
    'Paste into another terminal:',
    '',
    "  npm run -s cloison -- query --as formation-isere '{ me { role } jobSeekers(first: 2) { nodes { id usedName birthDateAgeBand phone } } }'",
    '',
    'Ctrl-C stops it.',
  ].join('\n');
}

/** One line, for it is many sentences: `cloison check` prints them all. */
function notEnforcedText(sentences: readonly string[]): string {
  return `Not yet enforced: ${String(sentences.length)} sentences of the policy, on distinct persons (@bound persons, misses) and retention.`;
}
