/** Brick absorbs Harbour: the links of both are Brick's from then on, whichever id a token names, and nobody else's. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoAccount } from '../../src/demo/accounts.js';
import type { Admission, AdmissionRequest } from '../../src/register/admission.js';
import type { Executor } from '../../src/store/statement.js';
import { Register } from '../../src/register/register.js';
import { readSchema } from '../../src/schemaFolder.js';
import type { SchemaSource } from '../../src/policy/read/storeSchema.js';
import {
  expectDisclosed,
  expectNobody,
  expectOutsideContract,
  expectRefused,
  pageOf,
  within,
} from '../support/answers.js';
import type { Data } from '../support/answers.js';
import { openBreach } from '../support/breach.js';
import { rentalFolder } from '../support/policies.js';
import { brick, harbour, rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, leaseRow, run, tenantRow } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';
import { untilSomebodyWaits } from '../support/waiting.js';
import { absorb } from '../support/partner.js';

const clock = clockAt('2026-11-20T10:00:00.000Z');
const dock = 'a0000000-0000-4000-8000-000000000003';
const ofDock: DemoAccount = {
  name: 'dock',
  role: 'LANDLORD',
  claims: { ACCOUNT: 'dock', ORGANISATION: dock },
  purposes: ['LETTING'],
  defaultPurpose: 'LETTING',
};

/** Both let to Almond, Harbour alone to Tarnbrook (the fixture's) and to Borrow, Dock to Clover. */
const quay = { dwelling: 'd0000000-0000-4000-8000-000000000003' };
const others = [
  tenantRow(1, {
    surname: 'Almond',
    leases: [leaseRow(leaseId(1)), leaseRow(leaseId(2), { ...quay, landlord: harbour })],
  }),
  tenantRow(2, {
    surname: 'Borrow',
    leases: [leaseRow(leaseId(3), { ...quay, landlord: harbour, status: 'SIGNED' })],
  }),
  tenantRow(3, { surname: 'Clover', leases: [leaseRow(leaseId(4), { landlord: dock })] }),
];

