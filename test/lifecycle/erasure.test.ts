/** The right to erasure: two operators, no hold, and from the commit on nobody on any replica. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../src/kernel/failure.js';
import { Refused } from '../../src/kernel/refusal.js';
import { readPublicKeys } from '../../src/jws/statement.js';
import { planNamed } from '../../src/lifecycle/erasurePlan.js';
import { loadRows } from '../../src/intake/loadRows.js';
import { liftHold, listHolds, placeHold } from '../../src/lifecycle/holds.js';
import { readReceipt, receiptKey, receiptOf } from '../../src/lifecycle/receipt.js';
import { confirmErasure, proposeErasure } from '../../src/lifecycle/rightToErasure.js';
import { operator } from '../../src/register/actor.js';
import { expectDisclosed, expectNobody, pageOf, within } from '../support/answers.js';
import type { Data } from '../support/answers.js';
import { readSchema } from '../../src/schemaFolder.js';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import { orla, run, silas, tenantRow, wren } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { rewritten } from '../support/sources.js';
import type { Desk } from './desk.js';
import { alice, bert, openDesk, secrets, secretsOf, uuid } from './desk.js';

// A list below a dwelling, so that there is a nested one that starts from no person.
const sources = rewritten(readSchema(rentalFolder), '  rooms: Int!', '  rooms: Int!\n  leases: [Lease!]');

let desk: Desk;
let other: Service;
let orlaId: string;
/** As the agent's software has it. */
let agentsId: string;
let leaseId: string;
let cursorAtOrla: string;

const plan = (): ReturnType<typeof planNamed> => planNamed(desk.service.store.lifecycle.plans, 'Tenant');
const request = (person: string, actor = alice): Parameters<typeof proposeErasure>[1] => ({
  plan: plan(),
  person: uuid(person),
  actor,
});
const propose = (person: string, actor = alice): Promise<void> =>
  proposeErasure(desk.service.store.lifecycle, request(person, actor), 'The person asked for it.');
const confirm = (person: string, actor = bert): Promise<void> =>
  confirmErasure(desk.service.store.lifecycle, desk.register, request(person, actor));
const onBoth = (account: string, query: string): Promise<readonly Reply[]> =>
  Promise.all([desk.service, other].map((replica) => replica.ask(account, query)));

beforeAll(async () => {
  desk = await openDesk('2024-06-01T10:00:00.000Z', [tenantRow(1), tenantRow(2)], { sources });
  other = await startService({
    folder: rentalFolder,
    sources,
    accounts: rentalAccounts,
    clock: desk.service.clock,
    erasureRegister: desk.path,
    replicaOf: desk.service,
  });
  const list = '{ tenants(first: 10) { nodes { id surname leases(first: 1) { nodes { id } } } edges { cursor } } }';
  for (const reply of await onBoth('brick', list)) {
    const tenants = within(expectDisclosed(reply), 'tenants');
    const [first] = tenants['nodes'] as readonly Data[];
    expect(first?.['surname']).toBe('Quillfeather');
    orlaId = String(first?.['id']);
    leaseId = String(within(first, 'leases', 'nodes', 0)['id']);
    agentsId = await firstOfAgent();
    cursorAtOrla = String(within(tenants, 'edges', 0)['cursor']);
  }
});

afterAll(async () => {
  await other.stop();
  await desk.close();
});

async function firstOfAgent(): Promise<string> {
  const [first] = pageOf(
    await desk.service.ask('agent-north', '{ tenants(first: 1) { nodes { id surname } } }'),
    'tenants',
  ).nodes;
  expect(first?.['surname']).toBe('Quillfeather');
  return String(first?.['id']);
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refused) return error.refusal.code;
    if (error instanceof Failure) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'none';
}

/** Wrapped, as a thief or a backup may have kept it. */
let keptKey: string;

describe('two operators', () => {
  it('are needed: neither one alone, nor one under two spellings, erases anybody', async () => {
    expect(await refusalOf(confirm(wren))).toBe('REGISTER_CONFLICT');
    await propose(wren);
    expect(await refusalOf(propose(wren))).toBe('SECOND_PERSON_NEEDED');
    expect(await refusalOf(propose(wren, bert))).toBe('REGISTER_CONFLICT');
    expect(await refusalOf(confirm(wren, alice))).toBe('SECOND_PERSON_NEEDED');
    expect(await refusalOf(confirm(wren, operator('Alice')))).toBe('SECOND_PERSON_NEEDED');
    expect(await secretsOf(desk, wren)).toEqual(secrets);
  });

  it('are told of nobody where nobody is, or where the id is a record’s', async () => {
    expect(await refusalOf(propose('e0000000-0000-4000-8000-00000000dead'))).toBe('NOT_REGISTERED');
    expect(await refusalOf(propose('f0000000-0000-4000-8000-000000000001'))).toBe('NOT_REGISTERED');
  });
});

