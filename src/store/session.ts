/** Statements on one connection, one after the other: what a transaction hands to its work. */
import type pg from 'pg';
import type { QueryResult } from 'pg';
import { invariant } from '../kernel/invariant.js';
import { copyInto } from './copy.js';
import { asFailure, breaksConnection } from './sqlError.js';
import type { Row, Statement } from './statement.js';

export class Session {
  readonly #client: pg.PoolClient;
  readonly #queryTimeoutMs: number;
  readonly #signal: AbortSignal | undefined;
  #broken = false;

  /** `signal`: after it aborts every statement throws its reason, unsent. */
  constructor(client: pg.PoolClient, queryTimeoutMs: number, signal?: AbortSignal) {
    this.#client = client;
    this.#queryTimeoutMs = queryTimeoutMs;
    this.#signal = signal;
  }

  /** Whether an error left the connection out of step with the server. */
  get isBroken(): boolean {
    return this.#broken;
  }

  /** The connection ends when it is given back. */
  markBroken(): void {
    this.#broken = true;
  }

  /** Runs a prepared statement and gives its rows. */
  async read(statement: Statement): Promise<readonly Row[]> {
    return (await this.#prepared(statement)).rows;
  }

  /** Runs a prepared statement and gives how many rows it wrote. */
  async write(statement: Statement): Promise<number> {
    return (await this.#prepared(statement)).rowCount ?? 0;
  }

  /** Runs SQL text of our own, without parameters and never prepared: transaction control, settings, DDL. */
  async run(text: string): Promise<string> {
    const result = await this.#guarded('a statement of the store', () =>
      this.#client.query({ text, query_timeout: this.#queryTimeoutMs } as pg.QueryConfig),
    );
    return Array.isArray(result) ? '' : result.command;
  }

  /** Loads the chunks of a CopyPage; gives how many rows there were. `target` is `table (columns)`, each name quoted. */
  copyInto(target: string, source: Iterable<Buffer>): Promise<number> {
    return this.#guarded('COPY', () => copyInto(this.#client, target, source));
  }

  #prepared(statement: Statement): Promise<QueryResult<Row>> {
    invariant(Buffer.byteLength(statement.name) <= 63, 'a statement name of at most 63 bytes');
    const config = {
      name: statement.name,
      text: statement.text,
      values: [...statement.values],
      query_timeout: this.#queryTimeoutMs,
    };
    return this.#guarded(`statement ${statement.name}`, () => this.#client.query<Row>(config));
  }

  async #guarded<T>(doing: string, work: () => Promise<T>): Promise<T> {
    this.#signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (breaksConnection(error)) this.#broken = true;
      throw asFailure(error, doing);
    }
  }
}
