/** Budgets as a partner meets them: refused with when they open again, told beforehand, and the same for somebody and nobody. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoAccount } from '../../src/demo/accounts.js';
import { readSchema } from '../../src/schemaFolder.js';
import { expectDisclosed, expectNobody, expectRefused, pageOf, within } from '../support/answers.js';
import { openBreach } from '../support/breach.js';
import type { Entry } from '../support/disclosed.js';
import { entriesAfter, lastEntry, settledAfter } from '../support/disclosed.js';
import { rentalFolder } from '../support/policies.js';
import { brick, rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, leaseRow, run, tenantRow } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';
import { rewritten } from '../support/sources.js';

const surety = 'b0000000-0000-4000-8000-000000000001';
const began = '2026-11-20T10:00:00.000Z';
const agents = ['dated', 'told', 'searching', 'spent', 'both', 'tried', 'unguarded'].map(agent);
const newcomer: DemoAccount = {
  name: 'newcomer',
  role: 'GUARANTEE_FUND',
  claims: { ACCOUNT: 'newcomer', ORGANISATION: surety },
  purposes: ['GUARANTEE'],
  defaultPurpose: 'GUARANTEE',
};
const registered = [...rentalAccounts, ...agents];
const numbers = Array.from({ length: 40 }, (_, index) => index + 1);
const sources = rewritten(
  rewritten(
    readSchema(rentalFolder),
    'page: 25, cost: 5000, persons: [{ of: 100, per: "P1D", by: ACCOUNT }]',
    'page: 25, cost: 5000, persons: [{ of: 5, per: "P1D", by: ACCOUNT }, { of: 2, per: "P1M", by: ACCOUNT, shadow: true }], misses: [{ of: 3, per: "P1D", by: ACCOUNT }]',
  ),
  'persons: [{ of: 60, per: "P1D", by: ORGANISATION }]',
  'persons: [{ of: 3, per: "P1D", by: ORGANISATION }]',
);

let service: Service;

beforeAll(async () => {
  service = await startService({
    folder: rentalFolder,
    sources,
    // The newcomer asks and is not registered here: an administrator lets it in below.
    accounts: [...registered, newcomer],
    clock: clockAt(began),
    fill: async (store, database) => {
      await store.rooms.register.seed(
        { organisations: [{ id: surety, name: 'Surety' }], units: [], applications: [], accounts: [] },
        { createdBy: 'operator:tests', approvedBy: 'operator:second' },
      );
      await store.rooms.register.createAccount('operator:tests', {
        id: 'newcomer',
        kind: 'PERSON',
        organisation: surety,
      });
      await fillRental(
        store,
        numbers.map((number) => tenantRow(number, { leases: [leaseOf(number)] })),
      );
      const names = agents.map(({ name }) => `'${name}'`).join(', ');
      await run(
        store,
        `INSERT INTO mandate SELECT a, t.id, '2025-01-01' FROM tenant t, unnest(ARRAY[${names}]) a WHERE t.id::text LIKE 'e1%'`,
      );
      expect(database.url).not.toBe('');
      await run(store, 'CREATE TABLE public.moved (at timestamptz NOT NULL)');
      await run(store, `INSERT INTO public.moved VALUES ('${began}')`);
      await run(
        store,
        `CREATE OR REPLACE FUNCTION cloison.clock() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT at FROM public.moved'`,
      );
    },
  });
});
afterAll(() => service.stop());

const moveTo = async (instant: string): Promise<void> => {
  await run(service.store, `UPDATE public.moved SET at = '${instant}'`);
};

describe('who has read its persons', () => {
  it('is refused whole, told when it opens, and served then and not a minute before', async () => {
    expectDisclosed(await five('dated'));
    const refused = await service.ask('dated', page(6));
    expectRefused(refused, 'BUDGET_EXHAUSTED');
    expect(refused.status).toBe(429);
    expect(refused.text).not.toContain('Invented');
    const { opensAt, ...rest } = extensionsOf(refused);
    expect(rest).toEqual({ code: 'BUDGET_EXHAUSTED', by: 'ACCOUNT', per: 'P1D', bound: 5, left: 0, needed: 1 });
    // Its own five stand in the window, too, so six never fit; one alone does.
    expect(opensAt).toBeNull();
    const one = await service.ask('dated', node('dated', 30));
    const opens = Date.parse(String(extensionsOf(one)['opensAt']));
    expect(opens).toBeGreaterThanOrEqual(Date.parse(began) + 86_400_000);
    await moveTo(new Date(opens - 60_000).toISOString());
    expectRefused(await service.ask('dated', node('dated', 30)), 'BUDGET_EXHAUSTED');
    await moveTo(new Date(opens).toISOString());
    for (const number of [30, 31, 32, 33, 34]) expectDisclosed(await service.ask('dated', node('dated', number)));
    await moveTo(began);
    expectRefused(await service.ask('dated', node('dated', 35)), 'BUDGET_EXHAUSTED');
  });

  it('reads them again for nothing, on any path', async () => {
    expectDisclosed(await five('told'));
    for (const number of [1, 2, 3]) expectDisclosed(await service.ask('told', node('told', number)));
    expectDisclosed(
      await service.ask(
        'told',
        '{ tenants(first: 5) { nodes { leases(first: 1) { nodes { tenant { surname } } } } } }',
      ),
    );
  });

  it('sees by me what is left, before and after', async () => {
    const me = '{ me { budgets { counts by per bound used left opensAt isShadow } } }';
    const budgets = async (): Promise<readonly unknown[]> =>
      within(expectDisclosed(await service.ask('tried', me)), 'me')['budgets'] as readonly unknown[];
    // Those of its openings come after the role's.
    const [persons, shadow, misses, ...openings] = await budgets();
    const untouched = { by: 'ACCOUNT', used: 0, opensAt: null };
    expect(persons).toEqual({ ...untouched, counts: 'PERSONS', per: 'P1D', bound: 5, left: 5, isShadow: false });
    expect(shadow).toEqual({ ...untouched, counts: 'PERSONS', per: 'P31D', bound: 2, left: 2, isShadow: true });
    expect(misses).toEqual({ ...untouched, counts: 'MISSES', per: 'P1D', bound: 3, left: 3, isShadow: false });
    expectNobody(await service.ask('tried', nobody), 'tenant');
    await service.store.rooms.ledger.close();
    const before = await lastEntry(service);
    expectDisclosed(await five('tried'));
    const after = await budgets();
    expect(after).toMatchObject([
      { used: 5, left: 0, opensAt: expect.stringMatching(/^2026-11-2[12]T/) as unknown },
      { used: 5, left: 0, isShadow: true },
      { used: 1, left: 2, opensAt: null },
      ...openings.map(() => ({ used: 0 })),
    ]);
    // The shadow refused nothing, and says what it would have.
    const entry = (await settledAfter(service, before)).find(({ kind }) => kind === 'READ');
    expect(entry?.detail).toMatchObject({ shadow: [{ kind: 'PERSONS', bound: 2, used: 0, needed: 5 }] });
  });
});

describe('who guesses', () => {
  it('is told the same of somebody and of nobody once its misses are spent, and still reads whom it knows', async () => {
    expectDisclosed(await service.ask('searching', node('searching', 1)));
    for (let count = 0; count < 3; count++) expectNobody(await service.ask('searching', nobody), 'tenant');
    const [miss, hit] = [await service.ask('searching', nobody), await service.ask('searching', node('searching', 2))];
    expectRefused(miss, 'MISSES_EXHAUSTED');
    expect(hit.text).toBe(miss.text);
    expectDisclosed(await service.ask('searching', node('searching', 1)));
    expectDisclosed(await service.ask('searching', page(3)));
  });

  it('is told the same of both once its persons are spent', async () => {
    expectDisclosed(await five('spent'));
    const [miss, hit] = [await service.ask('spent', nobody), await service.ask('spent', node('spent', 20))];
    expectRefused(miss, 'BUDGET_EXHAUSTED');
    expect(hit.text).toBe(miss.text);
  });

  it('by a search as by an id', async () => {
    expectDisclosed(await five('both'));
    const find = (surname: string): Promise<Reply> =>
      service.ask('both', `{ findTenant(by: { surname: "${surname}", born: "1990-01-01" }) { surname } }`);
    const [miss, hit] = [await find('Nobody-At-All'), await find('Invented-33')];
    expectRefused(miss, 'BUDGET_EXHAUSTED');
    expect(hit.text).toBe(miss.text);
    expectDisclosed(await find('Invented-2'));
  });
});

describe('a write', () => {
  const status = async (number: number): Promise<unknown> =>
    (await run(service.store, `SELECT status FROM lease WHERE id = '${leaseKey(number)}'`))[0]?.['status'];
  const handOver = (number: number, rows: string): string => {
    const id = encoded(`organisation ${brick}`, 'Lease', leaseKey(number));
    return `mutation { handOver(lease: "${id}") { errors { code } ${rows} } }`;
  };

  /** But for settlements of what was before. */
  const decidedAfter = async (id: number): Promise<readonly Entry[]> =>
    (await entriesAfter(service, id)).filter(({ kind }) => kind !== 'SETTLEMENT');

  it('whose payload does not fit is taken back whole', async () => {
    pageOf(await service.ask('brick', '{ tenants(first: 3) { nodes { surname } } }'), 'tenants');
    const before = await lastEntry(service);
    const reply = await service.ask('brick', handOver(9, 'lease { status }'));
    expectRefused(reply, 'BUDGET_EXHAUSTED');
    expect(await status(9)).toBe('SIGNED');
    await service.store.rooms.ledger.close();
    expect(await decidedAfter(before)).toMatchObject([{ kind: 'REFUSAL', detail: { code: 'BUDGET_EXHAUSTED' } }]);
  });

  it('that shows no row is kept, recorded, and spends nothing', async () => {
    const before = await lastEntry(service);
    expectDisclosed(await service.ask('brick', handOver(9, '')), { handOver: { errors: [] } });
    expect(await status(9)).toBe('RUNNING');
    expect(await decidedAfter(before)).toMatchObject([{ kind: 'WRITE', persons: [tenantRow(9).id] }]);
    expectRefused(await service.ask('brick', handOver(8, 'lease { status }')), 'BUDGET_EXHAUSTED');
  });
});

