/**
 * Loads units by COPY in the transaction of the session. A unit that the database refuses (a CHECK, a foreign key over two
 * columns) stops a COPY; it is found, left out, and the others are loaded.
 */
import { inSavepoint } from '../store/transaction.js';
import type { Session } from '../store/session.js';
import type { SqlError } from '../store/sqlError.js';
import { sqlErrorOf } from '../store/sqlError.js';
import type { Problem, RejectCode } from './reject.js';
import type { CopyGroup, SealedBatch } from './sealedBatch.js';
import type { TypePlan } from './typePlan.js';

export interface Loading {
  readonly loaded: number;
  readonly problems: ReadonlyMap<number, Problem>;
}

/** After this many refusals in a batch, units travel in small parties, so that each further one costs little. */
const patience = 8;
const partySize = 16;

export async function loadUnits(
  session: Session,
  batch: SealedBatch,
  order: readonly TypePlan[],
  units: readonly number[],
): Promise<Loading> {
  const loader = new UnitLoader(
    session,
    order.flatMap((plan) => batch.groups(plan)),
  );
  await loader.load(units);
  return loader;
}

/** A group whose COPY stopped, at which unit if the server said so, and why. */
interface Refusal {
  readonly group: CopyGroup;
  readonly unit: number | undefined;
  readonly error: SqlError;
}

class UnitLoader implements Loading {
  loaded = 0;
  readonly problems = new Map<number, Problem>();
  readonly #session: Session;
  readonly #groups: readonly CopyGroup[];

  constructor(session: Session, groups: readonly CopyGroup[]) {
    this.#session = session;
    this.#groups = groups;
  }

  async load(units: readonly number[]): Promise<void> {
    if (units.length === 0) return;
    if (this.problems.size > patience && units.length > partySize) return this.#inParties(units);
    const refusal = await this.#copy(units);
    if (refusal === undefined) {
      this.loaded += units.length;
      return;
    }
    const culprit = units.length === 1 ? units[0] : refusal.unit;
    if (culprit === undefined) return this.#inHalves(units);
    this.problems.set(culprit, problemOf(refusal));
    await this.load(units.filter((unit) => unit < culprit));
    await this.load(units.filter((unit) => unit > culprit));
  }

  async #inHalves(units: readonly number[]): Promise<void> {
    const middle = Math.ceil(units.length / 2);
    await this.load(units.slice(0, middle));
    await this.load(units.slice(middle));
  }

  async #inParties(units: readonly number[]): Promise<void> {
    for (let start = 0; start < units.length; start += partySize)
      await this.load(units.slice(start, start + partySize));
  }

  /** All the units' rows, or none of them and what was refused. */
  async #copy(units: readonly number[]): Promise<Refusal | undefined> {
    const wanted = new Set(units);
    let current: { readonly group: CopyGroup; readonly rows: readonly number[] } | undefined;
    try {
      await inSavepoint(this.#session, async () => {
        for (const group of this.#groups) {
          current = { group, rows: rowsOf(group, wanted) };
          if (current.rows.length > 0) await this.#session.copyInto(group.target, group.page.chunks(current.rows));
        }
      });
      return undefined;
    } catch (error) {
      const sent = sqlErrorOf(error);
      if (sent === undefined || current === undefined || !isOfTheRow(sent)) throw error;
      const row = sent.copyRow === undefined ? undefined : current.rows[sent.copyRow - 1];
      return { group: current.group, error: sent, unit: row === undefined ? undefined : current.group.units[row] };
    }
  }
}

function rowsOf(group: CopyGroup, wanted: ReadonlySet<number>): readonly number[] {
  return group.units.flatMap((unit, row) => (wanted.has(unit) ? [row] : []));
}

/** Data exceptions, integrity violations and what a trigger raises; anything else is no fault of a row. */
function isOfTheRow({ sqlstate }: SqlError): boolean {
  return /^(22|23|P0001)/.test(sqlstate);
}

const codes: Readonly<Record<string, RejectCode>> = {
  '23505': 'DUPLICATE',
  '23503': 'REFERENCE_MISSING',
  '23502': 'REQUIRED',
};

function problemOf({ group, error }: Refusal): Problem {
  const column = group.plan.columns.find(({ name }) => name === error.column);
  return { column: column?.path ?? '', code: codes[error.sqlstate] ?? 'CONSTRAINT', rule: error.constraint };
}
