/**
 * Whoever is erased while an operation is under way is absent from its answer too: it is read once more, since a refusal would tell
 * that there was somebody (law 7). An erasure counts the register's version up, so that an operation beside none asks nothing more.
 */
import { Failure } from '../kernel/failure.js';
import { isAnyErased } from '../store/read/erasedAmong.js';
import type { Disclosure } from './disclosureContext.js';
import type { Minimised } from './pages.js';
import { personsOf } from './shownPersons.js';

class ErasedMeanwhile extends Error {
  override readonly name = 'ErasedMeanwhile';
}

/** Throws what {@link readAgain} catches. */
export async function requireNobodyErased({ rooms }: Disclosure, { roots, matches }: Minimised): Promise<void> {
  const shown = personsOf(roots.map(({ page }) => ({ page: page.fetched, shown: page.shown })));
  const persons = [...shown, ...matches.flatMap(({ person }) => person ?? [])];
  if (persons.length === 0) return;
  if (await isAnyErased(rooms.database, rooms.policy.types.values(), persons)) throw new ErasedMeanwhile();
}

const timesAtMost = 5;

/** Runs `read` until nobody whom it shows was erased meanwhile. */
export async function readAgain<T>(read: () => Promise<T>): Promise<T> {
  for (let times = 1; times <= timesAtMost; times++) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ErasedMeanwhile)) throw error;
    }
  }
  throw new Failure('STORE_UNAVAILABLE', 'persons of one page are erased one after the other: ask again');
}
