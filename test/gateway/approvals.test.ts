/** A person approves that an organisation reads: what opens, until when, and what nobody else is told. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { countCaseload } from '../../src/budget/caseload.js';
import { readingOf } from '../../src/disclosure/disclosureContext.js';
import type { Caller } from '../../src/kernel/caller.js';
import { columnType } from '../../src/store/catalogue.js';
import type { ColumnTypes } from '../../src/store/read/linkSql.js';
import type { Admission } from '../../src/register/admission.js';
import { Register } from '../../src/register/register.js';
import { RowReader } from '../../src/store/read/readRows.js';
import { ErasureRegister } from '../../src/lifecycle/erasureRegister.js';
import { readSchema } from '../../src/schemaFolder.js';
import type { SchemaSource } from '../../src/policy/read/storeSchema.js';
import { eraseByRight } from '../lifecycle/desk.js';
import type { Data } from '../support/answers.js';
import { expectDisclosed, expectOutsideContract, expectRefused, pageOf, within } from '../support/answers.js';
import type { Breached } from '../support/breach.js';
import { openBreach, roleOf } from '../support/breach.js';
import { absorb } from '../support/partner.js';
import { rentalFolder } from '../support/policies.js';
import { brick, harbour, rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, orla, run, silas, tenantRow } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';

const start = '2026-11-20T10:00:00.000Z';
const end = '2026-12-01T12:00:00.000Z';
const clock = clockAt(start);

const accounts = rentalAccounts.map((account) =>
  account.role === 'LANDLORD' ? { ...account, purposes: ['LETTING', 'REFERENCE'] } : account,
);

/** Tenants of brick with names in the order of their ids. */
const others = [1, 2, 3].map((number) => tenantRow(number, { surname: `Walker-${String(number)}` }));

/** A landlord gives a reference of a tenant, and finds the tenant by name and birth, only if the tenant approves. */
function sources(): readonly SchemaSource[] {
  const grant =
    '\n    @disclose(to: [LANDLORD], for: [REFERENCE], through: ["let"], within: "PT0S", approval: true)\n    @disclose(to: [AGENT]';
  const edits = [
    [
      'enum Purpose {',
      'enum Purpose {\n  REFERENCE @purpose(basis: "GDPR Art. 6(1)(a)", text: "To write you a reference.")',
    ],
    [
      'surname: String\n    @personal(category: NAME)\n    @disclose(to: [AGENT]',
      `surname: String\n    @personal(category: NAME)${grant}`,
    ],
    [
      'born: Date\n    @personal(category: NAME)\n    @disclose(to: [AGENT]',
      `born: Date\n    @personal(category: NAME)${grant}`,
    ],
  ] as const;
  return readSchema(rentalFolder).map(({ name, text }) => ({
    name,
    text: edits.reduce((edited, [from, to]) => edited.replace(from, () => to), text),
  }));
}

const approval =
  'id organisation organisationName purpose purposeText opens { coordinate precision } state givenAt endsAt withdrawnAt';
const giving = `mutation ($organisation: String!, $purpose: String!, $until: DateTime!) {
  giveApproval(organisation: $organisation, purpose: $purpose, until: $until) { ${approval} } }`;
const withdrawing = `mutation ($id: ID!) { withdrawApproval(id: $id) { ${approval} } }`;
const list = `{ myApprovals(first: 5) { nodes { ${approval} } } }`;
const phones = '{ tenants(first: 10) { nodes { id surname phone } } }';
const references = (first: number, after = ''): string =>
  `{ tenants(first: ${String(first)} ${after}) { nodes { surname } pageInfo { endCursor hasNextPage } } }`;

const folder = mkdtempSync(join(tmpdir(), 'cloison-approvals-'));
const erasures = join(folder, 'erasures.ndjson');

let service: Service;
let breached: Breached | undefined;

