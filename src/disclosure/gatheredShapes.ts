import type { Disclosed, Shape } from '../ledger/entry.js';

/** Persons with their shapes; one who stands in several rows gets all that any of them shows. */
export class GatheredShapes {
  readonly #shapes: Shape[] = [];
  readonly #indexes = new Map<string, number>();
  readonly #persons = new Map<string, number>();

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
    const key = shape.join();
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    const index = this.#shapes.push(shape) - 1;
    this.#indexes.set(key, index);
    return index;
  }
}
