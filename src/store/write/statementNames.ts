/** One text, one name: what a connection prepares, bounded so that no mix of optional inputs fills PostgreSQL's memory. */
export class StatementNames {
  readonly #prefix: string;
  readonly #atMost: number;
  readonly #names = new Map<string, string>();

  constructor(prefix: string, atMost: number) {
    this.#prefix = prefix;
    this.#atMost = atMost;
  }

  /** Empty for a text beyond the bound: it runs unprepared. */
  of(text: string): string {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    if (this.#names.size >= this.#atMost) return '';
    const name = `${this.#prefix}_${String(this.#names.size + 1)}`;
    this.#names.set(text, name);
    return name;
  }
}
