/** The three programs that are compared, each started as its users start it. */
import { fileURLToPath } from 'node:url';
import type { Issuer } from './issuer.js';
import { ours, reference } from './report.js';
import type { Program } from './serverProcess.js';

/** Connections to PostgreSQL: what `cloison serve` takes (src/main.ts), so the others get as many. */
const poolSize = 10;

export const pathOf = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

export interface CloisonSettings {
  readonly databaseUrl: string;
  readonly issuer: Issuer;
  readonly keysPath: string;
}

export function cloison(settings: CloisonSettings, nodeFlags: readonly string[] = []): Program {
  const { databaseUrl, issuer, keysPath } = settings;
  return {
    name: ours,
    words: [...nodeFlags, pathOf('dist/cli/main.js'), 'serve', '--schema', pathOf('schema')],
    environment: {
      DATABASE_URL: databaseUrl,
      OIDC_ISSUER: issuer.url,
      OIDC_AUDIENCE: issuer.audience,
      CLOISON_KEYS: keysPath,
      LOG_LEVEL: 'error',
    },
  };
}

export function plainServers(databaseUrl: string): readonly Program[] {
  const loader = new URL('../scripts/typescript-loader.mjs', import.meta.url).href;
  const environment = { DATABASE_URL: databaseUrl, POOL_SIZE: String(poolSize) };
  return [
    { name: reference, words: ['--import', loader, pathOf('bench/plain/express.ts')], environment },
    { name: 'Apollo standalone', words: ['--import', loader, pathOf('bench/plain/standalone.ts')], environment },
  ];
}