beforeAll(async () => {
  service = await startService({
    folder: rentalFolder,
    sources: sources(),
    accounts,
    clock,
    erasureRegister: erasures,
    fill: (store) => fillRental(store, others),
  });
});
afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(async () => {
  await breached?.close();
  breached = undefined;
  await run(service.store, 'DELETE FROM cloison.approval');
  clock.moveTo(start);
});

interface Wish {
  readonly organisation?: string;
  readonly purpose?: string;
  readonly until?: string;
}

/** As that person, whoever it is. */
function askAs(subject: string, query: string, variables: Data = {}): Promise<Reply> {
  const ticket = service.ticketOf('orla', { sub: subject, subject });
  return service.send(ticket, 'OWN_FILE', { query, variables });
}

function give({ organisation = brick, purpose = 'LETTING', until = end }: Wish = {}, subject = orla): Promise<Reply> {
  return askAs(subject, giving, { organisation, purpose, until });
}

async function given(wish?: Wish, subject?: string): Promise<Data> {
  return within(expectDisclosed(await give(wish, subject)), 'giveApproval');
}

async function withdraw(id: unknown, subject = orla): Promise<Data> {
  return within(expectDisclosed(await askAs(subject, withdrawing, { id })), 'withdrawApproval');
}

async function phoneOfOrla(account = 'brick'): Promise<unknown> {
  const { nodes } = pageOf(await service.ask(account, phones), 'tenants');
  return nodes.find(({ surname }) => surname === 'Quillfeather')?.['phone'];
}

async function namesFor(account: string, query = references(10)): Promise<readonly unknown[]> {
  const { nodes } = pageOf(await service.ask(account, query, { purpose: 'REFERENCE' }), 'tenants');
  return nodes.map(({ surname }) => surname);
}

const eventsOfOrla = (): Promise<readonly Data[]> =>
  run(
    service.store,
    `SELECT detail, persons FROM cloison.ledger_entry WHERE kind = 'EVENT' AND persons @> '{${orla}}' ORDER BY id`,
  );

