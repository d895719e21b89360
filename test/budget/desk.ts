/** A database with the engine's tables and a clock that the test moves, and the ledger on it: amounts without any store. */
import { randomUUID } from 'node:crypto';
import type { AllowanceTerm, Exhaustion } from '../../src/kernel/spending.js';
import type { Operation, Outcome, Probe, Recording } from '../../src/ledger/entry.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { Database } from '../../src/store/database.js';
import { migrate } from '../../src/store/migrate.js';
import type { Row } from '../../src/store/statement.js';
import { createDatabase } from '../support/postgres.js';

export const day = 86_400;

export interface Desk {
  readonly url: string;
  /** Of the first replica. */
  readonly database: Database;
  readonly ledger: Ledger;
  readonly replicas: readonly Ledger[];
  /** To seconds since the epoch; the database's clock then stands. */
  moveTo(seconds: number): Promise<void>;
  newScope(): Promise<number>;
  query(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  readonly failures: readonly unknown[];
  close(): Promise<void>;
}

export async function openDesk(replicas = 1): Promise<Desk> {
  const made = await createDatabase();
  await migrate({ url: made.url, storeFolder: undefined });
  const databases = await Promise.all(
    Array.from({ length: replicas }, () =>
      Database.connect({ url: made.url, max: 6, statementTimeoutMs: 10_000, applicationName: 'test' }),
    ),
  );
  const [database] = databases;
  if (database === undefined) throw new Error('a desk has a replica');
  const failures: unknown[] = [];
  const ledgers = databases.map((each) => new Ledger(each, (error) => failures.push(error)));
  const query: Desk['query'] = (text, values = []) => database.read({ name: '', text, values });
  await query('CREATE TABLE public.moved (at timestamptz NOT NULL)');
  await query('INSERT INTO public.moved VALUES (to_timestamp(1800000000))');
  await query(
    `CREATE OR REPLACE FUNCTION cloison.clock() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT at FROM public.moved'`,
  );
  const [ledger] = ledgers;
  if (ledger === undefined) throw new Error('a desk has a ledger');
  let scopes = 0;
  return {
    url: made.url,
    database,
    ledger,
    replicas: ledgers,
    failures,
    query,
    moveTo: async (seconds) => {
      await query('UPDATE public.moved SET at = to_timestamp($1::bigint)', [seconds]);
    },
    newScope: async () => {
      const values = ['LANDLORD', 'ORGANISATION', `organisation-${String(++scopes)}`];
      const [row] = await query('SELECT cloison.budget_scope_of($1, $2, $3) AS scope', values);
      return Number(row?.['scope']);
    },
    close: async () => {
      await Promise.all(ledgers.map((each) => each.close()));
      await Promise.all(databases.map((each) => each.close()));
      await made.drop();
    },
  };
}

export interface Spent {
  readonly scope: number;
  readonly persons: readonly string[];
  readonly allowances?: readonly AllowanceTerm[];
  readonly misses?: readonly AllowanceTerm[];
  readonly probes?: readonly Probe[];
  readonly held?: readonly string[];
}

export function operation({ scope, persons, allowances = [], misses = [], probes = [], held = [] }: Spent): Operation {
  return {
    head: { kind: 'READ', account: 'brick', operation: 'Query.tenants' },
    persons,
    shapes: [['Tenant.surname']],
    shapeOf: undefined,
    spending: [{ scope, claim: 'ORGANISATION', persons: allowances, misses }],
    probes,
    held,
  };
}

export const perDay = (of: number): AllowanceTerm => ({ seconds: day, of, shadow: false });

export const people = (count: number): readonly string[] => Array.from({ length: count }, () => randomUUID());

export function expectRecorded(outcome: Outcome): Recording {
  if (outcome.kind !== 'RECORDED') throw new Error(`not recorded: ${JSON.stringify(outcome)}`);
  return outcome.recording;
}

export function expectExhausted(outcome: Outcome): Exhaustion {
  if (outcome.kind !== 'EXHAUSTED') throw new Error(`not exhausted: ${JSON.stringify(outcome)}`);
  return outcome.why;
}
