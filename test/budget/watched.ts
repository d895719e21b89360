import type { Executor, Row, Statement } from '../../src/store/statement.js';

/** A database, or a transaction, that keeps what it was asked; it answers all the same. */
export class Watched implements Executor {
  readonly asked: Statement[] = [];
  readonly #executor: Executor;

  constructor(executor: Executor) {
    this.#executor = executor;
  }

  read(statement: Statement): Promise<readonly Row[]> {
    this.asked.push(statement);
    return this.#executor.read(statement);
  }

  isOneWith(other: unknown): boolean {
    return other === this;
  }

  named(name: string): readonly Statement[] {
    return this.asked.filter((statement) => statement.name === name);
  }
}
