/** A proof on a database of its own. */
import { join } from 'node:path';
import type { Proof, ProveOptions } from '../../src/prove/prove.js';
import type { Mismatch } from '../../src/prove/tally.js';
import { readSchema } from '../../src/schemaFolder.js';
import { createDatabase } from '../support/postgres.js';

type Prove = (options: ProveOptions) => Promise<Proof>;

export interface ProvenFolder {
  readonly folder: string;
  readonly role?: string;
  readonly seed?: number;
  readonly parts?: ProveOptions['parts'];
}

export async function proven(prove: Prove, { folder, role, seed = 1, parts }: ProvenFolder): Promise<Proof> {
  const database = await createDatabase();
  try {
    const migrations = join(folder, 'migrations');
    return await prove({ sources: readSchema(folder), migrations, databaseUrl: database.url, seed, role, parts });
  } finally {
    await database.drop();
  }
}

/** Each sort of mismatch once, so that a failing test reads at a glance. */
export function sorts(mismatches: readonly Mismatch[]): readonly string[] {
  return [...new Set(mismatches.map(sortOf))];
}

function sortOf({ kind, role, coordinate, state, expected, served }: Mismatch): string {
  return `${kind} ${role} ${coordinate} ${state}: ${expected}, ${served}`;
}
