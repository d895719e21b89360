/** Where a filled store is kept from one run to the next: by its size, its seed, and the texts that it follows from. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256Hex } from '../../../src/vault/digest.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
export const schemaFolder = join(root, 'schema');

/** What a filled store follows from: another text, another store. */
const sources = ['schema/migrations', 'schema/types', 'src/store/migrations', 'bench/replay/store', 'src/demo/world'];

export function storeFolder(people: number, seed: number): string {
  const texts = sources.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => /\.(sql|graphql|ts)$/u.test(name))
      .toSorted()
      .map((name) => `${name}\n${readFileSync(join(root, folder, name), 'utf8')}`),
  );
  const digest = sha256Hex(texts.join('\n')).slice(0, 12);
  return join(root, '.cloison', `replay-${String(people)}-${String(seed)}-${digest}`);
}
