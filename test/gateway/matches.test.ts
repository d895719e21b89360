/** Match without disclosure: yes for one whom the caller reaches now, no in equal bytes for everybody else, and bounded. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Budget } from '../../src/budget/budget.js';
import { columnType } from '../../src/store/catalogue.js';
import { RowReader } from '../../src/store/read/readRows.js';
import { openBreach } from '../support/breach.js';
import { expectDisclosed, expectOutsideContract, expectRefused, pageOf } from '../support/answers.js';
import { rentalFolder } from '../support/policies.js';
import { brick, harbour, rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, leaseRow, orla, run, tenantRow } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';

const today = '2026-06-01T10:00:00.000Z';
const clock = clockAt(today);
const fund = 'b0000000-0000-4000-8000-000000000001';
const newcomer = {
  name: 'newcomer',
  role: 'LANDLORD',
  claims: { ACCOUNT: 'newcomer', ORGANISATION: brick },
  purposes: ['LETTING'],
  defaultPurpose: 'LETTING',
};
const accounts = [...rentalAccounts, newcomer];

let service: Service;
let replica: Service;
beforeAll(async () => {
  const secured = leaseRow('f1000000-0000-4000-8000-000000000050', { fund });
  const discreet = tenantRow(50, {
    discreet: true,
    forwarding: { line: '4 Fictive Row', postcode: '38000' },
    leases: [secured],
  });
  service = await startService({
    folder: rentalFolder,
    accounts,
    clock,
    fill: (store) => fillRental(store, [...Array.from({ length: 4 }, (_, index) => tenantRow(index + 10)), discreet]),
  });
  await run(service.store, "UPDATE cloison.account SET approved_by = NULL, approved_at = NULL WHERE id = 'newcomer'");
  replica = await startService({ folder: rentalFolder, accounts, clock, replicaOf: service, isRegistered: true });
});
afterAll(async () => {
  await replica.stop();
  await service.stop();
});
beforeEach(async () => {
  clock.moveTo(today);
  await service.store.rooms.ledger.close();
  await run(service.store, 'DELETE FROM cloison.budget_window');
  await run(service.store, 'DELETE FROM cloison.budget_person');
});

const query = 'query ($file: String!, $name: String!) { isMyTenant(fileNumber: $file, surname: $name) }';
const asks = (file: string, name: string, account = 'brick', at = service): Promise<Reply> =>
  at.ask(account, query, { variables: { file, name } });
const expectYes = (reply: Reply): unknown => expectDisclosed(reply, { isMyTenant: true });
const expectNo = (reply: Reply): unknown => expectDisclosed(reply, { isMyTenant: false });
const orlaSays = (at?: string, account?: string): Promise<Reply> => {
  if (at !== undefined) clock.moveTo(at);
  return asks('T-0001', 'Quillfeather', account);
};
const secures = (postcode: string, file: string, born: string): Promise<Reply> =>
  service.ask('surety', 'query ($claimant: Claimant!) { isSecured(claimant: $claimant) }', {
    variables: { claimant: { file, born, postcode } },
  });
const leaseOfOrla = (set: string): Promise<unknown> =>
  run(service.store, `UPDATE lease SET ${set} WHERE tenant_id = '${orla}'`);
const entries = async (): Promise<readonly Readonly<Record<string, unknown>>[]> => {
  await service.store.rooms.ledger.close();
  return run(
    service.store,
    'SELECT kind, operation, to_jsonb(persons) AS persons, shapes, misses FROM cloison.ledger_entry ORDER BY id',
  );
};

describe('a match', () => {
  it('is yes for all the values of one whom the caller reaches, whatever their case, and shows nothing', async () => {
    expectYes(await asks('T-0001', 'Quillfeather'));
    expectYes(await asks('t-0001', '  QUILLFEATHER '));
    expect((await asks('T-0001', 'Quillfeather')).text).toBe('{"data":{"isMyTenant":true}}\n');
  });

  it('is no for another name, another number, another’s, and nobody, in equal bytes', async () => {
    const replies = [
      await asks('T-0001', 'Quillfeder'),
      await asks('T-0003', 'Tarnbrook'),
      await asks('T-9999', 'Quillfeather'),
    ];
    for (const reply of replies) expectNo(reply);
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
  });

  it('holds while the link does and not in the window after it, in which the caller still reads', async () => {
    expectNo(await orlaSays('2024-01-14T12:00:00.000Z'));
    expectYes(await orlaSays('2024-01-15T12:00:00.000Z'));
    await leaseOfOrla("status = 'ENDED', ends_on = '2026-05-31'");
    try {
      expectYes(await orlaSays('2026-05-31T12:00:00.000Z'));
      expectNo(await orlaSays(today));
      const tenants = pageOf(await service.ask('brick', '{ tenants(first: 10) { nodes { surname } } }'), 'tenants');
      expect(tenants.nodes).toContainEqual({ surname: 'Quillfeather' });
    } finally {
      await leaseOfOrla("status = 'RUNNING', ends_on = NULL");
    }
    expectNo(await orlaSays('2034-01-16T12:00:00.000Z'));
  });

  it('is no once a compared value is restricted for the role', async () => {
    const isSecured = true;
    expectDisclosed(await secures('38100', 'T-0001', '1984-03-02'), { isSecured });
    expectDisclosed(await secures('38000', 'U-0050', '1990-01-01'), { isSecured: false });
    await run(service.store, "UPDATE tenant SET discreet = false WHERE id = 'e1000000-0000-4000-8000-000000000050'");
    expectDisclosed(await secures('38000', 'U-0050', '1990-01-01'), { isSecured });
  });

  it('is no once the person is erased', async () => {
    expectYes(await asks('U-0013', 'Invented-13'));
    await run(service.store, "UPDATE tenant SET data_key = NULL WHERE id = 'e1000000-0000-4000-8000-000000000013'");
    expectNo(await asks('U-0013', 'Invented-13'));
  });

  it('stands in the ledger: of a yes whom it confirmed and what, of a no nobody', async () => {
    const before = (await entries()).length;
    await asks('T-0001', 'Quillfeather');
    await asks('T-0001', 'Somebody');
    const reads = (await entries()).slice(before).filter(({ kind }) => kind === 'READ');
    expect(reads).toEqual([
      {
        kind: 'READ',
        operation: 'Query.isMyTenant',
        persons: [orla],
        shapes: [['Tenant.fileNumber:MATCH', 'Tenant.surname:MATCH']],
        misses: 0,
      },
      { kind: 'READ', operation: 'Query.isMyTenant', persons: [], shapes: [], misses: 1 },
    ]);
  });

  it('is told to the person as confirmed', async () => {
    await asks('T-0001', 'Quillfeather');
    await service.store.rooms.ledger.close();
    const fields = '{ myDisclosures(first: 5) { nodes { organisation fields { coordinate precision } } } }';
    await expect
      .poll(async () => pageOf(await service.ask('orla', fields), 'myDisclosures').nodes, { timeout: 10_000 })
      .toContainEqual({
        organisation: brick,
        fields: [
          { coordinate: 'Tenant.fileNumber', precision: 'MATCH' },
          { coordinate: 'Tenant.surname', precision: 'MATCH' },
        ],
      });
  });

  it('is refused by what the caller is: purpose, role, form of a value, quarantine, a stopped field', async () => {
    expectOutsideContract(await asks('T-0001', 'Quillfeather', 'agent-north'));
    expectRefused(
      await service.ask(
        'surety',
        'query { isSecured(claimant: { file: "T", born: "1984-03-02", postcode: "no such" }) }',
      ),
      'ARGUMENT_INVALID',
    );
    expectRefused(await asks('T-0001', 'Quillfeather', 'newcomer'), 'IN_QUARANTINE');
    const { register } = service.store.rooms;
    for (const target of ['Query.isMyTenant', 'Tenant.surname']) {
      const stop = await register.stop('operator:duty', { kind: 'FIELD', target, reason: 'a drill' });
      expectRefused(await asks('T-0001', 'Quillfeather'), 'FIELD_STOPPED');
      await register.reinstate('operator:duty', stop);
    }
  });
});

describe('misses of a match', () => {
  it('are its own: the caller reads on, and other fields have theirs', async () => {
    for (const name of ['A', 'B', 'C']) expectNo(await asks('T-0001', name));
    expectRefused(await asks('T-0001', 'D'), 'MISSES_EXHAUSTED');
    expect(
      pageOf(await service.ask('brick', '{ tenants(first: 10) { nodes { surname } } }'), 'tenants').nodes.length,
    ).toBeGreaterThan(1);
  });

  it('end it for whoever would be found, too, and in equal words', async () => {
    for (const name of ['A', 'B', 'C']) expectNo(await asks('T-0001', name));
    const [hit, miss] = [await asks('T-0001', 'Quillfeather'), await asks('T-0001', 'D')];
    expectRefused(hit, 'MISSES_EXHAUSTED');
    expect(hit.text).toBe(miss.text);
  });

  it('are counted over accounts and replicas at once: three, and no fourth', async () => {
    const replies = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        asks('T-0001', `Wrong-${String(index)}`, 'brick', index % 2 === 0 ? service : replica),
      ),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(new Set(replies.flatMap(({ codes }) => codes))).toEqual(new Set(['MISSES_EXHAUSTED']));
  });

  it('are not spent by a yes, and are shown to the caller', async () => {
    for (let count = 0; count < 5; count++) expectYes(await asks('T-0001', 'Quillfeather'));
    expectNo(await asks('T-0001', 'Wrong'));
    const told = expectDisclosed(await service.ask('brick', '{ me { budgets { root counts used left } } }'));
    expect(told).toMatchObject({
      me: {
        budgets: [
          { root: null, counts: 'PERSONS', used: 1, left: 59 },
          { root: 'isMyTenant', counts: 'MISSES', used: 1, left: 2 },
          { root: 'requestTenancy', counts: 'MISSES', used: 0, left: 8 },
        ],
      },
    });
  });
});

describe('persons of a match', () => {
  it('are spent as by a read, and end it for hit and miss alike', async () => {
    const counted =
      "INSERT INTO cloison.budget_person (scope_id, person, seen) SELECT s.id, gen_random_uuid(), extract(epoch FROM now())::bigint FROM cloison.budget_scope s, generate_series(1, 59) WHERE s.role = 'LANDLORD' AND s.claim = 'ORGANISATION' AND s.value = 'a0000000-0000-4000-8000-000000000001'";
    await run(service.store, counted);
    expectYes(await asks('T-0001', 'Quillfeather'));
    const replies = [
      await asks('T-0001', 'Quillfeather'),
      await asks('U-0010', 'Invented-10'),
      await asks('U-0010', 'Nobody'),
    ];
    for (const reply of replies) expectRefused(reply, 'BUDGET_EXHAUSTED');
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
  });
});

describe('the guards of a match', () => {
  const harboursTenant = { file: 'T-0003', name: 'Tarnbrook' };

  it('taken away ring: without the reach, another’s tenant is yes', async () => {
    class ForHarbour extends RowReader {
      override read(...[source, request]: Parameters<RowReader['read']>): ReturnType<RowReader['read']> {
        const { reading } = request;
        return super.read(source, {
          ...request,
          reading: { ...reading, claims: { ...reading.claims, ORGANISATION: harbour } },
        });
      }
    }
    const { catalogue } = service.store;
    const rows = new ForHarbour((table, column) => columnType(catalogue, table, column));
    const breached = await openBreach(service, { role: 'LANDLORD', rooms: { rows } });
    try {
      expectYes(await breached.ask('brick', query, { purpose: 'LETTING', variables: harboursTenant }));
      expectNo(await asks('T-0003', 'Tarnbrook'));
    } finally {
      await breached.close();
    }
  });

  it('taken away ring: a restriction that the plan forgets is yes', async () => {
    await run(service.store, "UPDATE tenant SET discreet = true WHERE id = 'e1000000-0000-4000-8000-000000000050'");
    const { rooms } = service.store;
    const tenant = rooms.policy.types.get('Tenant');
    if (tenant === undefined) throw new Error('no tenants');
    const types = new Map([...rooms.policy.types, ['Tenant', { ...tenant, restricts: [] }]]);
    const breached = await openBreach(service, {
      role: 'GUARANTEE_FUND',
      rooms: { policy: { ...rooms.policy, types } },
    });
    try {
      const text = '{ isSecured(claimant: { file: "U-0050", born: "1990-01-01", postcode: "38000" }) }';
      expectDisclosed(await breached.ask('surety', text, { purpose: 'GUARANTEE' }), { isSecured: true });
      expectDisclosed(await secures('38000', 'U-0050', '1990-01-01'), { isSecured: false });
    } finally {
      await breached.close();
    }
  });

  it('are two before the misses: with nobody looking first, the ledger refuses', async () => {
    class Unhurried extends Budget {
      override exhaustionOf(): Promise<undefined> {
        return Promise.resolve(undefined);
      }
    }
    const { rooms, catalogue } = service.store;
    const budget = new Unhurried(rooms.policy, rooms.database, (table, column) => columnType(catalogue, table, column));
    const breached = await openBreach(service, { role: 'LANDLORD', rooms: { budget } });
    const ask = (name: string): Promise<Reply> =>
      breached.ask('brick', query, { purpose: 'LETTING', variables: { file: 'T-0001', name } });
    try {
      for (const name of ['A', 'B', 'C']) expectNo(await ask(name));
      expectRefused(await ask('D'), 'MISSES_EXHAUSTED');
      expectRefused(await ask('Quillfeather'), 'MISSES_EXHAUSTED');
    } finally {
      await breached.close();
    }
  });
});
