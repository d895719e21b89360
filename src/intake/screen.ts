/**
 * Which units of a batch can be loaded, asked of the database in bulk before COPY: one that refers to a row that is not
 * there, or repeats what only one row may hold, would stop the whole COPY.
 */
import type { Session } from '../store/session.js';
import { existingValues } from '../store/intake/existingValues.js';
import type { Problem } from './reject.js';
import type { SealedBatch, UniqueClaims } from './sealedBatch.js';
import type { TypePlans } from './typePlan.js';

export interface Screening {
  /** Units, ascending. */
  readonly accepted: readonly number[];
  readonly problems: ReadonlyMap<number, Problem>;
}

/** Entities that were found once: they outnumber no memory, and they seldom go while an import runs. */
const rememberedAtMost = 100_000;

export class Screen {
  readonly #plans: TypePlans;
  readonly #remembered = new Set<string>();

  constructor(plans: TypePlans) {
    this.#plans = plans;
  }

  async screen(session: Session, batch: SealedBatch): Promise<Screening> {
    const problems = new Map<number, Problem>();
    await this.#findMissing(session, batch, problems);
    await findDuplicates(session, batch, problems);
    const accepted = batch.lines.map((_, unit) => unit).filter((unit) => !problems.has(unit));
    return { accepted, problems };
  }

  async #findMissing(session: Session, batch: SealedBatch, problems: Map<number, Problem>): Promise<void> {
    for (const { target, ids, units, columns } of batch.references()) {
      const model = this.#plans.get(target)?.model;
      if (model === undefined) continue;
      const asked = [...new Set(ids)].filter(
        (id) => batch.unitOf(target, id) === undefined && !this.#remembered.has(`${target} ${id}`),
      );
      const found = await existingValues(session, { table: model.table, column: model.key, type: 'uuid' }, asked);
      if (model.kind === 'entity')
        this.#remember(
          target,
          asked.filter((_, position) => found.has(position)),
        );
      const missing = new Set(asked.filter((_, position) => !found.has(position)));
      ids.forEach((id, position) => {
        const unit = units[position] ?? 0;
        if (missing.has(id) && !problems.has(unit))
          problems.set(unit, { column: columns[position] ?? '', code: 'REFERENCE_MISSING' });
      });
    }
  }

  #remember(target: string, ids: readonly string[]): void {
    if (this.#remembered.size + ids.length > rememberedAtMost) this.#remembered.clear();
    for (const id of ids) this.#remembered.add(`${target} ${id}`);
  }
}

/** Of two units of a batch that claim one value, the first that is loaded has it. */
async function findDuplicates(session: Session, batch: SealedBatch, problems: Map<number, Problem>): Promise<void> {
  const columns: { readonly claims: UniqueClaims; readonly existing: ReadonlySet<number> }[] = [];
  for (const claims of batch.claims())
    columns.push({ claims, existing: await existingValues(session, claims.place, claims.values) });
  const ofUnit = new Map<
    number,
    { readonly claims: UniqueClaims; readonly value: string; readonly exists: boolean }[]
  >();
  for (const { claims, existing } of columns) {
    claims.units.forEach((unit, position) => {
      const list = ofUnit.get(unit) ?? [];
      ofUnit.set(unit, list);
      list.push({ claims, value: claims.values[position] ?? '', exists: existing.has(position) });
    });
  }
  const taken = new Map<UniqueClaims, Set<string>>(columns.map(({ claims }) => [claims, new Set()]));
  for (const unit of [...ofUnit.keys()].toSorted((left, right) => left - right)) {
    const own = ofUnit.get(unit) ?? [];
    const refused = own.find(({ claims, value, exists }, index) => {
      const repeatsItself = own.slice(0, index).some((other) => other.claims === claims && other.value === value);
      return exists || repeatsItself || taken.get(claims)?.has(value) === true;
    });
    if (refused !== undefined && !problems.has(unit))
      problems.set(unit, { column: refused.claims.column, code: 'DUPLICATE' });
    if (!problems.has(unit)) for (const { claims, value } of own) taken.get(claims)?.add(value);
  }
}
