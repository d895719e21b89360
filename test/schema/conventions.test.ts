import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compiled, rentalFolder, storeFolder } from '../support/policies.js';
import type { Catalogue, StoreTables } from './catalogue.js';
import { openTables } from './catalogue.js';
import { breachesOfConventions } from './conventions.js';

describe.each([
  ['the store', storeFolder],
  ['the second store', rentalFolder],
])('the migrations of %s', (_name, folder) => {
  let tables: StoreTables;

  beforeAll(async () => {
    tables = await openTables(folder);
  });

  afterAll(async () => {
    await tables.close();
  });

  it('run on an empty PostgreSQL and give every field the column that the conventions say', () => {
    expect(breachesOfConventions(compiled(folder), tables.catalogue)).toEqual([]);
  });

  it('are found out when they lack a column, an index or a type', () => {
    const policy = compiled(folder);
    const subject = [...policy.types.values()].find(({ kind }) => kind === 'subject');
    const table = subject?.table ?? '';
    const sealed = [...(subject?.fields.values() ?? [])].find(
      (field) => field.kind === 'value' && field.storage === 'sealed',
    );
    const column = sealed?.kind === 'value' ? sealed.column : '';
    const { catalogue } = tables;
    expect(breachesOfConventions(policy, without(catalogue, `${table}.data_key`))).toContain(
      `${table}.data_key is missing`,
    );
    expect(breachesOfConventions(policy, retyped(catalogue, `${table}.${column}`, 'text'))).toContain(
      `${table}.${column} is text, not bytea`,
    );
    expect(breachesOfConventions(policy, { ...catalogue, indexes: new Map() })).toContain(`${table}.id is no key`);
    expect(breachesOfConventions(policy, { ...catalogue, references: new Map() })).not.toEqual([]);
  });
});

function without(catalogue: Catalogue, place: string): Catalogue {
  return { ...catalogue, columns: new Map([...catalogue.columns].filter(([name]) => name !== place)) };
}

function retyped(catalogue: Catalogue, place: string, type: string): Catalogue {
  return {
    ...catalogue,
    columns: new Map(
      [...catalogue.columns].map(([name, column]) => [name, name === place ? { ...column, type } : column]),
    ),
  };
}
