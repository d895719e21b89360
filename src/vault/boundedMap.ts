/** Values made on demand and kept for the names used last: at most `capacity` of them, the longest unused let go. */
export class BoundedMap<Value> {
  readonly #entries = new Map<string, Value>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  of(name: readonly string[], make: () => Value): Value {
    const key = JSON.stringify(name);
    const value = this.#entries.get(key) ?? make();
    this.#entries.delete(key);
    this.#entries.set(key, value);
    this.#letGo();
    return value;
  }

  #letGo(): void {
    if (this.#entries.size <= this.#capacity) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }
}
