import type { ComparePolicies } from '../comparison.js';
import { changesOf, listedSorted } from '../changes.js';
import { bySet } from '../ordering.js';

/** A date starts where it starts first and ends where it ends last: another zone makes links longer. */
export const compareZones: ComparePolicies = (old, next) =>
  changesOf({ kind: 'zones' }, [
    {
      aspect: 'zones',
      ordering: bySet(old.zones, next.zones),
      from: listedSorted(old.zones),
      to: listedSorted(next.zones),
    },
  ]);
