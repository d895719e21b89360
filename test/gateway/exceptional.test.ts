/** A counter: whom an account opens for a reason, what it sees of them and for how long, and who is told. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FieldGrant, Gate, Reach, RolePolicy, TypeGrant } from '../../src/policy/compiled.js';
import type { Data } from '../support/answers.js';
import { expectDisclosed, expectOutsideContract, expectRefused, pageOf, within } from '../support/answers.js';
import { openBreach, roleOf } from '../support/breach.js';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, orla, run, silas, tenantRow } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';

const started = '2026-11-20T10:00:00.000Z';
const clock = clockAt(started);
const shown = 'id surname forenameInitial phoneLast2';
const everything =
  'id fileNumber surname forename forenameInitial born phone phoneLast2 stepFreeAccessPresence cameOn leases(first: 5) { nodes { rent } }';

let service: Service;

beforeAll(async () => {
  service = await startService({
    folder: rentalFolder,
    accounts: rentalAccounts,
    clock,
    fill: (store) =>
      fillRental(
        store,
        [1, 2, 3, 4, 5, 6].map((number) => tenantRow(number)),
      ),
  });
});
afterAll(() => service.stop());

interface Named {
  readonly fileNumber: string;
  readonly surname: string;
}

const quillfeather: Named = { fileNumber: 'T-0001', surname: 'Quillfeather' };
const invented = (number: number): Named => ({
  fileNumber: `U-000${String(number)}`,
  surname: `Invented-${String(number)}`,
});

function open(account: string, named: Named, fields = shown, reason = 'LOST_KEY'): Promise<Reply> {
  const query = `mutation ($fileNumber: String!, $surname: String!, $reason: CounterReason!) {
    openCounter(fileNumber: $fileNumber, surname: $surname, reason: $reason) { errors { row code } tenant { ${fields} } }
  }`;
  return service.ask(account, query, { variables: { ...named, reason } });
}

const openedBy = async (account: string): Promise<readonly Data[]> =>
  run(service.store, `SELECT * FROM cloison.exceptional_link WHERE account = '${account}' ORDER BY place`);

async function forget(): Promise<void> {
  clock.moveTo(started);
  await run(service.store, 'DELETE FROM cloison.exceptional_link');
  await run(service.store, 'DELETE FROM cloison.budget_person');
  await run(service.store, 'DELETE FROM cloison.budget_window');
  service.store.rooms.budget.forget();
}

async function openedId(account = 'agent-south'): Promise<string> {
  const opened = expectDisclosed(await open(account, quillfeather));
  return String(within(opened, 'openCounter', 'tenant')['id']);
}

function tenant(account: string, id: string, fields = shown): Promise<Reply> {
  return service.ask(account, 'query ($id: ID!) { tenant(id: $id) { FIELDS } }'.replace('FIELDS', fields), {
    variables: { id },
  });
}

describe('an account that opens', () => {
  it('reads in the same request what the reach names, and nothing else of the person', async () => {
    await forget();
    const reply = await open('agent-south', quillfeather, everything);
    const seen = {
      surname: 'Quillfeather',
      forenameInitial: 'O.',
      phoneLast2: expect.stringMatching(/01$/) as unknown,
    };
    const nothing = {
      fileNumber: null,
      forename: null,
      born: null,
      phone: null,
      stepFreeAccessPresence: null,
      cameOn: null,
      leases: null,
    };
    expect(within(expectDisclosed(reply), 'openCounter')).toEqual({
      errors: [],
      tenant: { id: expect.any(String) as unknown, ...seen, ...nothing },
    });
  });

  it('reads it by every other path while it is open, to the second, and never after', async () => {
    await forget();
    const id = await openedId();
    const seen = { tenant: { surname: 'Quillfeather' } };
    const list = '{ tenants(first: 5) { nodes { surname } } }';
    expectDisclosed(await tenant('agent-south', id, 'surname'), seen);
    expect(pageOf(await service.ask('agent-south', list), 'tenants').nodes).toEqual([{ surname: 'Quillfeather' }]);
    clock.moveTo('2026-11-20T11:59:59.999Z');
    expectDisclosed(await tenant('agent-south', id, 'surname'), seen);
    clock.moveTo('2026-11-20T12:00:00.000Z');
    expectDisclosed(await tenant('agent-south', id, 'surname'), { tenant: null });
    expect(pageOf(await service.ask('agent-south', list), 'tenants').nodes).toEqual([]);
  });

  it('opens for itself alone', async () => {
    await forget();
    const id = await openedId();
    await run(service.store, 'DELETE FROM mandate');
    expectDisclosed(await tenant('agent-north', id, 'surname'), { tenant: null });
    await run(
      service.store,
      `INSERT INTO mandate (agent, tenant_id, begins_on) VALUES ('agent-north', '${orla}', '2024-01-01'), ('agent-north', '${silas}', '2024-02-01')`,
    );
  });

  it('reads through one reach nothing that another names', async () => {
    await forget();
    const leak = `mutation { openLeak(file: "T-0001", name: "Quillfeather", reason: "Water below.") { tenant { surname phone } } }`;
    expect(within(expectDisclosed(await service.ask('agent-south', leak)), 'openLeak')).toEqual({
      tenant: { surname: null, phone: '+441632960001' },
    });
  });

  it('leaves who, for whom, why and until when, and in the ledger the opening and no attribute', async () => {
    await forget();
    await open('agent-south', quillfeather);
    const [link] = await openedBy('agent-south');
    expect(link).toMatchObject({
      subject_type: 'Tenant',
      reach: 'counter',
      role: 'AGENT',
      person: orla,
      organisation: null,
      purpose: 'LETTING',
      reason: 'LOST_KEY',
      reviewed_at: null,
    });
    expect([link?.['opened_at'], link?.['ends_at'], link?.['review_by']].map((at) => String(at).slice(0, 19))).toEqual([
      '2026-11-20T10:00:00',
      '2026-11-20T12:00:00',
      '2026-11-27T10:00:00',
    ]);
    const [entry] = await run(
      service.store,
      `SELECT kind, account, operation, persons::text AS persons, detail, shapes FROM cloison.ledger_entry WHERE detail ->> 'opening' = '${String(link?.['id'])}'`,
    );
    expect(entry).toEqual({
      kind: 'WRITE',
      account: 'agent-south',
      operation: 'Mutation.openCounter',
      persons: `{${orla}}`,
      detail: { event: 'opened', reach: 'counter', opening: link?.['id'] },
      shapes: [],
    });
  });

  it('and opens again while it is open, spends and prolongs nothing', async () => {
    await forget();
    await open('agent-south', quillfeather);
    clock.moveTo('2026-11-20T11:00:00.000Z');
    expectDisclosed(await open('agent-south', quillfeather, shown, 'REPAIR'));
    const links = await openedBy('agent-south');
    expect(links.map(({ reason, ends_at: end }) => [reason, String(end).slice(0, 19)])).toEqual([
      ['LOST_KEY', '2026-11-20T12:00:00'],
    ]);
    clock.moveTo('2026-11-20T12:00:00.000Z');
    expectDisclosed(await open('agent-south', quillfeather));
    expect(await openedBy('agent-south')).toHaveLength(2);
  });

  it('opens one link when it asks twice at once', async () => {
    await forget();
    await Promise.all([
      open('agent-south', invented(1)),
      open('agent-south', invented(1)),
      open('agent-south', invented(1)),
    ]);
    expect(await openedBy('agent-south')).toHaveLength(1);
  });
});

describe('what it spends', () => {
  it('is its own: exhausted, nobody more is opened, and the ordinary door stays open', async () => {
    await forget();
    for (const number of [1, 2, 3]) expectDisclosed(await open('agent-north', invented(number)));
    const refused = await open('agent-north', invented(4));
    expectRefused(refused, 'BUDGET_EXHAUSTED', /3 persons in P1D/);
    expect(JSON.parse(refused.text)).toMatchObject({ errors: [{ extensions: { reach: 'counter', left: 0 } }] });
    expectRefused(await open('agent-north', { fileNumber: 'U-0009', surname: 'Nobody' }), 'BUDGET_EXHAUSTED');
    expect(await openedBy('agent-north')).toHaveLength(3);
    expect(
      pageOf(await service.ask('agent-north', '{ tenants(first: 9) { nodes { surname } } }'), 'tenants').nodes,
    ).toHaveLength(5);
    expectDisclosed(await open('agent-south', invented(4)));
  });

  it('is not the role’s: with that exhausted one opens, and reads once there is room', async () => {
    await forget();
    expectDisclosed(await service.ask('agent-north', '{ tenants(first: 1) { nodes { surname } } }'));
    await run(
      service.store,
      `UPDATE cloison.budget_window w SET counts[(w.bucket % 61) + 1] = 100 FROM cloison.budget_scope s WHERE s.id = w.scope_id AND s.role = 'AGENT' AND s.value = 'agent-north' AND w.kind = 'PERSONS'`,
    );
    expectRefused(await open('agent-north', invented(5)), 'BUDGET_EXHAUSTED', /100 persons/);
    expect(await openedBy('agent-north')).toHaveLength(1);
  });

  it('of misses is its own too, and a wrong name is one', async () => {
    await forget();
    const nobody = { openCounter: { errors: [], tenant: null } };
    expectDisclosed(await open('agent-south', { ...quillfeather, surname: 'Quillfeathers' }), nobody);
    expectDisclosed(await open('agent-south', { fileNumber: 'T-9999', surname: 'Nobody' }), nobody);
    expectRefused(await open('agent-south', { fileNumber: 'T-9998', surname: 'Nobody' }), 'MISSES_EXHAUSTED');
    expectRefused(await open('agent-south', quillfeather), 'MISSES_EXHAUSTED');
    expect(await openedBy('agent-south')).toEqual([]);
    const find = '{ findTenant(by: { fileNumber: "T-9999", surname: "Nobody" }) { surname } }';
    expectDisclosed(await service.ask('agent-south', find), { findTenant: null });
    const [missed] = await run(
      service.store,
      `SELECT count(*)::int AS entries FROM cloison.ledger_entry WHERE detail ->> 'event' = 'not opened' AND misses = 1 AND persons = '{}'`,
    );
    expect(missed).toEqual({ entries: 2 });
  });
});

describe('what is left of it', () => {
  const ask = '{ me { budgets { root counts by per bound used left opensAt isShadow } } }';
  const own = async (account: string): Promise<readonly Data[]> => {
    const { me } = expectDisclosed(await service.ask(account, ask));
    return (within(me)['budgets'] as readonly Data[]).filter(({ root }) => root !== null);
  };
  const amount = (root: string, counts: string, used: number): Data => {
    const bound = counts === 'PERSONS' ? 3 : 2;
    return { root, counts, by: 'ACCOUNT', per: 'P1D', bound, used, left: bound - used, opensAt: null, isShadow: false };
  };

  it('is told to the account by the mutation that spends it, and nothing of what others have opened', async () => {
    await forget();
    await open('agent-south', quillfeather);
    await open('agent-south', { fileNumber: 'T-9999', surname: 'Nobody' });
    const leaks = [amount('openLeak', 'PERSONS', 0), amount('openLeak', 'MISSES', 0)];
    expect(await own('agent-south')).toEqual([
      amount('openCounter', 'PERSONS', 1),
      amount('openCounter', 'MISSES', 1),
      ...leaks,
    ]);
    expect(await own('agent-north')).toEqual([
      amount('openCounter', 'PERSONS', 0),
      amount('openCounter', 'MISSES', 0),
      ...leaks,
    ]);
  });

  it('is told alike whomever one opens again, and when used up says no more than the refusal', async () => {
    await forget();
    for (const number of [1, 2, 3, 3]) expectDisclosed(await open('agent-north', invented(number)));
    const [persons] = await own('agent-north');
    expect(persons).toMatchObject({ root: 'openCounter', counts: 'PERSONS', used: 3, left: 0 });
    const refused = JSON.parse((await open('agent-north', invented(4))).text) as Data;
    const { by, per, bound, left, opensAt } = persons ?? {};
    expect(refused).toMatchObject({ errors: [{ extensions: { by, per, bound, left, opensAt } }] });
    expect(opensAt).toEqual(expect.any(String));
  });
});

describe('what is refused before anybody is looked for', () => {
  it('an account that nobody has approved yet', async () => {
    await forget();
    await run(
      service.store,
      `UPDATE cloison.account SET approved_by = NULL, approved_at = NULL WHERE id = 'agent-south'`,
    );
    await run(service.store, `UPDATE cloison.register_version SET version = version + 1`);
    expectRefused(await open('agent-south', quillfeather), 'IN_QUARANTINE');
    await run(
      service.store,
      `UPDATE cloison.account SET approved_by = 'operator:second', approved_at = created_at WHERE id = 'agent-south'`,
    );
    await run(service.store, `UPDATE cloison.register_version SET version = version + 1`);
  });

  it('an account that is stopped, and a mutation that is', async () => {
    const { register } = service.store.rooms;
    const stop = await register.stop('operator:duty', { kind: 'ACCOUNT', target: 'agent-south', reason: 'a drill' });
    expectRefused(await open('agent-south', quillfeather), 'NOT_ACTIVE');
    await register.reinstate('operator:duty', stop);
    clock.moveTo('2026-11-20T10:00:01.000Z');
    const field = { kind: 'FIELD', target: 'Mutation.openCounter', reason: 'a drill' } as const;
    const closed = await register.stop('operator:duty', field);
    expectRefused(await open('agent-south', quillfeather), 'FIELD_STOPPED');
    await register.reinstate('operator:duty', closed);
  });

  it('several at once: one request opens for one person', async () => {
    const one = (alias: string, number: number): string =>
      `${alias}: openCounter(fileNumber: "U-000${String(number)}", surname: "Invented-${String(number)}", reason: REPAIR) { tenant { surname } }`;
    expectRefused(await service.ask('agent-south', `mutation { ${one('a', 1)} ${one('b', 2)} }`), 'BAD_REQUEST');
  });

  it('a reason that is none', async () => {
    const leak = (reason: string): Promise<Reply> =>
      service.ask(
        'agent-south',
        'mutation ($reason: String!) { openLeak(file: "T-0001", name: "Quillfeather", reason: $reason) { tenant { phone } } }',
        { variables: { reason } },
      );
    expectRefused(await leak('  '), 'ARGUMENT_INVALID');
    expectRefused(await leak('x'.repeat(201)), 'ARGUMENT_INVALID');
    expectRefused(await open('agent-south', quillfeather, shown, 'CURIOSITY'), 'ARGUMENT_INVALID');
    expect(await openedBy('agent-south')).toEqual([]);
  });

  it('whoever has no such mutation in the contract', async () => {
    const query =
      'mutation { openCounter(fileNumber: "T-0001", surname: "Quillfeather", reason: REPAIR) { errors { row } } }';
    for (const account of ['brick', 'surety']) expectOutsideContract(await service.ask(account, query));
  });
});

describe('the person', () => {
  const mine = `{ myNotices(first: 3) { nodes { at until organisation role unit reach reason purpose purposeText fields { coordinate precision } isReviewed } } }`;

  it('is told in which capacity, what for and what could be read, and never by whom', async () => {
    await forget();
    await open('agent-south', quillfeather);
    const reply = await service.ask('orla', mine);
    expect(pageOf(reply, 'myNotices').nodes).toEqual([
      {
        at: '2026-11-20T10:00:00Z',
        until: '2026-11-20T12:00:00Z',
        organisation: null,
        role: 'AGENT',
        unit: null,
        reach: 'counter',
        reason: 'LOST_KEY',
        purpose: 'LETTING',
        purposeText: 'To let you the dwelling.',
        fields: [
          { coordinate: 'Tenant.forename', precision: 'INITIAL' },
          { coordinate: 'Tenant.phone', precision: 'LAST2' },
          { coordinate: 'Tenant.surname', precision: 'EXACT' },
        ],
        isReviewed: false,
      },
    ]);
    expect(reply.text).not.toContain('agent-south');
  });

  it('is told no sentence, pages from the newest, and hears of nobody else', async () => {
    await service.ask(
      'agent-south',
      'mutation { openLeak(file: "T-0001", name: "Quillfeather", reason: "Water below.") { tenant { phone } } }',
    );
    await open('agent-south', invented(1));
    const nodes = pageOf(await service.ask('orla', mine), 'myNotices').nodes;
    expect(nodes.map(({ reach, reason }) => [reach, reason])).toEqual([
      ['leak', null],
      ['counter', 'LOST_KEY'],
    ]);
    const first = pageOf(
      await service.ask('orla', '{ myNotices(first: 1) { nodes { reach } pageInfo { hasNextPage endCursor } } }'),
      'myNotices',
    );
    expect([first.nodes, first.pageInfo.hasNextPage]).toEqual([[{ reach: 'leak' }], true]);
    const after = JSON.stringify(first.pageInfo.endCursor);
    const second = `{ myNotices(first: 1, after: ${after}) { nodes { reach } pageInfo { hasNextPage endCursor } } }`;
    expect(pageOf(await service.ask('orla', second), 'myNotices').nodes).toEqual([{ reach: 'counter' }]);
    expectOutsideContract(await service.ask('agent-south', mine));
  });
});

describe('a guard that is taken away is missed', () => {
  const names =
    'mutation ($fileNumber: String!, $surname: String!) { openCounter(fileNumber: $fileNumber, surname: $surname, reason: REPAIR) { tenant { id surname phoneLast2 } } }';
  const opened = async (grant: RolePolicy, named: Named): Promise<Reply> => {
    const breach = await openBreach(service, { role: 'AGENT', grant });
    const reply = await breach.ask('agent-south', names, { purpose: 'LETTING', variables: { ...named } });
    await breach.close();
    return reply;
  };
  const read = async (grant: RolePolicy, id: string): Promise<Reply> => {
    const breach = await openBreach(service, { role: 'AGENT', grant });
    const query = 'query ($id: ID!) { tenant(id: $id) { surname phoneLast2 } }';
    const reply = await breach.ask('agent-south', query, { purpose: 'LETTING', variables: { id } });
    await breach.close();
    return reply;
  };

  it('the name of the reach: what was opened for a leak would show what a counter does', async () => {
    await forget();
    const leak =
      'mutation { openLeak(file: "T-0001", name: "Quillfeather", reason: "Water below.") { tenant { id surname } } }';
    const id = String(within(expectDisclosed(await service.ask('agent-south', leak)), 'openLeak', 'tenant')['id']);
    expectDisclosed(await read(agent(), id), { tenant: { surname: null, phoneLast2: null } });
    const nameless = agent({
      reach: (reach) => ({ ...reach, opened: reach.opened?.filter(({ column }) => column !== 'reach') }),
    });
    expect(within(expectDisclosed(await read(nameless, id)), 'tenant')['surname']).toBe('Quillfeather');
  });

  it('the end: it would stay open', async () => {
    await forget();
    const id = await openedId();
    clock.moveTo('2026-11-20T12:00:00.000Z');
    expectDisclosed(await read(agent(), id), { tenant: null });
    expectDisclosed(await read(agent({ reach: (reach) => ({ ...reach, ends: undefined }) }), id), {
      tenant: { surname: 'Quillfeather', phoneLast2: expect.any(String) as unknown },
    });
  });

  it('its own amounts: everybody would be opened', async () => {
    await forget();
    for (const number of [1, 2, 3]) expectDisclosed(await opened(agent(), invented(number)));
    expectRefused(await opened(agent(), invented(4)), 'BUDGET_EXHAUSTED');
    const { exceptional } = roleOf(service, 'AGENT');
    const unbounded = { ...agent(), exceptional: exceptional.map((each) => ({ ...each, persons: [], misses: [] })) };
    expectDisclosed(await opened(unbounded, invented(4)));
  });

  it('a restriction: who asks to be left alone would be shown', async () => {
    await forget();
    const discreet = { fileNumber: 'T-0002', surname: 'Vandermoth' };
    const restricted = agent({
      field: (field) => (field.path === 'phone' ? { ...field, restrictedBy: ['discreet'] } : field),
    });
    expect(
      within(expectDisclosed(await opened(restricted, discreet)), 'openCounter', 'tenant')['phoneLast2'],
    ).toBeNull();
    expect(within(expectDisclosed(await opened(agent(), discreet)), 'openCounter', 'tenant')['phoneLast2']).toMatch(
      /02$/,
    );
  });

  interface Changes {
    readonly reach?: (reach: Reach) => Reach;
    readonly field?: (field: FieldGrant) => FieldGrant;
  }

  /** The agent's policy, with changed reaches or fields of a tenant. */
  function agent({ reach = (same) => same, field = (same) => same }: Changes = {}): RolePolicy {
    const role = roleOf(service, 'AGENT');
    const tenants = role.types.get('Tenant');
    if (tenants === undefined) throw new Error('an agent reads tenants');
    const reaches = new Map<Reach, Reach>();
    const changed = (one: Reach): Reach => {
      const made = reaches.get(one) ?? (one.opened === undefined ? one : reach(one));
      reaches.set(one, made);
      return made;
    };
    const gate = (one: Gate): Gate =>
      one.kind === 'open' ? one : { ...one, terms: one.terms.map((term) => ({ ...term, reach: changed(term.reach) })) };
    const gates = (all: ReadonlyMap<string, Gate>): ReadonlyMap<string, Gate> =>
      new Map([...all].map(([purpose, one]) => [purpose, gate(one)]));
    const grant: TypeGrant = {
      ...tenants,
      visible: gates(tenants.visible),
      fields: new Map([...tenants.fields].map(([name, one]) => [name, { ...field(one), gates: gates(one.gates) }])),
    };
    return { ...role, types: new Map(role.types).set('Tenant', grant) };
  }
});
