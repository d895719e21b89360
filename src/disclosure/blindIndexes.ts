/** The blind indexes of the store, each made once: lookups, writes and imports share their keys and bits. */
import { invariant } from '../kernel/invariant.js';
import type { BlindIndexModel, ObjectModel } from '../policy/compiled.js';
import type { BlindIndex } from '../vault/blindIndex.js';
import type { Vault } from '../vault/vault.js';

const wholeBits = 256;

/** Whether strangers share a token of the index. */
export function isTruncated(index: BlindIndexModel): boolean {
  return index.bits < wholeBits;
}

export class BlindIndexes {
  readonly #vault: Vault;
  readonly #made = new WeakMap<BlindIndexModel, BlindIndex>();

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  of(model: ObjectModel, index: BlindIndexModel): BlindIndex {
    const known = this.#made.get(index);
    if (known !== undefined) return known;
    const scalars = index.fields.map((path) => {
      const field = model.fields.get(path);
      invariant(field?.kind === 'value', 'a blind index is over values');
      return field.scalar;
    });
    const made = this.#vault.blindIndex({ table: model.table, column: index.column, scalars, bits: index.bits });
    this.#made.set(index, made);
    return made;
  }
}
