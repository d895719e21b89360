/** A store's schema as files: the edge that turns a folder into the texts that the policy's compiler takes. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './kernel/failure.js';
import type { SchemaSource } from './policy/read/storeSchema.js';

/** Folders of a schema that hold what is made from it, not what it says. */
const derived: ReadonlySet<string> = new Set(['contracts', 'operations', 'migrations']);

/**
 * Every `.graphql` file of `folder`, named by its path inside with slashes (`types/tenant.graphql`) and sorted by it, so
 * that the policy's digest does not depend on the machine. Throws Failure CONFIG_INVALID when there is none.
 */
export function readSchema(folder: string): readonly SchemaSource[] {
  if (!existsSync(folder)) throw new Failure('CONFIG_INVALID', `${folder}: there is no such folder`);
  const names = graphqlFiles(folder).toSorted((one, other) => (one < other ? -1 : 1));
  if (names.length === 0) throw new Failure('CONFIG_INVALID', `${folder}: there is no .graphql file in it`);
  return Object.freeze(names.map((name) => Object.freeze({ name, text: readFileSync(join(folder, name), 'utf8') })));
}

/** Whether a file of a schema's folder, named by its path inside with slashes, says something of the policy. */
export function isSchemaFile(name: string): boolean {
  const [folder = '', ...inside] = name.split('/');
  return name.endsWith('.graphql') && (inside.length === 0 || !derived.has(folder));
}

function graphqlFiles(folder: string, under = ''): string[] {
  return readdirSync(join(folder, under), { withFileTypes: true }).flatMap((entry) => {
    const name = `${under}${entry.name}`;
    if (entry.isDirectory()) return under === '' && derived.has(entry.name) ? [] : graphqlFiles(folder, `${name}/`);
    return isSchemaFile(name) ? [name] : [];
  });
}