describe('a legal hold', () => {
  it('stops the second operator, who is told whose it is and why; two lift it', async () => {
    const { lifecycle } = desk.service.store;
    const hold = await placeHold(lifecycle, { ...request(wren), reason: 'A claim is pending.' });
    const told = await refusalOf(confirm(wren));
    expect(told).toMatch(/^LEGAL_HOLD .*operator:alice since \d{4}-.*A claim is pending\./);
    expect(await secretsOf(desk, wren)).toEqual(secrets);
    expect(await listHolds(lifecycle)).toMatchObject([{ id: hold, person: wren, proposedBy: null }]);
    expect(await liftHold(lifecycle, hold, alice)).toBe('PROPOSED');
    expect(await refusalOf(liftHold(lifecycle, hold, alice))).toBe('SECOND_PERSON_NEEDED');
    expect(await refusalOf(confirm(wren))).toMatch(/^LEGAL_HOLD/);
    expect(await liftHold(lifecycle, hold, bert)).toBe('LIFTED');
    expect(await refusalOf(liftHold(lifecycle, hold, bert))).toBe('NOT_REGISTERED');
    expect(await listHolds(lifecycle)).toEqual([]);
  });

  it('is lifted by one person in no other way', async () => {
    const { lifecycle } = desk.service.store;
    const hold = await placeHold(lifecycle, { ...request(silas), reason: 'Kept.' });
    const alone = `UPDATE cloison.legal_hold SET lifted_by = 'operator:alice', lifted_at = now() WHERE id = '${hold}'`;
    await expect(run(desk.service.store, alone)).rejects.toThrow(/23514/);
  });
});

