/**
 * The time of a replay: the engine's clock (`Clock`) and the database's (`cloison.clock()`) read one instant that the replay
 * moves. Nothing in it waits for real time to pass.
 */
import pg from 'pg';
import type { Clock } from '../../src/kernel/clock.js';

/** What is filled is dated before the month; from then on a row is as old as the simulated instant of its making. */
export async function moveClocksIntoTheReplay(client: pg.Client): Promise<void> {
  await client.query(`
    CREATE SCHEMA IF NOT EXISTS replay;
    CREATE UNLOGGED TABLE IF NOT EXISTS replay.clock (instant timestamptz NOT NULL);
    INSERT INTO replay.clock SELECT '2026-06-01T00:00:00Z' WHERE NOT EXISTS (SELECT FROM replay.clock);
    CREATE OR REPLACE FUNCTION cloison.clock() RETURNS timestamptz LANGUAGE sql VOLATILE
      AS 'SELECT instant FROM replay.clock';`);
  const { rows } = await client.query<{ name: string }>(`
    SELECT c.relname AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE a.attname = 'created_at' AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.atthasdef`);
  for (const { name } of rows) {
    await client.query(`ALTER TABLE ${pg.escapeIdentifier(name)} ALTER created_at SET DEFAULT cloison.clock()`);
  }
}

export class SimulatedClock implements Clock {
  readonly #client: pg.Client;
  #now: number;
  /** By which the database's clock is behind, when somebody sets it back. */
  #databaseBehind = 0;

  private constructor(client: pg.Client, now: number) {
    this.#client = client;
    this.#now = now;
  }

  static async open(url: string, instant: string): Promise<SimulatedClock> {
    const client = new pg.Client({ connectionString: url, application_name: clockApplication });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('SET synchronous_commit = off');
    const clock = new SimulatedClock(client, Date.parse(instant));
    await clock.#tell();
    return clock;
  }

  now(): number {
    return this.#now;
  }

  async advance(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
    await this.#tell();
  }

  /** Never back: what ran longer than planned moves what follows. */
  async moveTo(instant: number): Promise<void> {
    if (instant > this.#now) await this.advance(instant - this.#now);
  }

  /** Sets the database's clock back, and leaves the engine's: 0 sets it right. */
  async setDatabaseBack(milliseconds: number): Promise<void> {
    this.#databaseBehind = milliseconds;
    await this.#tell();
  }

  close(): Promise<void> {
    return this.#client.end();
  }

  async #tell(): Promise<void> {
    await this.#client.query({
      name: 'clock',
      text: 'UPDATE replay.clock SET instant = $1::timestamptz',
      values: [new Date(this.#now - this.#databaseBehind).toISOString()],
    });
  }
}

export const clockApplication = 'replay-clock';
