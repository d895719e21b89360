/**
 * A batch on its way: read and sealed while the batch before it is being loaded, then screened and loaded in one
 * transaction. Import and seeding share it.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import type { CompiledPolicy } from '../policy/compiled.js';
import type { Catalogue } from '../store/catalogue.js';
import type { Session } from '../store/session.js';
import { wrappedKeys } from '../store/intake/wrappedKeys.js';
import type { Vault } from '../vault/vault.js';
import { loadOrder } from './loadOrder.js';
import { loadUnits } from './loadUnits.js';
import { personOf, readRow } from './readRow.js';
import type { Problem, Reject } from './reject.js';
import type { RowDraft } from './rowDraft.js';
import { Screen } from './screen.js';
import type { SealedBatch } from './sealedBatch.js';
import type { WrappedKeys } from './sealRows.js';
import { BatchSealer, recordOfAnother } from './sealRows.js';
import type { SourceRow } from './sourceRow.js';
import type { TypePlan, TypePlans } from './typePlan.js';
import { planTypes } from './typePlan.js';

export interface PreparedBatch {
  readonly sealed: SealedBatch;
  /** Rows that need the key of a person whom they do not bring: sealed once the others are loaded. */
  readonly later: readonly LineDraft[];
  readonly rejects: readonly Reject[];
}

export interface LoadedBatch {
  readonly rowsLoaded: number;
  /** By line, what was rejected before and while loading. */
  readonly rejects: readonly Reject[];
}

interface LineDraft {
  readonly line: number;
  readonly draft: RowDraft;
}

export interface IntakeStore {
  readonly policy: CompiledPolicy;
  readonly catalogue: Catalogue;
  readonly vault: Vault;
}

/** Sealing takes the thread; after so many rows the connection gets a turn, for COPY is under way on it. */
const rowsBetweenBreaths = 100;
const nobody: WrappedKeys = new Map();

export class BatchIntake {
  readonly plans: TypePlans;
  readonly #order: readonly TypePlan[];
  readonly #screen: Screen;
  readonly #vault: Vault;

  constructor({ policy, catalogue, vault }: IntakeStore) {
    this.plans = planTypes(policy, catalogue, vault);
    this.#order = loadOrder(this.plans);
    this.#screen = new Screen(this.plans);
    this.#vault = vault;
  }

  /** Reads and seals; needs no connection. `type` is that of rows that name none. */
  async prepare(rows: readonly SourceRow[], type: string | undefined): Promise<PreparedBatch> {
    const sealer = new BatchSealer(this.#vault, nobody);
    const later: LineDraft[] = [];
    const rejects: Reject[] = [];
    try {
      for (const [index, { line, content }] of rows.entries()) {
        if (index % rowsBetweenBreaths === rowsBetweenBreaths - 1) await breathe();
        const reading =
          'problem' in content
            ? { problems: [{ column: '', code: content.problem }] }
            : readRow(this.plans, type, content.value);
        if ('problems' in reading) rejects.push(...reading.problems.map((problem) => ({ ...problem, line })));
        else if (recordOfAnother(reading.draft, nobody) === undefined) sealer.add(line, reading.draft);
        else later.push({ line, draft: reading.draft });
      }
    } finally {
      sealer.close();
    }
    return { sealed: sealer.batch, later, rejects };
  }

  /** Loads in the transaction of the session. Whatever is loadable is loaded; the rest is rejected with a code. */
  async load(session: Session, { sealed, later, rejects }: PreparedBatch): Promise<LoadedBatch> {
    // Plans and foreign-key checks are made when a table is still empty, and kept while it fills.
    await session.run("SET LOCAL enable_seqscan = off; SET LOCAL statement_timeout = '60s'");
    const first = await this.#loadSealed(session, sealed);
    const second = later.length === 0 ? { rowsLoaded: 0, rejects: [] } : await this.#loadLater(session, later);
    return {
      rowsLoaded: first.rowsLoaded + second.rowsLoaded,
      rejects: [...rejects, ...first.rejects, ...second.rejects].toSorted((left, right) => left.line - right.line),
    };
  }

  async #loadLater(session: Session, later: readonly LineDraft[]): Promise<LoadedBatch> {
    const known = await this.#keysFor(session, later);
    const sealer = new BatchSealer(this.#vault, known);
    const rejects: Reject[] = [];
    try {
      for (const { line, draft } of later) {
        const orphan = recordOfAnother(draft, known);
        if (orphan === undefined) sealer.add(line, draft);
        else rejects.push({ line, column: personPath(orphan), code: 'REFERENCE_MISSING' });
      }
    } finally {
      sealer.close();
    }
    const loaded = await this.#loadSealed(session, sealer.batch);
    return { rowsLoaded: loaded.rowsLoaded, rejects: [...rejects, ...loaded.rejects] };
  }

  async #keysFor(session: Session, later: readonly LineDraft[]): Promise<WrappedKeys> {
    const bySubject = new Map<string, Set<string>>();
    for (const { draft } of later) collectPersons(draft, bySubject);
    const known = new Map<string, Buffer>();
    for (const [type, persons] of bySubject) {
      const subject = this.plans.get(type)?.model;
      if (subject === undefined) continue;
      for (const [person, wrapped] of await wrappedKeys(session, subject, [...persons])) known.set(person, wrapped);
    }
    return known;
  }

  async #loadSealed(session: Session, sealed: SealedBatch): Promise<LoadedBatch> {
    const screening = await this.#screen.screen(session, sealed);
    const loading = await loadUnits(session, sealed, this.#order, screening.accepted);
    const rejects = [...screening.problems, ...loading.problems].map(([unit, problem]) =>
      rejectOf(sealed, unit, problem),
    );
    return { rowsLoaded: loading.loaded, rejects };
  }
}

function collectPersons(draft: RowDraft, bySubject: Map<string, Set<string>>): void {
  const { model } = draft.plan;
  const person = personOf(draft);
  if (model.kind === 'record' && model.subject !== undefined && person !== undefined) {
    const persons = bySubject.get(model.subject.type) ?? new Set<string>();
    bySubject.set(model.subject.type, persons);
    persons.add(person);
  }
  for (const child of draft.children) collectPersons(child, bySubject);
}

function personPath({ plan }: RowDraft): string {
  return plan.person === undefined ? '' : (plan.columns[plan.person]?.path ?? '');
}

function rejectOf(sealed: SealedBatch, unit: number, problem: Problem): Reject {
  return { ...problem, line: sealed.lines[unit] ?? 0 };
}