function leaseId(number: number): string {
  return `f2000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** A landlord may look a tenant up, too. */
function sources(): readonly SchemaSource[] {
  const born = '"""Of age is what a guarantee depends on."""\n  born: Date\n    @personal(category: NAME)\n';
  const granted = '    @disclose(to: [LANDLORD], for: [LETTING], through: ["let"], within: "P2M")\n';
  return readSchema(rentalFolder).map(({ name, text }) => ({ name, text: text.replace(born, born + granted) }));
}

const tenants = '{ tenants(first: 10) { nodes { id surname } } }';
const withLeases = '{ tenants(first: 10) { nodes { surname leases(first: 5) { nodes { id status } } } } }';
const find = '{ findTenant(by: { surname: "Tarnbrook", born: "2001-07-19" }) { surname } }';
const currentIds =
  'query ($type: String!, $ids: [ID!]!, $from: String!) { currentIds(type: $type, ids: $ids, from: $from) }';

let service: Service;
let client: pg.Client;
let before: {
  readonly ofHarbour: ReadonlyMap<string, string>;
  readonly ofBrick: ReadonlyMap<string, string>;
  readonly cursors: Readonly<Record<'brick' | 'harbour', string>>;
};

beforeAll(async () => {
  service = await startService({
    folder: rentalFolder,
    accounts: [...rentalAccounts, ofDock],
    clock,
    sources: sources(),
    fill: async (store) => {
      await run(store, `INSERT INTO landlord (id, name) VALUES ('${dock}', 'Dock & Sons')`);
      await fillRental(store, others);
    },
  });
  client = new pg.Client(service.database.url);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await service.stop();
});

/** Ids by surname. */
async function idsOf(account: string): Promise<ReadonlyMap<string, string>> {
  const { nodes } = pageOf(await service.ask(account, tenants), 'tenants');
  return new Map(nodes.map(({ id, surname }) => [String(surname), String(id)]));
}

const namesOf = async (account: string): Promise<readonly string[]> => [...(await idsOf(account)).keys()].toSorted();

async function endCursor(account: string): Promise<string> {
  const page = pageOf(
    await service.ask(account, '{ tenants(first: 1) { nodes { surname } pageInfo { endCursor } } }'),
    'tenants',
  );
  return String(page.pageInfo.endCursor);
}

/** Surnames, page by page. */
async function walked(account: string, first: number): Promise<readonly string[]> {
  const seen: string[] = [];
  let after = '';
  for (;;) {
    const query = `{ tenants(first: ${first}${after}) { nodes { surname } pageInfo { hasNextPage endCursor } } }`;
    const { nodes, pageInfo } = pageOf(await service.ask(account, query), 'tenants');
    seen.push(...nodes.map(({ surname }) => String(surname)));
    if (!pageInfo.hasNextPage) return seen;
    after = `, after: "${String(pageInfo.endCursor)}"`;
  }
}

const handOver = (id: string): string => `mutation { handOver(lease: "${id}") { errors { code } lease { status } } }`;

async function leaseOf(account: string, surname: string, status: string): Promise<string> {
  const { nodes } = pageOf(await service.ask(account, withLeases), 'tenants');
  const tenant = nodes.find((node) => node['surname'] === surname);
  const leases = within(tenant, 'leases')['nodes'] as readonly Data[];
  return String(leases.find((lease) => lease['status'] === status)?.['id']);
}

describe('before', () => {
  it('each lets to its own', async () => {
    expect(await namesOf('brick')).toEqual(['Almond', 'Quillfeather', 'Vandermoth']);
    expect(await namesOf('harbour')).toEqual(['Almond', 'Borrow', 'Tarnbrook']);
    expect(await namesOf('dock')).toEqual(['Clover']);
    before = {
      ofHarbour: await idsOf('harbour'),
      ofBrick: await idsOf('brick'),
      cursors: { brick: await endCursor('brick'), harbour: await endCursor('harbour') },
    };
    expectNobody(await service.ask('brick', find), 'findTenant');
  });

  it('neither writes to what is the other’s, whatever the id', async () => {
    const lease = await leaseOf('harbour', 'Borrow', 'SIGNED');
    const refused = { handOver: { errors: [{ code: 'NOT_FOUND' }], lease: null } };
    expectDisclosed(await service.ask('brick', handOver(lease)), refused);
    const same = service.store.rooms.vault
      .ids(`organisation ${brick}`, 'Lease')
      .encode(Buffer.from(leaseId(3).replaceAll('-', ''), 'hex'));
    expectDisclosed(await service.ask('brick', handOver(String(same[0]))), refused);
  });
});

describe('after brick has absorbed harbour', () => {
  beforeAll(() => absorb(service.store.rooms.register, { absorbed: harbour, into: brick }));

  const both = ['Almond', 'Borrow', 'Quillfeather', 'Tarnbrook', 'Vandermoth'];

  it('each account of either reads the tenants of both, each once, under the same ids', async () => {
    expect(await namesOf('brick')).toEqual(both);
    expect(await idsOf('harbour')).toEqual(await idsOf('brick'));
    for (const surname of ['Almond', 'Quillfeather'])
      expect((await idsOf('brick')).get(surname)).toBe(before.ofBrick.get(surname));
  });

  it.each([
    ['brick', harbour],
    ['harbour', brick],
  ])('an account of %s may name either in its token', async (account, organisation) => {
    const reply = await service.send(service.ticketOf(account, { organisation }), 'LETTING', {
      query: '{ me { organisation } tenants(first: 10) { nodes { surname } } }',
    });
    expect(within(reply.data, 'me')).toEqual({ organisation: brick });
    expect(pageOf(reply, 'tenants').nodes).toHaveLength(both.length);
  });

  it('a nested list holds the leases of both', async () => {
    const { nodes } = pageOf(await service.ask('harbour', withLeases), 'tenants');
    const count = (surname: string): number =>
      (
        within(
          nodes.find((node) => node['surname'] === surname),
          'leases',
        )['nodes'] as readonly Data[]
      ).length;
    expect(['Almond', 'Borrow', 'Vandermoth'].map(count)).toEqual([2, 1, 1]);
  });

  it('a lookup finds the tenants of both, and by their id', async () => {
    for (const account of ['brick', 'harbour'])
      expectDisclosed(await service.ask(account, find), { findTenant: { surname: 'Tarnbrook' } });
    const id = (await idsOf('brick')).get('Tarnbrook');
    expectDisclosed(await service.ask('brick', `{ tenant(id: "${String(id)}") { surname } }`), {
      tenant: { surname: 'Tarnbrook' },
    });
    expectNobody(
      await service.ask('harbour', `{ tenant(id: "${String(before.ofHarbour.get('Tarnbrook'))}") { surname } }`),
      'tenant',
    );
  });

  it('a cursor of the survivor goes on, and one of the absorbed begins again', async () => {
    const next = (after: string): string =>
      `{ tenants(first: 10, after: "${after}") { nodes { surname } pageInfo { hasNextPage } } }`;
    expect(pageOf(await service.ask('brick', next(before.cursors.brick)), 'tenants').nodes.length).toBeGreaterThan(2);
    expectRefused(await service.ask('harbour', next(before.cursors.harbour)), 'CURSOR_INVALID');
    expect((await walked('harbour', 2)).toSorted()).toEqual(both);
  });

  it('each writes to the leases of both', async () => {
    const taken = { handOver: { errors: [], lease: { status: 'RUNNING' } } };
    expectDisclosed(await service.ask('brick', handOver(await leaseOf('brick', 'Borrow', 'SIGNED'))), taken);
    expectDisclosed(await service.ask('harbour', handOver(await leaseOf('harbour', 'Vandermoth', 'SIGNED'))), taken);
  });

  it('its software learns of each id that it holds which one it is now', async () => {
    const held = [...before.ofHarbour];
    const now = await idsOf('brick');
    for (const account of ['brick', 'harbour']) {
      const mapped = await service.ask(account, currentIds, {
        variables: { type: 'Tenant', ids: held.map(([, id]) => id), from: harbour },
      });
      expectDisclosed(mapped, { currentIds: held.map(([surname]) => now.get(surname)) });
    }
  });

  it('an id that is none is null, and one of nobody’s is mapped as any other', async () => {
    const [tarnbrook] = [before.ofHarbour.get('Tarnbrook')];
    const variables = { type: 'Tenant', ids: ['no id', 'A'.repeat(22), String(tarnbrook)], from: harbour };
    const { currentIds: mapped } = expectDisclosed(await service.ask('brick', currentIds, { variables }));
    expect(mapped).toEqual([null, expect.stringMatching(/^[\w-]{22}$/), (await idsOf('brick')).get('Tarnbrook')]);
  });

  it('ids are mapped beside what is read, under any alias, and of any type', async () => {
    const lease = await leaseOf('brick', 'Tarnbrook', 'RUNNING');
    const text = `query ($lease: ID!, $from: String!) {
      held: currentIds(type: "Lease", ids: [$lease], from: $from)
      none: currentIds(type: "Dwelling", ids: [], from: $from)
      tenants(first: 1) { nodes { surname } }
    }`;
    const key = Buffer.from('f0000000000040008000000000000003', 'hex');
    const [held] = service.store.rooms.vault.ids(`organisation ${harbour}`, 'Lease').encode(key);
    const answer = expectDisclosed(await service.ask('brick', text, { variables: { lease: held, from: harbour } }));
    expect([answer['held'], answer['none']]).toEqual([[lease], []]);
    expect(within(answer, 'tenants', 'nodes')).toHaveLength(1);
  });

  it('nobody else reads more or less than before', async () => {
    expect(await namesOf('dock')).toEqual(['Clover']);
    expect(await namesOf('agent-north')).toEqual(['Quillfeather', 'Vandermoth']);
  });
});

describe('the ids of an absorbed organisation', () => {
  const ask = (account: string, from: string, more: object = {}): Promise<Reply> =>
    service.ask(account, currentIds, { variables: { type: 'Tenant', ids: ['A'.repeat(22)], from, ...more } });

  it.each([
    ['another organisation asks', 'dock', harbour],
    ['they are another organisation’s', 'brick', dock],
    ['they are nobody’s', 'brick', 'nobody'],
    ['they are the caller’s own', 'brick', brick],
    ['the caller has no organisation', 'agent-north', harbour],
  ])('are refused when %s, in one way', async (_title, account, from) => {
    const refused = await ask(account, from);
    expectRefused(refused, 'FORBIDDEN', /has absorbed, and no other/);
    expect(refused.text).toBe((await ask('dock', 'whatever')).text);
  });

  it('are refused before anything is read beside them', async () => {
    const query = `{ tenants(first: 1) { nodes { surname } } currentIds(type: "Tenant", ids: [], from: "${dock}") }`;
    const refused = await service.ask('brick', query);
    expectRefused(refused, 'FORBIDDEN');
    expect(refused.text).not.toContain('Almond');
  });

  it('are mapped for types of the contract only', async () => {
    for (const type of ['Fund', 'Query', '', 'Caller'])
      expectRefused(await ask('brick', harbour, { type }), 'ARGUMENT_INVALID');
  });

  it('are mapped up to 500 in an operation, whatever the aliases', async () => {
    const ids = (count: number): readonly string[] => Array.from({ length: count }, () => 'A'.repeat(22));
    const { currentIds: mapped } = expectDisclosed(await ask('brick', harbour, { ids: ids(500) }));
    expect(mapped).toHaveLength(500);
    expectRefused(await ask('brick', harbour, { ids: ids(501) }), 'ARGUMENT_INVALID', /500/);
    const twice = `query ($ids: [ID!]!) {
      a: currentIds(type: "Tenant", ids: $ids, from: "${harbour}")
      b: currentIds(type: "Tenant", ids: $ids, from: "${harbour}")
    }`;
    expectRefused(await service.ask('brick', twice, { variables: { ids: ids(251) } }), 'ARGUMENT_INVALID');
  });

  it('are in no contract of a person’s own', async () => {
    expectOutsideContract(await ask('orla', harbour));
  });

  it.each([
    ['Query.currentIds', 'currentIds'],
    ['Tenant.id', 'its ids'],
  ])('stand still behind a stop of %s', async (target) => {
    const { register } = service.store.rooms;
    const id = await register.stop('operator:duty', { kind: 'FIELD', target, reason: 'a drill' });
    expectRefused(await ask('brick', harbour), 'FIELD_STOPPED');
    await register.reinstate('operator:second', id);
    expectDisclosed(await ask('brick', harbour));
  });

  it('do not leave after a stop, though no row was read', async () => {
    const register = new ClosedRegister(service.store.rooms.database, clock);
    const breach = await openBreach(service, { role: 'LANDLORD', rooms: { register } });
    const variables = { type: 'Tenant', ids: [], from: harbour };
    expectDisclosed(await breach.ask('brick', '{ me { role } }', { purpose: 'LETTING' }));
    expectRefused(await breach.ask('brick', currentIds, { purpose: 'LETTING', variables }), 'NOT_ACTIVE');
    await breach.close();
  });

  it('are not for an account that nobody has approved, and for none while reading is stopped', async () => {
    const { register } = service.store.rooms;
    await register.createAccount('operator:duty', { id: 'newcomer', kind: 'PERSON', organisation: brick });
    const variables = { type: 'Tenant', ids: [], from: harbour };
    const newcomer = service.ticketOf('brick', { sub: 'newcomer' });
    const reply = await service.send(newcomer, 'LETTING', { query: currentIds, variables });
    expectRefused(reply, 'IN_QUARANTINE');
    const order = { kind: 'ORGANISATION', target: brick, reason: 'a drill', leavesSubmissionOpen: true } as const;
    const id = await register.stop('operator:duty', order);
    expectRefused(await ask('brick', harbour), 'SUBMISSION_ONLY');
    await register.reinstate('operator:second', id);
  });
});

describe('a stop of what was absorbed', () => {
  const stop = (): Promise<string> =>
    service.store.rooms.register.stop('operator:duty', { kind: 'ORGANISATION', target: harbour, reason: 'a drill' });
  const lift = (id: string): Promise<unknown> => service.store.rooms.register.reinstate('operator:second', id);

  it('gives its survivor nothing of it, and its own accounts nothing at all', async () => {
    const id = await stop();
    expect(await namesOf('brick')).toEqual(['Almond', 'Quillfeather', 'Vandermoth']);
    expectNobody(await service.ask('brick', find), 'findTenant');
    expectRefused(await service.ask('harbour', tenants), 'NOT_ACTIVE');
    const variables = { type: 'Tenant', ids: [], from: harbour };
    expectRefused(await service.ask('brick', currentIds, { variables }), 'FORBIDDEN');
    await lift(id);
    expect(await namesOf('brick')).toHaveLength(5);
  });

  /** What `ask` gets when harbour is stopped while it waits. */
  async function stoppedMeanwhile(ask: () => Promise<Reply>): Promise<Reply> {
    await client.query('BEGIN');
    await client.query('LOCK TABLE tenant IN ACCESS EXCLUSIVE MODE');
    const reply = ask();
    await untilSomebodyWaits(async (text) => (await client.query<object>(text)).rows);
    const id = await stop();
    await client.query('COMMIT');
    const answered = await reply;
    await lift(id);
    return answered;
  }

  it('lets nothing leave that its survivor had fetched before', async () => {
    expectRefused(await stoppedMeanwhile(() => service.ask('brick', tenants)), 'NOT_ACTIVE', /ask again/);
    expect(await namesOf('brick')).toHaveLength(5);
  });

  it('would let it leave, were it not asked again what is absorbed', async () => {
    const register = new ForgetfulRegister(service.store.rooms.database, clock);
    const breach = await openBreach(service, { role: 'LANDLORD', rooms: { register } });
    const reply = await stoppedMeanwhile(() => breach.ask('brick', tenants, { purpose: 'LETTING' }));
    expect(reply.text).toContain('Tarnbrook');
    await breach.close();
  });
});

/** Believes at the end that what was absorbed is as it was at the beginning. */
class ForgetfulRegister extends Register {
  override async confirm(executor: Executor, request: AdmissionRequest, names: readonly string[]): Promise<Admission> {
    const admission = await super.confirm(executor, request, names);
    if (admission.outcome !== 'ADMITTED') return admission;
    return { ...admission, standing: { ...admission.standing, absorbed: [harbour] } };
  }
}

/** Everybody whom it let in is stopped before the end. */
class ClosedRegister extends Register {
  override isUnchanged(): Promise<boolean> {
    return Promise.resolve(false);
  }

  override confirm(): Promise<Admission> {
    return Promise.resolve({ outcome: 'NOT_ACTIVE' });
  }
}
