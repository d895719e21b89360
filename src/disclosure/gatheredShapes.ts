import type { Disclosed, Shape } from '../ledger/entry.js';

/** Persons with their shapes; one who stands in several rows gets all that any of them shows. */
export class GatheredShapes {
  readonly #shapes: Shape[] = [];
  readonly #indexes = new Map<string, number>();
  readonly #persons = new Map<string, number>();
  #last: { readonly shape: Shape | undefined; readonly index: number } = { shape: undefined, index: -1 };

  add(person: string, shape: Shape): void {
    const known = this.#persons.get(person);
    const index = this.#indexOf(shape);
    if (known === undefined) this.#persons.set(person, index);
    else if (known !== index) this.#persons.set(person, this.#joined(known, index));
  }

  disclosed(): Disclosed {
    const places = [...this.#persons.values()];
    const isOne = places.every((place) => place === 0);
    return { persons: [...this.#persons.keys()], shapes: this.#shapes, shapeOf: isOne ? undefined : places };
  }

  #joined(left: number, right: number): number {
    return this.#indexOf([...new Set([...(this.#shapes[left] ?? []), ...(this.#shapes[right] ?? [])])].toSorted());
  }

  #indexOf(shape: Shape): number {
    // Most rows of a page show the very same shape.
    if (shape === this.#last.shape) return this.#last.index;
    const key = shape.join();
    const index = this.#indexes.get(key) ?? this.#shapes.push(shape) - 1;
    this.#indexes.set(key, index);
    this.#last = { shape, index };
    return index;
  }
}
