/** Persons whom somebody reaches, in the order of their keys, as a list root gives them. */
export class Caseload {
  #persons: string[];

  constructor(persons: readonly string[]) {
    this.#persons = persons.toSorted();
  }

  get persons(): readonly string[] {
    return this.#persons;
  }

  get size(): number {
    return this.#persons.length;
  }

  add(persons: readonly string[]): void {
    if (persons.length === 0) return;
    this.#persons = [...new Set([...this.#persons, ...persons])].toSorted();
  }

  remove(persons: readonly string[]): void {
    if (persons.length === 0) return;
    const gone = new Set(persons);
    this.#persons = this.#persons.filter((each) => !gone.has(each));
  }

  /** The pages of a list, each of `size`. */
  pages(size: number, most = Infinity): readonly (readonly string[])[] {
    const pages: string[][] = [];
    for (let at = 0; at < this.#persons.length && pages.length < most; at += size)
      pages.push(this.#persons.slice(at, at + size));
    return pages;
  }
}
