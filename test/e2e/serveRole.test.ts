/** `cloison serve` as a role of its own: it serves, writes and records, and can take nothing of the ledger or of a budget back. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/main.js';
import { readSchema } from '../../src/schemaFolder.js';
import { grantServing } from '../../src/store/serveRole.js';
import { purgeProofs } from '../../src/register/purgeProofs.js';
import { Keyring } from '../../src/vault/keyring.js';
import { endUnanswered } from '../../src/disclosure/requests/answerRequests.js';
import { forgetRequests } from '../../src/disclosure/requests/requestRows.js';
import { expectDisclosed, pageOf, within } from '../support/answers.js';
import { registerOf } from '../support/partner.js';
import { rentalFolder } from '../support/policies.js';
import { createDatabase } from '../support/postgres.js';
import type { TestDatabase } from '../support/postgres.js';
import { brick, rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, tenantRow } from '../support/rentalRows.js';
import { clockAt, startService } from '../support/service.js';
import type { Service } from '../support/service.js';

const role = `serve_${randomUUID().replaceAll('-', '')}`;
const password = 'invented';
const clock = clockAt('2024-06-01T10:00:00.000Z');
let made: TestDatabase;
let service: Service;

const asOwner = async (text: string): Promise<void> => {
  const client = new pg.Client({ connectionString: made.url });
  await client.connect();
  await client.query(text);
  await client.end();
};

beforeAll(async () => {
  made = await createDatabase();
  const keyring = Keyring.parse(Keyring.generate());
  const migrations = `${rentalFolder}/migrations`;
  const store = await openStore({
    sources: readSchema(rentalFolder),
    migrations,
    databaseUrl: made.url,
    keyring,
    clock,
  });
  await fillRental(store, [tenantRow(1), tenantRow(2)]);
  await store.rooms.register.seed(registerOf(rentalAccounts), { createdBy: 'operator:a', approvedBy: 'operator:b' });
  await store.close();
  await asOwner(`CREATE ROLE ${role} LOGIN PASSWORD '${password}'`);
  await grantServing(made.url, role);
  const url = new URL(made.url);
  url.username = role;
  url.password = password;
  const existing = { url: url.href, keyring };
  service = await startService({ folder: rentalFolder, accounts: rentalAccounts, clock, existing, isRegistered: true });
});

afterAll(async () => {
  await service.stop();
  await asOwner(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  await made.drop();
});

describe('the role that serves', () => {
  it('answers and records', async () => {
    expectDisclosed(await service.ask('brick', '{ tenants(first: 1) { nodes { surname } } }'));
    const counted = async (): Promise<unknown> => {
      const text =
        "SELECT count(*) FILTER (WHERE kind = 'READ')::int AS reads, count(*) FILTER (WHERE outcome = 'DELIVERED')::int AS settled FROM cloison.ledger_entry";
      return (await service.store.rooms.database.read({ name: '', text, values: [] }))[0];
    };
    await expect.poll(counted).toEqual({ reads: 1, settled: 1 });
    const sealed = {
      name: '',
      text: 'SELECT last_entry FROM cloison.ledger_checkpoint ORDER BY size DESC LIMIT 1',
      values: [],
    };
    await expect.poll(() => service.store.rooms.database.read(sealed)).toEqual([{ last_entry: 2 }]);
    expect(service.failures).toEqual([]);
  });

  it('opens a file for a reason, and tells that nobody has reviewed it', async () => {
    const open =
      'mutation { openCounter(fileNumber: "T-0001", surname: "Quillfeather", reason: REPAIR) { tenant { surname } } }';
    expectDisclosed(await service.ask('agent-south', open), { openCounter: { tenant: { surname: 'Quillfeather' } } });
    const { database } = service.store.rooms;
    const overdue = "SELECT account FROM cloison.alarm WHERE detector = 'REVIEW_OVERDUE'";
    // Openings go by the service's clock, which stands in a year long gone, and what is overdue by the database's.
    await expect
      .poll(() => database.read({ name: '', text: overdue, values: [] }), { timeout: 5000 })
      .toEqual([{ account: 'agent-south' }]);
    expect(service.failures).toEqual([]);
  });

  it('gives an approval and takes it back as the person says', async () => {
    const until = new Date(clock.now() + 3_600_000).toISOString();
    const giving = `mutation { giveApproval(organisation: "${brick}", purpose: "LETTING", until: "${until}") { id } }`;
    const { id } = within(expectDisclosed(await service.ask('orla', giving)), 'giveApproval');
    const withdrawing = `mutation { withdrawApproval(id: "${String(id)}") { state } }`;
    expectDisclosed(await service.ask('orla', withdrawing), { withdrawApproval: { state: 'WITHDRAWN' } });
  });

  it('matches, asks for links, makes them once they are answered, and ends those that are not', async () => {
    expectDisclosed(await service.ask('brick', '{ isMyTenant(fileNumber: "T-0001", surname: "Quillfeather") }'), {
      isMyTenant: true,
    });
    const dwellings = await service.ask('harbour', '{ dwellings(first: 5) { nodes { id landlord { name } } } }');
    const own = pageOf(dwellings, 'dwellings').nodes.find(
      ({ landlord }) => within(landlord)['name'] === 'Harbour Rooms',
    );
    const asking = `mutation { requestTenancy(fileNumber: "T-0001", surname: "Quillfeather", dwelling: "${String(own?.['id'])}") }`;
    expectDisclosed(await service.ask('harbour', asking), { requestTenancy: 'PENDING' });
    const [asked] = pageOf(
      await service.ask('orla', '{ myLinkRequests(first: 1) { nodes { id } } }'),
      'myLinkRequests',
    ).nodes;
    const answer = `mutation { answerLinkRequest(id: "${String(asked?.['id'])}", accept: true) }`;
    expectDisclosed(await service.ask('orla', answer), { answerLinkRequest: 'ACCEPTED' });
    await endUnanswered(service.store.rooms);
    await service.store.rooms.database.transaction((session) => forgetRequests(session, []));
  });

  it('purges proofs that are long too old, as one request in many does', async () => {
    const { database } = service.store.rooms;
    const old = "INSERT INTO cloison.spent_proof VALUES (sha256('old'), '2024-05-31T10:00:00Z')";
    await database.read({ name: '', text: old, values: [] });
    await purgeProofs(database, clock.now());
    // The horizon first, and what lies behind it with the next.
    await purgeProofs(database, clock.now());
    const left = "SELECT FROM cloison.spent_proof WHERE digest = sha256('old')";
    expect(await database.read({ name: '', text: left, values: [] })).toEqual([]);
  });

  it.each([
    "UPDATE cloison.exceptional_link SET reviewed_at = now(), reviewed_by = 'operator:a', verdict = 'JUSTIFIED'",
    'DELETE FROM cloison.exceptional_link',
    "INSERT INTO cloison.ledger_entry (at, kind) VALUES (now(), 'READ')",
    "UPDATE cloison.ledger_entry SET account = 'somebody-else'",
    'DELETE FROM cloison.ledger_entry',
    'TRUNCATE cloison.ledger_entry',
    'DELETE FROM cloison.ledger_checkpoint',
    'UPDATE cloison.ledger_log SET origin = gen_random_uuid()',
    'INSERT INTO cloison.ledger_cut SELECT size, last_entry, at, root, frontier, signed FROM cloison.ledger_checkpoint',
    'ALTER TABLE cloison.ledger_entry DISABLE TRIGGER ALL',
    'DELETE FROM cloison.budget_person',
    'UPDATE cloison.budget_window SET counts = array_fill(0, ARRAY[61])',
    'UPDATE cloison.budget_scope SET caseload = 1000000',
    "INSERT INTO cloison.budget_peak (scope_id, seconds, persons, from_at, until_at, reason, proposed_by, proposed_at) SELECT id, 86400, 5, now(), now() + interval '1 day', 'x', 'operator:x', now() FROM cloison.budget_scope",
    "SELECT cloison.append_entry('{}', '{}', 0, NULL, now())",
    "CREATE OR REPLACE FUNCTION cloison.clock() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'",
    "INSERT INTO cloison.organisation (id, name, state, created_by, created_at) VALUES ('x', 'x', 'PENDING', 'operator:x', now())",
    'DELETE FROM cloison.stop',
    'UPDATE cloison.approval SET withdrawn_at = NULL',
    'DELETE FROM cloison.approval',
    "SELECT cloison.append_approval('{}', gen_random_uuid(), NULL)",
    'DELETE FROM cloison.register_event',
    'DELETE FROM tenant',
    'DROP TABLE tenant',
  ])('may not: %s', async (text) => {
    await expect(service.store.rooms.database.read({ name: '', text, values: [] })).rejects.toThrow(/SQLSTATE 42501/);
  });

  it('serves while its rights are granted anew', async () => {
    const holder = new pg.Client({ connectionString: made.url });
    await holder.connect();
    try {
      // Whoever changes the rights of the same function waits for the first, with all rights of the tables taken.
      await holder.query(`BEGIN; GRANT EXECUTE ON FUNCTION cloison.clock TO ${role}`);
      const granted = grantServing(made.url, role);
      const waiting =
        "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'cloison migrate' AND wait_event_type = 'Lock'";
      const counted = async (): Promise<unknown> => {
        await holder.query('SELECT pg_stat_clear_snapshot()');
        return (await holder.query(waiting)).rows;
      };
      await expect.poll(counted).toEqual([{ n: 1 }]);
      expectDisclosed(await service.ask('brick', '{ tenants(first: 1) { nodes { surname } } }'));
      await holder.query('ROLLBACK');
      await granted;
    } finally {
      await holder.end();
    }
    expectDisclosed(await service.ask('brick', '{ tenants(first: 1) { nodes { surname } } }'));
  });

  it('is refused when it could not be kept from anything', async () => {
    const owner = new URL(made.url).username;
    await expect(grantServing(made.url, owner)).rejects.toThrow('nothing can be kept from it');
    await expect(grantServing(made.url, 'nobody-of-that-name')).rejects.toThrow('has no role');
  });
});