describe('an account that nobody has approved yet', () => {
  it('learns of thirty persons a month, however many requests it takes', async () => {
    const idOf = (number: number): string => encoded(`organisation ${surety}`, 'Tenant', tenantRow(number).id);
    const ask = (number: number): Promise<Reply> =>
      service.ask('newcomer', `{ tenant(id: "${idOf(number)}") { id bornYear } }`);
    for (const number of numbers.slice(0, 30)) {
      const data = expectDisclosed(await ask(number));
      expect(within(data, 'tenant')['id']).toBe(idOf(number));
    }
    const refused = await ask(31);
    expectRefused(refused, 'BUDGET_EXHAUSTED');
    expect(extensionsOf(refused)).toMatchObject({ by: 'ACCOUNT', per: 'P30D', bound: 30, left: 0, needed: 1 });
    expectDisclosed(await ask(1));
  });
});

describe('the budget', () => {
  it('is what bounds: without it, more are read than it allows', async () => {
    const { budget } = service.store.rooms;
    const unlimited = new Proxy(budget, {
      get: (target, name) => {
        if (name === 'spendingOf') return () => [];
        const member: unknown = Reflect.get(target, name, target);
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
    const breach = await openBreach(service, { role: 'AGENT', rooms: { budget: unlimited } });
    const reply = await breach.ask('unguarded', page(20), { purpose: 'LETTING' });
    expect(pageOf(reply, 'tenants').nodes).toHaveLength(20);
    await breach.close();
  });
});

const nobody = `{ tenant(id: "${'A'.repeat(22)}") { surname } }`;

function page(first: number): string {
  return `{ tenants(first: ${String(first)}) { nodes { surname } } }`;
}

function five(account: string): Promise<Reply> {
  return service.ask(account, page(5));
}

function node(account: string, number: number): string {
  return `{ tenant(id: "${encoded(`account ${account}`, 'Tenant', tenantRow(number).id)}") { surname } }`;
}

function leaseKey(number: number): string {
  return `f1000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

function leaseOf(number: number): unknown {
  return leaseRow(leaseKey(number), { fund: surety, ...(number === 9 || number === 8 ? { status: 'SIGNED' } : {}) });
}

function encoded(scope: string, type: string, row: string): string {
  return String(service.store.rooms.vault.ids(scope, type).encode(Buffer.from(row.replaceAll('-', ''), 'hex'))[0]);
}

function extensionsOf({ text }: Reply): Readonly<Record<string, unknown>> {
  const body = JSON.parse(text) as { readonly errors: readonly { readonly extensions: Record<string, unknown> }[] };
  return body.errors[0]?.extensions ?? {};
}

function agent(name: string): DemoAccount {
  return { name, role: 'AGENT', claims: { ACCOUNT: name }, purposes: ['LETTING'], defaultPurpose: 'LETTING' };
}
