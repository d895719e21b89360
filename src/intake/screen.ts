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

/** A value that a unit wants for itself. */
interface Claim {
  readonly claims: UniqueClaims;
  readonly value: string;
  readonly exists: boolean;
}

/** Of two units of a batch that claim one value, the first that can be loaded has it. */
async function findDuplicates(session: Session, batch: SealedBatch, problems: Map<number, Problem>): Promise<void> {
  const taken = new Map<UniqueClaims, Set<string>>();
  const claimsOf = await claimsByUnit(session, batch);
  for (const unit of [...claimsOf.keys()].toSorted((left, right) => left - right)) {
    if (problems.has(unit)) continue;
    const own = claimsOf.get(unit) ?? [];
    const refused = own.find(({ claims, value, exists }) => exists || taken.get(claims)?.has(value) === true);
    if (refused === undefined) for (const claim of own) take(taken, claim);
    else problems.set(unit, { column: refused.claims.column, code: 'DUPLICATE' });
  }
}

async function claimsByUnit(session: Session, batch: SealedBatch): Promise<ReadonlyMap<number, readonly Claim[]>> {
  const byUnit = new Map<number, Claim[]>();
  for (const claims of batch.claims()) {
    const existing = await existingValues(session, claims.place, claims.values);
    for (const [position, unit] of claims.units.entries()) {
      const own = byUnit.get(unit) ?? [];
      byUnit.set(unit, own);
      own.push({ claims, value: claims.values[position] ?? '', exists: existing.has(position) });
    }
  }
  return byUnit;
}

function take(taken: Map<UniqueClaims, Set<string>>, { claims, value }: Claim): void {
  const values = taken.get(claims) ?? new Set<string>();
  taken.set(claims, values);
  values.add(value);
}
