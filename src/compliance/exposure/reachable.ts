/** Persons whom links reach, counted once by the terms that open: every gate's number comes from one walk. */
import type { Database } from '../../store/database.js';
import type { ColumnTypes } from '../../store/read/linkSql.js';
import type { ClaimValues, Stretch } from '../../store/read/reachedPersonsSql.js';
import { reachedPersons } from '../../store/read/reachedPersonsSql.js';
import type { Holdings } from './heldFields.js';

export interface Reachable {
  readonly persons: number;
  /** Through at least one of the terms. */
  through(terms: readonly number[]): number;
}

export async function countReachable(
  { database, types }: { readonly database: Database; readonly types: ColumnTypes },
  { arms }: Pick<Holdings, 'arms'>,
  claims: ClaimValues,
  stretch: Stretch,
): Promise<Reachable> {
  const rows = arms.length === 0 ? [] : await database.read(reachedPersons(arms, types, claims, stretch));
  const counted = rows.map((row) => ({ mask: BigInt(Number(row['mask'])), persons: Number(row['persons']) }));
  const through = (terms: readonly number[]): number => {
    const wanted = terms.reduce((mask, term) => mask | (1n << BigInt(term)), 0n);
    return counted.reduce((sum, { mask, persons }) => sum + ((mask & wanted) === 0n ? 0 : persons), 0);
  };
  return { persons: counted.reduce((sum, { persons }) => sum + persons, 0), through };
}
