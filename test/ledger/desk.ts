/** A ledger of its own: the engine's tables, the functions by which replicas write, a key, sequencers. */
import { randomUUID } from 'node:crypto';
import type { KeySet } from '../../src/jws/keySet.js';
import { readPublicKeys } from '../../src/jws/statement.js';
import type { SigningKey } from '../../src/jws/signingKey.js';
import { importSigningKey } from '../../src/jws/signingKey.js';
import { Sequencer } from '../../src/ledger/sequencer.js';
import type { SequencerOptions } from '../../src/ledger/sequencer.js';
import { Database } from '../../src/store/database.js';
import { migrate } from '../../src/store/migrate.js';
import type { Row } from '../../src/store/statement.js';
import { Keyring } from '../../src/vault/keyring.js';
import { Vault } from '../../src/vault/vault.js';
import { createDatabase } from '../support/postgres.js';
import type { TestDatabase } from '../support/postgres.js';

export interface LedgerDesk {
  readonly database: Database;
  readonly made: TestDatabase;
  readonly key: SigningKey;
  readonly keys: KeySet;
  readonly failures: readonly unknown[];
  /** SQL as the owner of the tables, with every guard of the database away. */
  tamper(...statements: readonly string[]): Promise<void>;
  rows(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Appends refusals and events; their ids. */
  append(entries: readonly object[]): Promise<readonly number[]>;
  /** Appends reads of these persons, an entry each; their ids. */
  read(...persons: readonly (readonly string[])[]): Promise<readonly number[]>;
  settle(settlement: { readonly delivered?: readonly number[]; readonly others?: readonly object[] }): Promise<void>;
  sequencer(options?: Partial<SequencerOptions>): Sequencer;
  /** Takes in what is there: one checkpoint. */
  sequence(options?: Partial<SequencerOptions>): Promise<void>;
  /** As it was made: no entry, no failure. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export const ledgerTables = ['log', 'entry', 'leaf', 'person', 'settled', 'checkpoint', 'cut'].map(
  (name) => `ledger_${name}`,
);

export const person = (): string => randomUUID();

export async function testKeys(): Promise<{
  readonly key: SigningKey;
  readonly keys: KeySet;
  readonly publicJwk: string;
}> {
  const key = await importSigningKey(new Vault(Keyring.parse(Keyring.generate())).signingJwk('ledger'));
  const publicJwk = JSON.stringify(key.publicJwk);
  const keys = await readPublicKeys(publicJwk);
  if (keys === undefined) throw new Error('a public key of ours is none');
  return { key, keys, publicJwk };
}

export async function openDesk(signing?: Awaited<ReturnType<typeof testKeys>>): Promise<LedgerDesk> {
  const made = await createDatabase();
  await migrate({ url: made.url, storeFolder: undefined });
  const database = await Database.connect({
    url: made.url,
    max: 10,
    statementTimeoutMs: 10_000,
    applicationName: 'test',
  });
  const { key, keys } = signing ?? (await testKeys());
  const failures: unknown[] = [];
  const rows: LedgerDesk['rows'] = (text, values = []) => database.read({ name: '', text, values });
  const idsOf = (found: readonly Row[]): readonly number[] => found.map((row) => Number(row['id']));
  const sequencer: LedgerDesk['sequencer'] = (options = {}) =>
    new Sequencer({
      database,
      key,
      witnessing: undefined,
      onFailure: (error) => failures.push(error),
      everyMilliseconds: 5,
      ...options,
    });
  const tamper: LedgerDesk['tamper'] = (...statements) =>
    database.exclusive(async (session) => {
      await session.run('SET session_replication_role = replica');
      for (const statement of statements) await session.run(statement);
      await session.run('RESET session_replication_role');
    });
  return {
    database,
    made,
    key,
    keys,
    failures,
    rows,
    tamper,
    append: async (entries) =>
      idsOf(await rows('SELECT id FROM cloison.append_entries($1::jsonb) AS id', [JSON.stringify(entries)])),
    read: async (...persons) =>
      idsOf(
        await rows('SELECT entry AS id FROM cloison.disclose($1::jsonb)', [
          JSON.stringify(persons.map((each) => readOf(each))),
        ]),
      ),
    settle: async ({ delivered = [], others = [] }) => {
      const settlement = { delivered: `{${delivered.join()}}`, others };
      await rows('SELECT cloison.settle($1::jsonb)', [JSON.stringify(settlement)]);
    },
    sequencer,
    sequence: async (options) => {
      const one = sequencer(options);
      one.start();
      await one.close();
    },
    reset: async () => {
      failures.length = 0;
      await tamper(
        ...ledgerTables.map((table) => `DELETE FROM cloison.${table}`),
        'INSERT INTO cloison.ledger_log DEFAULT VALUES',
        "SELECT setval(pg_get_serial_sequence('cloison.ledger_entry', 'id'), 1, false)",
      );
    },
    close: async () => {
      await database.close();
      await made.drop();
    },
  };
}

/** An operation as `cloison.disclose` takes it: nothing is spent, everything is recorded. */
export function readOf(persons: readonly string[], entry: object = {}): object {
  return {
    entry: {
      kind: 'READ',
      account: 'agent:maud',
      organisation: 'brick',
      application: 'brick-office',
      token: 'jti-1',
      role: 'AGENT',
      purpose: 'LETTING',
      network: '192.0.2.7',
      operation: 'Query.tenants',
      policy: '0123456789abcdef',
      shapes: [['Tenant.birthDate:YEAR', 'Tenant.surname'], ['Tenant.surname']],
      shapeOf: persons.length === 0 ? null : `{${persons.map((_, index) => index % 2).join()}}`,
      ...entry,
    },
    persons: `{${persons.join()}}`,
    spending: [],
  };
}
