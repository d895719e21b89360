/** The rows that inputs name beside the written one: a CREATE is judged on every one of them. */
import type { RelationField } from '../../policy/compiled.js';
import type { Session } from '../../store/session.js';
import type { Disclosure } from '../disclosureContext.js';
import type { ReachedRows } from './reachedRows.js';
import { personOf, reachedRows } from './reachedRows.js';
import type { AdmittedRow, GivenValues, HeldRow } from './tickets.js';
import { stepsOf } from './tickets.js';

export class NamedRows {
  readonly #reached: ReadonlyMap<RelationField, ReachedRows>;

  private constructor(reached: ReadonlyMap<RelationField, ReachedRows>) {
    this.#reached = reached;
  }

  /** One statement for each relation that the write sets. */
  static async read(context: Disclosure, session: Session, rows: readonly GivenValues[]): Promise<NamedRows> {
    const reached = new Map<RelationField, ReachedRows>();
    const [first] = rows;
    for (const [at, { plan }] of first === undefined ? [] : stepsOf(first).entries()) {
      for (const { sets } of plan.settings) {
        if (sets.kind !== 'relation') continue;
        const keys = rows.map((row) => stepsOf(row)[at]?.relations.get(sets.field) ?? undefined);
        reached.set(sets.field, await reachedRows(context, session, sets.related, keys));
      }
    }
    return new NamedRows(reached);
  }

  areReached(row: GivenValues): boolean {
    return this.#of(row).every(({ found }) => found !== undefined);
  }

  /** A record never hangs on a record of somebody else. */
  areOfItsPerson(row: AdmittedRow): boolean {
    const { held } = row;
    return this.#of(row).every(
      ({ isOwn, found }) => !isOwn || (held !== undefined && found !== undefined && personOf(found) === personOf(held)),
    );
  }

  /** A new record whose person no input names is of the person of the record that it hangs on. */
  withPerson(row: GivenValues): GivenValues {
    const { step } = row;
    if (step.plan.person === undefined || step.person !== undefined) return row;
    const own = this.#of(row).find(({ isOwn }) => isOwn)?.found;
    return own === undefined ? row : { ...row, step: { ...step, person: personOf(own) } };
  }

  #of(row: GivenValues): readonly { readonly isOwn: boolean; readonly found: HeldRow | undefined }[] {
    return stepsOf(row).flatMap(({ plan, relations }) =>
      plan.settings.flatMap(({ sets }) => {
        const key = sets.kind === 'relation' ? relations.get(sets.field) : undefined;
        if (sets.kind !== 'relation' || key === undefined || key === null) return [];
        return [{ isOwn: sets.isOwn, found: this.#reached.get(sets.field)?.get(key) }];
      }),
    );
  }
}
