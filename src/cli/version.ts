import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** The version in package.json: two folders up from `src/cli` and from `dist/cli`. */
export function version(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(manifest)).version;
}
