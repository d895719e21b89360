/**
 * The one door to PostgreSQL: a pool that outlives a database that goes away and comes back, prepared statements,
 * transactions, COPY; and errors that carry a SQLSTATE and never a value.
 */
import pg from 'pg';
import { Failure } from '../kernel/failure.js';
import { rowTypes } from './rowTypes.js';
import { Session } from './session.js';
import { asFailure } from './sqlError.js';
import type { Row, Statement } from './statement.js';
import { inTransaction } from './transaction.js';

export interface DatabaseOptions {
  /** `postgresql://user:password@host:port/database`. */
  readonly url: string;
  /** Connections at most. */
  readonly max: number;
  /** After which the server cancels a statement. COPY is not bounded by it. */
  readonly statementTimeoutMs: number;
  readonly applicationName: string;
  /** How long to wait for a connection, new or given back. */
  readonly connectionTimeoutMs?: number;
}

const oldestServer = 150_000;
const patienceMs = 5_000;
/** How much longer than the server's own timeout a silent connection is waited for. */
const graceMs = 2_000;

function ignore(): void {}

export class Database {
  readonly #pool: pg.Pool;
  readonly #queryTimeoutMs: number;

  readonly #signal: AbortSignal | undefined;

  private constructor(pool: pg.Pool, queryTimeoutMs: number, signal?: AbortSignal) {
    this.#pool = pool;
    this.#queryTimeoutMs = queryTimeoutMs;
    this.#signal = signal;
  }

  /**
   * Opens the pool and one connection. Throws CONFIG_INVALID for a connection string that can't be read,
   * STORE_UNAVAILABLE when nobody answers, STORE_MISMATCH for a server older than 15.
   */
  static async connect(options: DatabaseOptions): Promise<Database> {
    const database = new Database(openPool(options), options.statementTimeoutMs + graceMs);
    try {
      await database.#requireVersion();
    } catch (error) {
      await database.close();
      throw error;
    }
    return database;
  }

  /**
   * The same connections, for one operation: when `signal` aborts no statement begins any more, and one that still runs soon
   * after is ended with its connection. Whatever was under way then throws the signal's reason.
   */
  under(signal: AbortSignal): Database {
    return new Database(this.#pool, this.#queryTimeoutMs, signal);
  }

  /** Whether statements of both run on the same connections, outside a transaction. */
  isOneWith(other: unknown): boolean {
    return other instanceof Database && other.#pool === this.#pool;
  }

  /** One statement in a transaction of its own. */
  read(statement: Statement): Promise<readonly Row[]> {
    return this.#withSession((session) => session.read(statement));
  }

  /**
   * Commits what `work` wrote through its session, or nothing of it when `work` throws. A connection that is lost while
   * committing is STORE_UNAVAILABLE: whether the work was kept is then unknown.
   */
  transaction<T>(work: (tx: Session) => Promise<T>): Promise<T> {
    return this.#withSession((session) => inTransaction(session, () => work(session)));
  }

  /** A connection that nobody else uses while `work` runs, outside a transaction. */
  exclusive<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#withSession(work);
  }

  /** Waits for the connections in use, then ends them all. */
  close(): Promise<void> {
    return this.#pool.end();
  }

  async #withSession<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const signal = this.#signal;
    signal?.throwIfAborted();
    const client = await this.#checkOut();
    // An error between two statements reaches the client as an event, which would end the process unheard.
    client.on('error', ignore);
    const session = new Session(client, this.#queryTimeoutMs, signal);
    const forget = endWith(signal, client);
    try {
      return await work(session);
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      forget();
      client.off('error', ignore);
      client.release(session.isBroken || client.getTransactionStatus() !== 'I');
    }
  }

  async #checkOut(): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw asFailure(error, 'connecting to the database');
    }
  }

  async #requireVersion(): Promise<void> {
    const [row] = await this.read({
      name: 'store_version',
      text: "SELECT current_setting('server_version_num')::int AS number",
      values: [],
    });
    const number = Number(row?.['number']);
    if (number >= oldestServer) return;
    throw new Failure('STORE_MISMATCH', `PostgreSQL 15 to 18 is needed; this server is ${Math.floor(number / 10_000)}`);
  }
}

/** A statement that is nearly done costs less than a new connection. */
const nearlyDoneMs = 200;

/**
 * Ends the connection of a statement that nobody waits for. A request to cancel it could arrive when the connection already
 * serves another; PostgreSQL sees the connection end by itself (client_connection_check_interval), a crash of ours included.
 */
function endWith(signal: AbortSignal | undefined, client: pg.PoolClient): () => void {
  if (signal === undefined) return ignore;
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => {
    timer = setTimeout(() => void (client as pg.PoolClient & pg.Client).end().catch(ignore), nearlyDoneMs);
  };
  signal.addEventListener('abort', end, { once: true });
  return () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  };
}

function openPool(options: DatabaseOptions): pg.Pool {
  requireReadable(options.url);
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max,
    application_name: options.applicationName,
    connectionTimeoutMillis: options.connectionTimeoutMs ?? patienceMs,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: rowTypes,
    verify: (client, done) => {
      client.query(sessionSettings(options.statementTimeoutMs), (error?: Error | null) => done(error ?? undefined));
    },
  });
  // A connection that dies while idle leaves the pool by itself; unheard, the event would end the process.
  pool.on('error', ignore);
  return pool;
}

function requireReadable(url: string): pg.Client {
  try {
    return new pg.Client({ connectionString: url });
  } catch {
    // No cause: it quotes the connection string and so the password.
    throw new Failure('CONFIG_INVALID', 'the connection string of the database cannot be read');
  }
}

/** What rowTypes relies on, and a bound in time. Session state: a pooler that lends connections by transaction loses it. */
function sessionSettings(statementTimeoutMs: number): string {
  return [
    "SET TimeZone = 'UTC'",
    "SET DateStyle = 'ISO, YMD'",
    "SET IntervalStyle = 'iso_8601'",
    "SET bytea_output = 'hex'",
    // Planned once, not for each value: planning a page takes three times its execution, and a plan that depends on
    // whose rows are asked would show in the time that the answer takes.
    'SET plan_cache_mode = force_generic_plan',
    // A page walks an index in order and stops early; a bitmap would fetch every link of the caller, and sort them.
    'SET enable_bitmapscan = off',
    'SET jit = off',
    // A transaction that nobody goes on with holds locks.
    "SET idle_in_transaction_session_timeout = '60s'",
    // Who waits no more has closed the connection: its statement ends.
    "SET client_connection_check_interval = '300ms'",
    `SET statement_timeout = ${Math.trunc(statementTimeoutMs)}`,
  ].join('; ');
}