describe('an approval', () => {
  it('opens the field to that organisation, for that purpose and until its end to the second', async () => {
    expect(await phoneOfOrla()).toBeNull();
    expect(await given()).toMatchObject({ organisation: brick, state: 'LIVING', givenAt: '2026-11-20T10:00:00Z' });
    expect(await phoneOfOrla()).toBe('+441632960001');
    expect(await namesFor('brick')).toEqual([]);
    clock.moveTo('2026-12-01T11:59:59.999Z');
    expect(await phoneOfOrla()).toBe('+441632960001');
    clock.moveTo(end);
    expect(await phoneOfOrla()).toBeNull();
    expect(await phoneOfOrla('agent-north')).toBe('+441632960001');
  });

  it('opens nothing of anybody else, nor to another organisation', async () => {
    await given({ organisation: harbour });
    expect(await phoneOfOrla()).toBeNull();
    await given();
    const { nodes } = pageOf(await service.ask('brick', phones), 'tenants');
    expect(nodes.filter(({ phone }) => phone !== null)).toHaveLength(1);
  });

  it('opens a row that is not there without it, on every path', async () => {
    const [{ id } = {}] = pageOf(await service.ask('brick', phones), 'tenants').nodes;
    const node = `{ tenant(id: ${JSON.stringify(id)}) { surname } }`;
    const found = '{ findTenant(by: { surname: "Quillfeather", born: "1984-03-02" }) { surname } }';
    const changed = '{ tenants(first: 5, changedSince: "2026-11-20T09:59:00Z") { nodes { surname } } }';
    const asked = async (): Promise<readonly unknown[]> => [
      ...(await namesFor('brick')),
      ...(await namesFor('brick', changed)),
      expectDisclosed(await service.ask('brick', node, { purpose: 'REFERENCE' }))['tenant'],
      expectDisclosed(await service.ask('brick', found, { purpose: 'REFERENCE' }))['findTenant'],
    ];
    expect(await asked()).toEqual([null, null]);
    await given({ purpose: 'REFERENCE' });
    const itself = { surname: 'Quillfeather' };
    expect(await asked()).toEqual(['Quillfeather', 'Quillfeather', itself, itself]);
  });

  it('opens the payload of a write, too', async () => {
    await given({}, silas);
    const lease = `{ tenants(first: 10) { nodes { surname leases(first: 1) { nodes { id tenant { phone } } } } } }`;
    const { nodes } = pageOf(await service.ask('brick', lease), 'tenants');
    const ofOrla = within(
      nodes.find(({ surname }) => surname === 'Quillfeather'),
      'leases',
      'nodes',
      0,
    );
    expect(ofOrla['tenant']).toEqual({ phone: null });
    await given();
    const ending = `mutation { giveBack(lease: ${JSON.stringify(ofOrla['id'])}, endsOn: "2026-12-31") { errors { code } lease { tenant { phone } } } }`;
    expect(expectDisclosed(await service.ask('brick', ending))).toEqual({
      giveBack: { errors: [], lease: { tenant: { phone: '+441632960001' } } },
    });
  });

  it('opens nothing that a restriction of the store withholds', async () => {
    await given({}, silas);
    const { nodes } = pageOf(await service.ask('brick', phones), 'tenants');
    expect(nodes.find(({ surname }) => surname === 'Vandermoth')).toMatchObject({ phone: null });
  });

  it('is counted in a caseload while it lives', async () => {
    const { policy, database } = service.store.rooms;
    const types: ColumnTypes = (table, column) => columnType(service.store.catalogue, table, column);
    const landlord = roleOf(service, 'LANDLORD');
    const only = [...landlord.types].map(([name, grant]) => {
      const visible = new Map([...grant.visible].filter(([purpose]) => purpose === 'REFERENCE'));
      return [name, { ...grant, visible }] as const;
    });
    const role = { ...landlord, types: new Map(only) };
    const caller = {
      claims: { ACCOUNT: 'brick', ORGANISATION: brick },
      purpose: 'LETTING',
      standing: { absorbed: [] },
    };
    const reading = readingOf({ policy }, caller as unknown as Parameters<typeof readingOf>[1], clock.now());
    const count = (): Promise<number> =>
      countCaseload(database, types, { policy, role, claim: 'ORGANISATION', reading });
    expect(await count()).toBe(0);
    await given({ purpose: 'REFERENCE' });
    await given({}, silas);
    expect(await count()).toBe(1);
  });
});

describe('nobody else', () => {
  it('is told whether a person was asked, refused, took it back or let it end: answers are equal to the byte', async () => {
    const asked = async (account: string): Promise<string> => (await service.ask(account, phones)).text;
    const answers = async (): Promise<readonly string[]> => [
      await asked('brick'),
      await asked('agent-north'),
      (await service.ask('brick', references(10), { purpose: 'REFERENCE' })).text,
    ];
    const neverAsked = await answers();
    const { id } = await given();
    const reference = await given({ purpose: 'REFERENCE' });
    expect((await answers())[0]).not.toBe(neverAsked[0]);
    await withdraw(id);
    await withdraw(reference['id']);
    expect(await answers()).toEqual(neverAsked);
    await given({ until: '2026-11-20T10:00:01Z' });
    await given({ until: '2026-11-20T10:00:01Z', purpose: 'REFERENCE' });
    clock.moveTo('2026-11-20T10:00:01.000Z');
    expect(await answers()).toEqual(neverAsked);
  });

  it('has the roots in its contract', async () => {
    for (const account of ['brick', 'agent-north', 'surety']) {
      expectOutsideContract(await service.ask(account, list));
      expectOutsideContract(await service.ask(account, '{ approvables { purpose } }'));
      expectOutsideContract(
        await service.ask(account, giving, { variables: { organisation: brick, purpose: 'LETTING', until: end } }),
      );
    }
  });
});

