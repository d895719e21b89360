import { join } from 'node:path';
import { Command } from 'commander';
import { examples } from '../examples.js';
import { note } from '../output.js';

interface StartOptions {
  readonly data: string;
  readonly schema: string;
}

const defaultData = '.cloison';

/** `cloison start`, which is `npm start`: the demo, with nothing to set up. */
export function startCommand(): Command {
  const command = new Command('start')
    .description('run the demo: an embedded PostgreSQL, invented persons, an issuer of demo tokens, the API')
    .option('--data <folder>', 'where the demo keeps its data', defaultData)
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
  const { readyText } = await import('../../demo/readyText.js');
  note(
    readyText({
      url: demo.server.url,
      issuer: demo.issuer,
      seeded: demo.seeded,
      seconds,
      folder: options.data === defaultData ? undefined : options.data,
      notEnforced: demo.server.notEnforced,
    }),
  );
  const { untilStopped } = await import('../untilStopped.js');
  await untilStopped(() => demo.close());
}
