/** Seals drafts into a batch: a fresh data key for each new person, the person's own for a record of one who is there. */
import { invariant } from '../kernel/invariant.js';
import { parseUuid, uuidBytes } from '../kernel/uuid.js';
import type { CopyValue } from '../store/copyValue.js';
import type { Sealing } from '../vault/sealing.js';
import type { Vault } from '../vault/vault.js';
import { personOf } from './readRow.js';
import type { RowDraft } from './rowDraft.js';
import { SealedBatch } from './sealedBatch.js';

/** Wrapped data keys of persons, by UUID. */
export type WrappedKeys = ReadonlyMap<string, Buffer>;

/** A record within the unit, of a person whom the unit does not bring; undefined when the unit needs nobody's key. */
export function recordOfAnother(draft: RowDraft, known: WrappedKeys): RowDraft | undefined {
  const brought = new Set<string>();
  const find = (row: RowDraft): RowDraft | undefined => {
    const { kind } = row.plan.model;
    const person = personOf(row);
    if (kind === 'subject') brought.add(row.id);
    if (kind === 'record' && (person === undefined || !(brought.has(person) || known.has(person)))) return row;
    for (const child of row.children) {
      const found = find(child);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return find(draft);
}

export class BatchSealer {
  readonly batch = new SealedBatch();
  readonly #sealing: Sealing;
  readonly #known: WrappedKeys;
  /** Keys of the persons whom the unit at hand brings: another unit may bring the same person, and one of them is refused. */
  #brought = new Map<string, Buffer>();
  #inUse: Buffer | undefined;

  /** `known`: the keys of persons who are there already. */
  constructor(vault: Vault, known: WrappedKeys) {
    this.#sealing = vault.sealing();
    this.#known = known;
  }

  /** Seals a unit, of which {@link recordOfAnother} finds none. */
  add(line: number, draft: RowDraft): void {
    this.batch.addUnit(line);
    this.#brought = new Map();
    this.#row(draft);
  }

  /** Overwrites the keys; the batch stays. */
  close(): void {
    this.#sealing.close();
  }

  #row(draft: RowDraft): void {
    const { plan } = draft;
    const wrapped = plan.model.kind === 'subject' ? this.#newPerson(draft) : undefined;
    if (plan.model.kind === 'record') this.#usePerson(draft);
    if (plan.model.kind !== 'entity') this.#sealing.row(uuidBytes(draft.id));
    this.batch.addRow(plan, this.#values(draft, wrapped), draft.hasGivenId);
    for (const child of draft.children) this.#row(child);
  }

  #newPerson(draft: RowDraft): Buffer {
    const wrapped = this.#sealing.newKey(uuidBytes(draft.id));
    this.#brought.set(draft.id, wrapped);
    this.#inUse = wrapped;
    return wrapped;
  }

  /** The rows of one person follow each other, so the key is mostly in use already. */
  #usePerson(draft: RowDraft): void {
    const person = parseUuid(personOf(draft) ?? '');
    const wrapped = person === undefined ? undefined : (this.#brought.get(person) ?? this.#known.get(person));
    invariant(person !== undefined && wrapped !== undefined, 'a record whose person has a key');
    if (wrapped === this.#inUse) return;
    this.#sealing.person(wrapped, uuidBytes(person));
    this.#inUse = wrapped;
  }

  #values({ plan, values }: RowDraft, wrapped: Buffer | undefined): readonly (CopyValue | undefined)[] {
    const sealed = plan.columns.map((column, ordinal): CopyValue | undefined => {
      if (column.source === 'dataKey') return wrapped;
      const value = values[ordinal];
      return value === undefined || column.sealed === undefined ? value : this.#sealing.value(column.sealed, value);
    });
    for (const { ordinal, of, index } of plan.indexes) {
      const indexed = of.flatMap((each) => values[each] ?? []);
      if (indexed.length === of.length) sealed[ordinal] = index.of(indexed);
    }
    return sealed;
  }
}
