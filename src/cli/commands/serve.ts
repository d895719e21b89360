import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { examples } from '../examples.js';

interface ServeOptions {
  readonly schema: string;
}

/** `cloison serve`: the production entry. It takes nothing for granted: no database, issuer or key of the demo's. */
export function serveCommand(): Command {
  const command = new Command('serve')
    .description('serve a store: its settings come from the environment (docs/configuration.md)')
    .option('--schema <folder>', 'the schema', 'schema')
    .action(serve);
  return examples(command, [
    'DATABASE_URL=postgresql://… OIDC_ISSUER=https://… OIDC_AUDIENCE=https://… CLOISON_KEYS=keys.json cloison serve',
    'cloison serve --schema /etc/cloison/schema',
  ]);
}

async function serve(options: ServeOptions): Promise<void> {
  const { preferProduction, readServeConfig } = await import('../../config.js');
  const config = readServeConfig();
  preferProduction();
  const { startProduction } = await import('../startProduction.js');
  const { runUntilStopped } = await import('../runUntilStopped.js');
  const migrations = join(options.schema, 'migrations');
  await runUntilStopped(async () => {
    const server = await startProduction(config, {
      folder: options.schema,
      migrations: existsSync(migrations) ? migrations : undefined,
    });
    return () => server.close();
  });
}
