/** A group of the demo's store: how many persons, what they are like and what links them. */
import type { PersonWish } from '../world/person.js';
import type { RowObject } from '../world/rows.js';
import type { Links } from './links.js';

/** Children of a person's row, by list. */
export interface Linked {
  readonly accompaniments: readonly RowObject[];
  readonly enrolments?: readonly RowObject[];
  readonly attendances?: readonly RowObject[];
  readonly applications?: readonly RowObject[];
}

export interface Scene {
  readonly name: string;
  readonly count: number;
  readonly wish: PersonWish;
  /** `position`: which of the scene's persons, from 0. */
  readonly linksOf: (links: Links, position: number) => Linked;
  /** Fields in place of those drawn; `year` is the year of today. */
  readonly fieldsOf?: (position: number, year: number) => RowObject;
}
