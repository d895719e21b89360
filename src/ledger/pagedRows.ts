/** Rows of one table in the order of a key, read page by page as they are used up. */
export class PagedRows<T> {
  readonly #page: (above: number | undefined) => Promise<readonly T[]>;
  readonly #keyOf: (row: T) => number;
  readonly #pageRows: number;
  #rows: readonly T[] = [];
  #at = 0;
  #above: number | undefined;
  #isLast = false;

  /** A page of fewer than `pageRows` rows is the last one. */
  constructor(page: (above: number | undefined) => Promise<readonly T[]>, keyOf: (row: T) => number, pageRows: number) {
    this.#page = page;
    this.#keyOf = keyOf;
    this.#pageRows = pageRows;
  }

  /** Whether {@link PagedRows.fill} must come first. */
  get isSpent(): boolean {
    return this.#at >= this.#rows.length && !this.#isLast;
  }

  /** Undefined at the end. */
  get head(): T | undefined {
    return this.#rows[this.#at];
  }

  advance(): void {
    this.#at++;
  }

  async fill(): Promise<void> {
    this.#rows = await this.#page(this.#above);
    this.#at = 0;
    this.#isLast = this.#rows.length < this.#pageRows;
    const last = this.#rows.at(-1);
    if (last !== undefined) this.#above = this.#keyOf(last);
  }
}
