/** Collects the classes and columns of one selection, each once. */
import { invariant } from '../kernel/invariant.js';
import type { Gate, GateTerm, ObjectModel, ValueField } from '../policy/compiled.js';
import type { OpennessClass, RowSelection, SelectedColumn } from '../policy/rowSelection.js';

export class SelectionColumns {
  readonly #classes: OpennessClass[] = [];
  readonly #classIndex = new Map<string, number>();
  readonly #columns: SelectedColumn[] = [];
  readonly #columnIndex = new Map<string, number>();
  readonly #watched: { readonly column: string; readonly openness: number }[] = [];
  readonly #versioned: { readonly column: string; readonly openness: number }[] = [];

  /** `visible` becomes class 0. */
  constructor(visible: Gate) {
    this.openness(visible, []);
  }

  openness(gate: Gate, restrictedBy: readonly string[]): number {
    const key = opennessKey(gate, restrictedBy);
    const known = this.#classIndex.get(key);
    if (known !== undefined) return known;
    const index = this.#classes.push(Object.freeze({ gate, restrictedBy })) - 1;
    // The answer carries one bit a class in a signed 32-bit number.
    invariant(index < 30, 'a selection has more than 30 classes of openness');
    this.#classIndex.set(key, index);
    return index;
  }

  column(column: string, storage: ValueField['storage'], openness: number): number {
    const key = `${column}/${String(openness)}`;
    const known = this.#columnIndex.get(key);
    if (known !== undefined) return known;
    const index = this.#columns.push(Object.freeze({ column, storage, openness })) - 1;
    this.#columnIndex.set(key, index);
    return index;
  }

  watch(column: string, openness: number): void {
    this.#watched.push({ column, openness });
  }

  version(column: string, openness: number): void {
    this.#versioned.push({ column, openness });
  }

  freeze(model: ObjectModel, keyHolder: ObjectModel | undefined): RowSelection {
    return Object.freeze({
      model,
      keyHolder,
      classes: Object.freeze([...this.#classes]),
      columns: Object.freeze([...this.#columns]),
      watched: Object.freeze([...this.#watched]),
      // The same in every selection, whatever else it asks: one row has one version.
      versioned: Object.freeze(this.#versioned.toSorted((left, right) => (left.column < right.column ? -1 : 1))),
    });
  }
}

function opennessKey(gate: Gate, restrictedBy: readonly string[]): string {
  const terms = gate.kind === 'open' ? ['open'] : gate.terms.map(termKey).toSorted();
  return [...terms, ...[...restrictedBy].toSorted().map((column) => `-${column}`)].join('|');
}

function termKey({ reach, within, approval }: GateTerm): string {
  return `${reach.id}+${within.text}+${String(approval)}`;
}
