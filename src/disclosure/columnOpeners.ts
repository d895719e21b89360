/** How each column of a selection is opened: resolved once for a selection, by what the store's model says of it. */
import { invariant } from '../kernel/invariant.js';
import type { ScalarKind, ScalarValue } from '../kernel/scalar.js';
import type { SelectionPlan } from '../plan/requestPlan.js';
import type { ObjectModel, ValueField } from '../policy/compiled.js';
import type { SealedColumn } from '../vault/sealedColumn.js';
import type { Vault } from '../vault/vault.js';

export type ColumnOpener =
  | { readonly kind: 'sealed'; readonly column: SealedColumn }
  | { readonly kind: 'clear'; readonly decode: (text: string) => ScalarValue }
  /** A key that a relation follows: never a value of the answer. */
  | { readonly kind: 'key' };

export class ColumnOpeners {
  readonly #vault: Vault;
  readonly #bySelection = new WeakMap<SelectionPlan, readonly ColumnOpener[]>();
  readonly #sealed = new Map<string, SealedColumn>();

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  of(selection: SelectionPlan): readonly ColumnOpener[] {
    const known = this.#bySelection.get(selection);
    if (known !== undefined) return known;
    const { model, columns } = selection.rows;
    const openers = Object.freeze(columns.map(({ column }) => this.#opener(model, column)));
    this.#bySelection.set(selection, openers);
    return openers;
  }

  /** Also what a write seals with. */
  sealed(model: ObjectModel, field: ValueField): SealedColumn {
    const key = `${model.table}.${field.column}`;
    const known = this.#sealed.get(key);
    if (known !== undefined) return known;
    const made = this.#vault.column(model.table, field.column, field.scalar);
    this.#sealed.set(key, made);
    return made;
  }

  #opener(model: ObjectModel, column: string): ColumnOpener {
    for (const field of model.fields.values()) {
      if (field.kind === 'relation' && field.column === column) return { kind: 'key' };
      if (field.kind !== 'value' || field.column !== column) continue;
      if (field.storage === 'sealed') return { kind: 'sealed', column: this.sealed(model, field) };
      return { kind: 'clear', decode: clearDecoder(field.scalar) };
    }
    return invariantUnknown(model, column);
  }
}

/** How a clear value that travelled as text is read. */
export function clearDecoder(scalar: ScalarKind): (text: string) => ScalarValue {
  if (scalar === 'Int' || scalar === 'Float') return Number;
  if (scalar === 'Boolean') return (text) => text === 'true';
  return (text) => text;
}

function invariantUnknown(model: ObjectModel, column: string): never {
  invariant(false, `no field of ${model.name} has the column ${column}`);
}