describe('a page walk', () => {
  it('goes on by its cursor when an approval is taken back, and the next page lacks the person', async () => {
    const approvals: Data[] = [];
    for (const { id } of others) approvals.push(await given({ purpose: 'REFERENCE' }, id));
    const ask = (query: string): Promise<Reply> => service.ask('brick', query, { purpose: 'REFERENCE' });
    const first = pageOf(await ask(references(1)), 'tenants');
    expect(first).toMatchObject({ nodes: [{ surname: 'Walker-1' }], pageInfo: { hasNextPage: true } });
    await withdraw(approvals[1]?.['id'], others[1]?.id);
    const next = pageOf(await ask(references(1, `after: ${JSON.stringify(first.pageInfo.endCursor)}`)), 'tenants');
    expect(next).toMatchObject({ nodes: [{ surname: 'Walker-3' }], pageInfo: { hasNextPage: false } });
  });
});

describe('the person', () => {
  it('sees what it has approved, what that opens, and what it took back', async () => {
    const first = await given();
    const second = await given({ organisation: harbour, purpose: 'REFERENCE' });
    await withdraw(first['id']);
    expect(pageOf(await askAs(orla, list), 'myApprovals').nodes).toEqual([
      {
        ...second,
        opens: [
          { coordinate: 'Tenant.born', precision: 'EXACT' },
          { coordinate: 'Tenant.surname', precision: 'EXACT' },
        ],
      },
      {
        ...first,
        purposeText: 'To let you the dwelling.',
        opens: [{ coordinate: 'Tenant.phone', precision: 'EXACT' }],
        state: 'WITHDRAWN',
        withdrawnAt: '2026-11-20T10:00:00Z',
      },
    ]);
    clock.moveTo(end);
    expect(pageOf(await askAs(orla, list), 'myApprovals').nodes[0]).toMatchObject({
      state: 'ENDED',
      withdrawnAt: null,
    });
    expect(pageOf(await askAs(silas, list), 'myApprovals').nodes).toEqual([]);
  });

  it('sees them page by page', async () => {
    for (const purpose of ['LETTING', 'REFERENCE']) await given({ purpose });
    const page = (after = ''): string =>
      `{ myApprovals(first: 1 ${after}) { nodes { purpose } pageInfo { hasNextPage endCursor } } }`;
    const first = pageOf(await askAs(orla, page()), 'myApprovals');
    expect(first.nodes).toEqual([{ purpose: 'REFERENCE' }]);
    const cursor = `after: ${JSON.stringify(first.pageInfo.endCursor)}`;
    const second = pageOf(await askAs(orla, page(cursor)), 'myApprovals');
    expect([second.nodes, second.pageInfo.hasNextPage]).toEqual([[{ purpose: 'LETTING' }], false]);
    expectRefused(await askAs(silas, page(cursor)), 'CURSOR_INVALID');
  });

  it('is offered what it may approve, and to whom it is linked', async () => {
    const query = '{ approvables { purpose purposeText opens { coordinate precision } organisations { id name } } }';
    const organisations = [{ id: brick, name: brick }];
    const exact = (coordinate: string): Data => ({ coordinate, precision: 'EXACT' });
    expectDisclosed(await askAs(orla, query), {
      approvables: [
        {
          purpose: 'LETTING',
          purposeText: 'To let you the dwelling.',
          opens: [exact('Tenant.phone')],
          organisations,
        },
        {
          purpose: 'REFERENCE',
          purposeText: 'To write you a reference.',
          opens: [exact('Tenant.born'), exact('Tenant.surname')],
          organisations,
        },
      ],
    });
  });

  it('gives again with another end, and has given once', async () => {
    const first = await given();
    const events = await eventsOfOrla();
    expect(await given()).toEqual(first);
    expect(await eventsOfOrla()).toEqual(events);
    const sooner = await given({ until: '2026-11-20T11:00:00Z' });
    expect(sooner).toEqual({ ...first, endsAt: '2026-11-20T11:00:00Z' });
    clock.moveTo('2026-11-20T11:00:00.000Z');
    expect(await phoneOfOrla()).toBeNull();
    const again = await given();
    expect(again['id']).not.toBe(first['id']);
    expect(await phoneOfOrla()).toBe('+441632960001');
  });

  it('takes back at once, and again for nothing', async () => {
    const { id } = await given();
    const taken = await withdraw(id);
    expect(taken).toMatchObject({ state: 'WITHDRAWN' });
    const events = await eventsOfOrla();
    clock.moveTo('2026-11-20T10:05:00.000Z');
    expect(await withdraw(id)).toEqual(taken);
    expect(await eventsOfOrla()).toEqual(events);
  });

  it.each<[string, Wish, Parameters<typeof expectRefused>[1], RegExp]>([
    ['an organisation that nobody knows', { organisation: 'nobody' }, 'NOT_REGISTERED', /^organisation: /],
    ['a purpose that asks for none', { purpose: 'GUARANTEE' }, 'ARGUMENT_INVALID', /one of LETTING, REFERENCE\.$/],
    ['a purpose that is none', { purpose: 'x' }, 'ARGUMENT_INVALID', /one of LETTING, REFERENCE\.$/],
    ['an end that is now', { until: start }, 'ARGUMENT_INVALID', /^until: an approval ends after now\.$/],
    ['an end after two years', { until: '2028-11-20T10:00:00.001Z' }, 'ARGUMENT_INVALID', /within two years/],
    ['an end that is no instant', { until: '2026-12-01' }, 'ARGUMENT_INVALID', /has not the form of its type/],
  ])('is refused %s, and nothing is kept or recorded', async (_title, wish, code, message) => {
    const events = await eventsOfOrla();
    const reply = await give(wish);
    expect([reply.codes, reply.messages[0]]).toEqual([[code], expect.stringMatching(message)]);
    expect(await run(service.store, 'SELECT FROM cloison.approval')).toEqual([]);
    expect(await eventsOfOrla()).toEqual(events);
  });

  it('approves until the last instant of two years', async () => {
    expect(await given({ until: '2028-11-20T10:00:00Z' })).toMatchObject({ endsAt: '2028-11-20T10:00:00Z' });
  });

  it('takes back its own alone: another’s is as unknown as nobody’s', async () => {
    const { id } = await given({}, silas);
    const refusals = await Promise.all(
      [id, 'e9000000-0000-4000-8000-000000000009', 'x'].map((each) => askAs(orla, withdrawing, { id: each })),
    );
    for (const reply of refusals) expectRefused(reply, 'ARGUMENT_INVALID', /^id: you have given no such approval\.$/);
    expect(pageOf(await askAs(silas, list), 'myApprovals').nodes).toMatchObject([{ state: 'LIVING' }]);
  });

  it('gives it itself: nobody does in its name', async () => {
    const caller = { role: 'TENANT', claims: { SUBJECT: orla }, actor: 'helper' } as unknown as Caller;
    const wish = { organisation: brick, purpose: 'LETTING', until: new Date(end) };
    const done = (): Promise<void> => Promise.resolve();
    await expect(service.store.rooms.persons.approve(caller, wish, done)).rejects.toMatchObject({
      refusal: { code: 'FORBIDDEN' },
    });
  });

  it('that has no file here approves nothing', async () => {
    expectRefused(await give({}, 'e9000000-0000-4000-8000-000000000009'), 'FORBIDDEN', /has a file here/);
    expectRefused(await give({}, 'no-key-of-any-row'), 'FORBIDDEN', /has a file here/);
  });
});

