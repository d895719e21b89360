import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import type { DemoContent } from '../../demo/demoContent.js';
import { examples } from '../examples.js';
import { note } from '../output.js';

interface StartOptions {
  readonly data: string;
  readonly schema: string;
  readonly accounts?: string;
}

const defaultData = '.cloison';

/** `cloison start`, which is `npm start`: the demo, with nothing to set up. */
export function startCommand(): Command {
  const command = new Command('start')
    .description('run the demo: an embedded PostgreSQL, invented persons, an issuer of demo tokens, the API')
    .option('--data <folder>', 'where the demo keeps its data', defaultData)
    .option('--schema <folder>', "the demo's schema", 'schema')
    .option('--accounts <file>', 'a JSON list of who may ask, for a schema of your own: it starts with no rows')
    .action(start);
  return examples(command, [
    'npm start',
    'PORT=4001 npm start',
    'DATABASE_URL=postgresql://… npm start',
    'cloison start --schema home --accounts home/accounts.json --data .home',
  ]);
}

async function start(options: StartOptions): Promise<void> {
  const began = performance.now();
  const { preferProduction, readStartConfig } = await import('../../config.js');
  const { databaseUrl, port, logLevel } = readStartConfig();
  preferProduction();
  const { createLog } = await import('../log.js');
  const { runUntilStopped } = await import('../runUntilStopped.js');
  const { systemClock } = await import('../../kernel/clock.js');
  const { readyText } = await import('../../demo/readyText.js');
  const { startDemo } = await import('../../demo/startDemo.js');
  const content = await contentOf(options);
  const migrations = join(options.schema, 'migrations');
  await runUntilStopped(async () => {
    const demo = await startDemo({
      folder: options.data,
      schema: options.schema,
      migrations: existsSync(migrations) ? migrations : undefined,
      content,
      databaseUrl,
      port,
      onFailure: createLog(logLevel, systemClock).failure,
    });
    const { server, issuer, seeded } = demo;
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const folder = options.data === defaultData ? undefined : options.data;
    for (const sentence of server.unanswered) note(sentence);
    note('');
    note(
      readyText({
        url: server.url,
        issuer,
        seeded,
        seconds,
        folder,
        rows: content.rows,
        firstQuery: content.firstQuery,
      }),
    );
    return () => demo.close();
  });
}

async function contentOf({ accounts }: StartOptions): Promise<DemoContent> {
  if (accounts === undefined) return (await import('../../demo/demoContent.js')).inventedContent;
  return (await import('../../demo/ownContent.js')).ownContent(accounts);
}