describe('from the commit on', () => {
  beforeAll(async () => {
    const [row] = await run(
      desk.service.store,
      `SELECT encode(data_key, 'hex') AS key FROM tenant WHERE id = '${orla}'`,
    );
    keptKey = String(row?.['key']);
    await propose(orla);
    await confirm(orla);
  });

  it('key, index entries and sealed bytes are gone, and the ledger and two actors say so', async () => {
    expect(await secretsOf(desk, orla)).toEqual([]);
    const [entry] = await run(
      desk.service.store,
      `SELECT actor, detail FROM cloison.ledger_entry WHERE persons = '{${orla}}' AND detail ->> 'event' = 'ERASED'`,
    );
    expect(entry).toEqual({
      actor: 'operator:bert',
      detail: { event: 'ERASED', type: 'Tenant', why: 'RIGHT', line: 1, actors: ['operator:alice', 'operator:bert'] },
    });
  });

  it.each([
    ['by id', 'brick', (): string => `{ tenant(id: "${orlaId}") { id surname } }`, 'tenant'],
    ['to themselves', 'orla', (): string => '{ myFile { surname } }', 'myFile'],
    [
      'by a lookup',
      'agent-north',
      (): string => '{ findTenant(by: { surname: "Quillfeather", born: "1984-03-02" }) { id } }',
      'findTenant',
    ],
    [
      'by a full lookup',
      'agent-north',
      (): string => '{ findTenant(by: { fileNumber: "T-0001", surname: "Quillfeather" }) { id } }',
      'findTenant',
    ],
  ])('nobody is there %s, on either replica, as for an id of nobody', async (_title, account, query, root) => {
    const replies = await onBoth(account, query());
    for (const reply of replies) expectNobody(reply, root);
    expect(replies[0]?.text).toBe(replies[1]?.text);
  });

  it.each([
    ['the list', 'brick', '{ tenants(first: 10) { nodes { id surname } } }'],
    ['what changed', 'brick', '{ tenants(first: 10, changedSince: "2000-01-01T00:00:00Z") { nodes { id surname } } }'],
    [
      'nested lists',
      'brick',
      '{ dwellings(first: 10) { nodes { leases(first: 10) { nodes { id tenant { id surname } } } } } }',
    ],
    ['the agent’s list', 'agent-north', '{ tenants(first: 10) { nodes { id fileNumber surname } } }'],
    ['a fund’s list', 'surety', '{ tenants(first: 10) { nodes { fileNumberPseudonym bornYear } } }'],
  ])('%s tells nothing of the person, on either replica', async (_title, account, query) => {
    for (const reply of await onBoth(account, query)) {
      expectDisclosed(reply);
      for (const trace of [orlaId, leaseId, 'Quillfeather', 'T-0001', '1984']) expect(reply.text).not.toContain(trace);
    }
  });

  it('a cursor that was made before goes on behind the person', async () => {
    const query = `{ tenants(first: 10, after: "${cursorAtOrla}") { nodes { surname } } }`;
    for (const reply of await onBoth('brick', query))
      expect(pageOf(reply, 'tenants').nodes[0]?.['surname']).toBe('Vandermoth');
  });

  it('a write of the person or of a record meets nobody', async () => {
    const correction =
      'mutation ($id: ID!) { correctTenant(input: { id: $id, phone: "+441632960999" }) { errors { row code } } }';
    const handed = 'mutation ($id: ID!) { giveBack(lease: $id, endsOn: "2024-05-31") { errors { row code } } }';
    const notFound = { errors: [{ row: 0, code: 'NOT_FOUND' }] };
    const { service } = desk;
    expectDisclosed(await service.ask('agent-north', correction, { variables: { id: agentsId } }), {
      correctTenant: notFound,
    });
    expectDisclosed(await service.ask('brick', handed, { variables: { id: leaseId } }), { giveBack: notFound });
  });

  it('nobody erases or holds the person again', async () => {
    expect(await refusalOf(propose(orla))).toBe('NOT_REGISTERED');
    expect(await refusalOf(placeHold(desk.service.store.lifecycle, { ...request(orla), reason: 'Too late.' }))).toBe(
      'NOT_REGISTERED',
    );
  });

  it('a receipt is there for who was erased and nobody else, and names the id alone', async () => {
    const { lifecycle, rooms } = desk.service.store;
    const receipt = await receiptOf(lifecycle, 'Tenant', uuid(orla));
    const keys = await readPublicKeys(JSON.stringify((await receiptKey(rooms.vault)).publicJwk));
    const claims = keys && (await readReceipt(receipt, keys));
    expect(claims).toEqual({
      sub: orla,
      type: 'Tenant',
      why: 'RIGHT',
      erasedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
      actors: ['operator:alice', 'operator:bert'],
      tables: 3,
      columns: 16,
      ledgerEntry: expect.any(Number) as number,
      registerLine: 1,
    });
    expect(await refusalOf(receiptOf(lifecycle, 'Tenant', uuid(wren)))).toBe('NOT_REGISTERED');
  });

  it('a key that somebody kept opens nothing, and finds nobody', async () => {
    const { service } = desk;
    await run(service.store, `UPDATE tenant SET data_key = '\\x${keptKey}' WHERE id = '${orla}'`);
    const shown = '{ tenant(id: "ID") { surname forenameInitial leases(first: 1) { nodes { rent } } } }'.replace(
      'ID',
      orlaId,
    );
    expectDisclosed(await service.ask('brick', shown), {
      tenant: { surname: null, forenameInitial: null, leases: { nodes: [{ rent: null }] } },
    });
    const lookup = '{ findTenant(by: { fileNumber: "T-0001", surname: "Quillfeather" }) { id } }';
    expectNobody(await service.ask('agent-north', lookup), 'findTenant');
    await run(service.store, `UPDATE tenant SET data_key = NULL WHERE id = '${orla}'`);
  });

  it('the person may come anew, as somebody else', async () => {
    const { policy, vault, database } = desk.service.store.rooms;
    const { catalogue } = desk.service.store;
    const anew = tenantRow(9, { fileNumber: 'T-0001', surname: 'Quillfeather' });
    await loadRows([anew], { policy, vault, database, catalogue });
    const reply = await desk.service.ask('brick', '{ tenants(first: 10) { nodes { surname id } } }');
    const found = pageOf(reply, 'tenants').nodes.filter(({ surname }) => surname === 'Quillfeather');
    expect(found).toHaveLength(1);
    expect(found[0]?.['id']).not.toBe(orlaId);
  });

  it('the record of the erasure stays as it is', async () => {
    for (const change of [
      "UPDATE cloison.erasure SET why = 'RETENTION'",
      'DELETE FROM cloison.erasure',
      'TRUNCATE cloison.erasure',
    ])
      await expect(run(desk.service.store, change)).rejects.toThrow(/23001/);
  });
});