describe('the ledger', () => {
  it('holds who approved what for whom until when, and what it opened then; never a value', async () => {
    const before = (await eventsOfOrla()).length;
    const { id } = await given();
    await withdraw(id);
    const about = { approval: id, to: brick, for: 'LETTING', until: '2026-12-01T12:00:00Z' };
    expect((await eventsOfOrla()).slice(before)).toEqual([
      { detail: { ...about, event: 'APPROVAL_GIVEN', opens: ['Tenant.phone:EXACT'] }, persons: [orla] },
      { detail: { ...about, event: 'APPROVAL_WITHDRAWN' }, persons: [orla] },
    ]);
  });
});

describe('the walls', () => {
  it('hold without the shield: the field stays closed', async () => {
    breached = await openBreach(service, { role: 'LANDLORD', shield: 'off' });
    const page = pageOf(await breached.ask('brick', phones, { purpose: 'LETTING' }), 'tenants');
    expect(page.nodes.every(({ phone }) => phone === null)).toBe(true);
  });

  it('are the approval’s look-up: with it gone the field is open', async () => {
    class Credulous extends RowReader {
      override statementOf(...asked: Parameters<RowReader['statementOf']>): ReturnType<RowReader['statementOf']> {
        const statement = super.statementOf(...asked);
        const text = statement.text.replaceAll(
          'EXISTS (SELECT FROM cloison.approval',
          '(SELECT count(*) >= 0 FROM cloison.approval',
        );
        return { ...statement, name: '', text };
      }
    }
    const rows = new Credulous((table, column) => columnType(service.store.catalogue, table, column));
    breached = await openBreach(service, { role: 'LANDLORD', rooms: { rows } });
    const page = pageOf(await breached.ask('brick', phones, { purpose: 'LETTING' }), 'tenants');
    expect(page.nodes.some(({ phone }) => phone !== null)).toBe(true);
  });

  it('ask the register last: a stop that comes while the approval is given undoes it', async () => {
    class Late extends Register {
      override isUnchanged(): Promise<boolean> {
        return Promise.resolve(false);
      }

      override confirm(): Promise<Admission> {
        return Promise.resolve({ outcome: 'NOT_ACTIVE' });
      }
    }
    const late = new Late(service.store.rooms.database, clock);
    breached = await openBreach(service, { role: 'TENANT', rooms: { register: late } });
    const variables = { organisation: brick, purpose: 'LETTING', until: end };
    const reply = await breached.ask('orla', giving, { purpose: 'OWN_FILE', variables });
    expect(reply.codes).toEqual(['NOT_ACTIVE']);
    expect(await run(service.store, 'SELECT FROM cloison.approval')).toEqual([]);
  });

  it('stop the roots by their names', async () => {
    const { register } = service.store.rooms;
    const order = { kind: 'FIELD', target: 'Mutation.giveApproval', reason: 'a drill' } as const;
    const stop = await register.stop('operator:duty', order);
    expectRefused(await give(), 'FIELD_STOPPED');
    await register.reinstate('operator:duty', stop);
  });
});

