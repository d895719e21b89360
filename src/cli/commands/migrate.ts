import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { examples } from '../examples.js';
import { note, print, printJson } from '../output.js';

interface MigrateOptions {
  readonly schema: string;
  readonly serveRole?: string;
  readonly json?: true;
}

/** `cloison migrate`: the tables of this version and of the store, before a deployment rather than at its start. */
export function migrateCommand(): Command {
  const command = new Command('migrate')
    .description("bring the database (DATABASE_URL) to this version's tables and the store's")
    .option('--schema <folder>', 'the schema', 'schema')
    .option('--serve-role <role>', 'grant this role of the database what `cloison serve` takes, and nothing else')
    .option('--json', 'print the names of what ran as JSON')
    .action(migrateStore);
  return examples(command, [
    'DATABASE_URL=postgresql://… cloison migrate --schema schema',
    'DATABASE_URL=postgresql://owner… cloison migrate --serve-role cloison_serve',
  ]);
}

async function migrateStore(options: MigrateOptions): Promise<void> {
  const { readDatabaseConfig } = await import('../../config.js');
  const { migrate } = await import('../../store/migrate.js');
  const { databaseUrl } = readDatabaseConfig();
  const folder = join(options.schema, 'migrations');
  const names = await migrate({ url: databaseUrl, storeFolder: existsSync(folder) ? folder : undefined });
  if (options.serveRole !== undefined) {
    const { grantServing } = await import('../../store/serveRole.js');
    await grantServing(databaseUrl, options.serveRole);
    note(`Granted ${options.serveRole} what serving takes.`);
  }
  if (options.json === true) printJson(names);
  else
    print(
      names.length === 0 ? 'Nothing to do: the database is up to date.' : names.map((name) => `ran ${name}\n`).join(''),
    );
}
