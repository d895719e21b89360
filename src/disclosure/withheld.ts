/** `extensions.withheld`: lets a partner's software tell "withheld" from "empty", and never says why. */
import type { SelectionPlan } from '../plan/requestPlan.js';

export type Path = readonly (string | number)[];
/** Made only where something is withheld: most rows are wholly open. */
export type Paths = () => readonly Path[];

export class WithheldPaths {
  readonly #paths: Path[] = [];

  /** Adds the paths of what is closed on a row: `openness` has one bit for each class that is open. */
  add(selection: SelectionPlan, openness: number, rowPaths: Paths): void {
    const all = (1 << selection.rows.classes.length) - 1;
    if ((openness & all) === all) return;
    for (const leaf of selection.leaves) {
      const column = selection.rows.columns[leaf.column];
      if (column !== undefined && isOpen(openness, column.openness)) continue;
      for (const below of leaf.responsePaths) this.#addAll(rowPaths, below);
    }
    const known = new Set<unknown>();
    for (const child of selection.children) {
      // A list of several types stands once in the answer.
      const place = (child.kind === 'list' ? child.among : undefined) ?? child;
      if (known.has(place)) continue;
      known.add(place);
      if (!isOpen(openness, child.openness)) this.#addAll(rowPaths, [child.responseKey]);
    }
  }

  list(): readonly Path[] {
    return this.#paths;
  }

  #addAll(rowPaths: Paths, below: readonly string[]): void {
    for (const path of rowPaths()) this.#paths.push([...path, ...below]);
  }
}

function isOpen(openness: number, index: number): boolean {
  return (openness & (1 << index)) !== 0;
}