describe('an organisation that absorbs another', () => {
  it('reads under what was approved to that one, and the person takes all of it back at once', async () => {
    const { register } = service.store.rooms;
    const ofHarbour = await given({ organisation: harbour });
    expect(await phoneOfOrla()).toBeNull();
    await absorb(register, { absorbed: harbour, into: brick });
    for (const account of ['brick', 'harbour']) expect(await phoneOfOrla(account)).toBe('+441632960001');
    const shown = { id: ofHarbour['id'], organisation: brick, state: 'LIVING' };
    expect(pageOf(await askAs(orla, list), 'myApprovals').nodes).toMatchObject([shown]);
    const ofBrick = await given({ organisation: harbour, until: '2026-11-21T10:00:00Z' });
    expect(pageOf(await askAs(orla, list), 'myApprovals').nodes).toMatchObject([
      { id: ofBrick['id'], organisation: brick, state: 'LIVING', endsAt: '2026-11-21T10:00:00Z' },
      { id: ofHarbour['id'], state: 'WITHDRAWN' },
    ]);
    await withdraw(ofBrick['id']);
    expect(await phoneOfOrla()).toBeNull();
  });
});

describe('the erasure of a person', () => {
  it('takes its approvals with it, and it gives no other', async () => {
    await given();
    await given({}, silas);
    const register = new ErasureRegister(erasures, service.store.rooms.vault.erasures);
    await eraseByRight({ service, register }, silas);
    expect(await run(service.store, 'SELECT person FROM cloison.approval')).toEqual([{ person: orla }]);
    expectRefused(await give({}, silas), 'FORBIDDEN', /has a file here/);
  });
});
