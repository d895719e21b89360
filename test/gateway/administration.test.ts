/** A partner's administrator and the accounts of its organisation: what it may do, and what whoever took its session may not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Code } from '../../src/kernel/codes.js';
import { sha256 } from '../../src/vault/digest.js';
import type { Data } from '../support/answers.js';
import { expectDisclosed, expectOutsideContract, expectRefused, pageOf, within } from '../support/answers.js';
import { testCertificate } from '../support/certificates.js';
import { rentalFolder } from '../support/policies.js';
import { brick } from '../support/rentalAccounts.js';
import { fillRental } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, post, startService } from '../support/service.js';
import { administrationAccounts, changes, create, everyChange, harbourUnit } from './accountsOfBrick.js';

const clock = clockAt('2026-11-20T10:00:00.000Z');
const seconds = (): number => Math.floor(clock.now() / 1000);
const nextDay = (): void => clock.moveTo(new Date(clock.now() + 86_400_001).toISOString());
const list = '{ accounts(first: 10) { nodes { id } } }';
const names = (first: number): string => `{ tenants(first: ${String(first)}) { nodes { surname } } }`;

let service: Service;
beforeAll(async () => {
  service = await startService({
    folder: rentalFolder,
    accounts: administrationAccounts,
    clock,
    fill: (store) => fillRental(store),
  });
});
afterAll(() => service.stop());

/** As somebody of brick who is no account of the fixtures. */
const as = (sub: string, query: string, claims: Readonly<Record<string, unknown>> = {}): Promise<Reply> =>
  service.send(service.ticketOf('brick', { sub, ...claims }), 'LETTING', { query });
const anna = (query: string, claims?: Readonly<Record<string, unknown>>): Promise<Reply> => as('anna', query, claims);
const bert = (query: string): Promise<Reply> => as('bert', query);
const isRegistered = async (id: string): Promise<boolean> =>
  (await service.store.rooms.register.show(id)) !== undefined;

/** Neither looks nor changes, and nothing comes of it. */
async function expectKeptOut(ask: (query: string) => Promise<Reply>, code: Code): Promise<void> {
  expectRefused(await ask(list), code);
  for (const [, operation] of everyChange('brick')) expectRefused(await ask(operation), code);
  expectRefused(await ask(create('smuggled')), code);
  expect(await isRegistered('smuggled')).toBe(false);
  expect(await service.store.rooms.register.show('brick')).toMatchObject({ state: 'ACTIVE', stops: [] });
}

describe('who administers nothing', () => {
  it('somebody who is no administrator', async () => {
    await expectKeptOut((query) => service.ask('brick', query), 'ADMINISTRATOR_NEEDED');
  });

  it('a person in whose contract no accounts are', async () => {
    expectOutsideContract(await service.ask('orla', list));
    expectOutsideContract(await service.ask('orla', create('smuggled')));
  });

  it('an administrator whom nobody has approved yet', async () => {
    expectDisclosed(await anna(create('waiting', 'isAdministrator: true')));
    await expectKeptOut((query) => as('waiting', query), 'IN_QUARANTINE');
    expectRefused(await bert(changes.approve('waiting')), 'OPERATOR_NEEDED');
    await service.store.rooms.register.approve('operator:two', 'waiting');
    expectDisclosed(await as('waiting', list));
  });

  it('an administrator of an organisation that may only hand in', async () => {
    const { register } = service.store.rooms;
    const order = { kind: 'ORGANISATION', target: brick, reason: 'a drill', leavesSubmissionOpen: true } as const;
    const stop = await register.stop('operator:duty', order);
    expectRefused(await anna(list), 'SUBMISSION_ONLY');
    expectRefused(await anna(create('smuggled')), 'SUBMISSION_ONLY');
    await register.reinstate('operator:duty', stop);
    expectDisclosed(await anna(list));
  });

  it('an administrator where a field of administration is stopped, one operation and no other', async () => {
    const { register } = service.store.rooms;
    const order = { kind: 'FIELD', target: 'Mutation.createAccount', reason: 'a manager was hijacked' } as const;
    const stop = await register.stop('operator:duty', order);
    expectRefused(await anna(create('smuggled')), 'FIELD_STOPPED');
    expectDisclosed(await anna(list));
    await register.reinstate('operator:duty', stop);
  });

  it('an administrator who is stopped', async () => {
    expectDisclosed(await bert(changes.stop('waiting')));
    await expectKeptOut((query) => as('waiting', query), 'NOT_ACTIVE');
  });
});

describe('a machine administers nothing', () => {
  const fund = 'b0000000-0000-4000-8000-000000000001';
  const application = 'fund-nightly';
  const document = create('smuggled');

  it('in its own name, whatever was registered for it', async () => {
    const { register } = service.store.rooms;
    const certificate = await testCertificate();
    const accounts = [{ id: application, kind: 'MACHINE', organisation: fund, application }] as const;
    await register.seed(
      { organisations: [], units: [], applications: [{ id: application, organisation: fund }], accounts },
      { createdBy: 'operator:one', approvedBy: 'operator:two' },
    );
    for (const each of [document, list]) {
      const operation = { application, purpose: 'GUARANTEE', name: 'Smuggle', document: each, digest: sha256(each) };
      await register.registerOperation('operator:one', operation);
      const { token } = service.ticketOf('surety', {
        sub: application,
        client_id: application,
        auth_time: undefined,
        acr: undefined,
        cnf: { 'x5t#S256': certificate.thumbprint },
      });
      const headers = {
        authorization: `Bearer ${token}`,
        'client-cert': certificate.header,
        'cloison-purpose': 'GUARANTEE',
        'content-type': 'application/json',
      };
      expectRefused(await post(service.url, headers, { query: each }), 'MACHINE_NOT_ADMITTED');
    }
  });

  it("in an administrator's name", async () => {
    const accounts = [{ id: 'brick-machine', kind: 'MACHINE', organisation: brick }] as const;
    await service.store.rooms.register.seed(
      { organisations: [], units: [], applications: [], accounts },
      { createdBy: 'operator:one', approvedBy: 'operator:two' },
    );
    await expectKeptOut((query) => anna(query, { act: { sub: 'brick-machine' } }), 'MACHINE_NOT_ADMITTED');
  });

  it('and is no administrator, even where one creates it', async () => {
    expectRefused(await anna(create('robot', 'kind: MACHINE isAdministrator: true')), 'ARGUMENT_INVALID');
    expectDisclosed(await anna(create('robot', 'kind: MACHINE')));
  });
});

describe('a session that is older than administration takes', () => {
  // Reinstatement has asked everybody of brick to authenticate again.
  beforeAll(() => clock.moveTo(new Date(clock.now() + 3_600_000).toISOString()));

  it('changes nothing and is told what would do, in the header and in the error', async () => {
    const old = { auth_time: seconds() - 901 };
    for (const [, operation] of [...everyChange('brick'), ['create', create('smuggled')] as const]) {
      const reply = await anna(operation, old);
      expectRefused(reply, 'AUTHENTICATION_INSUFFICIENT');
      expect(JSON.parse(reply.text)).toMatchObject({ errors: [{ extensions: { acrValues: [], maxAge: 900 } }] });
      expect(reply.headers.get('www-authenticate')).toMatch(/error="insufficient_user_authentication".*max_age="900"/);
    }
    expect(await isRegistered('smuggled')).toBe(false);
  });

  it('is as old as the role says where it says it, and its acr is named', async () => {
    const ask = (age: number, query: string): Promise<Reply> =>
      service.send(service.ticketOf('chief', { auth_time: seconds() - age }), 'LETTING', { query });
    const reply = await ask(301, create('clerk'));
    expectRefused(reply, 'AUTHENTICATION_INSUFFICIENT');
    expect(reply.headers.get('www-authenticate')).toContain('max_age="300"');
    expect(reply.headers.get('www-authenticate')).toContain('acr_values="https://refeds.org/profile/mfa ');
    expectDisclosed(await ask(300, create('clerk')));
  });

  it('looks, and once it has authenticated again it changes', async () => {
    expectDisclosed(await anna(list, { auth_time: seconds() - 901 }));
    expectDisclosed(await anna(create('later'), { auth_time: seconds() - 900 }));
  });

  it('is sent to authenticate only when it is an administrator', async () => {
    expectRefused(await as('brick', create('smuggled'), { auth_time: seconds() - 901 }), 'ADMINISTRATOR_NEEDED');
  });
});

describe("another organisation's account", () => {
  it('is refused as one that nobody knows is, to the letter', async () => {
    for (const [name, of] of Object.entries(changes)) {
      const [theirs, unknown] = [await anna(of('hugo')), await anna(of('nobody-at-all'))];
      expectRefused(theirs, 'NOT_REGISTERED');
      expect([name, theirs.text]).toEqual([name, unknown.text]);
      for (const id of ['', 'two words', '\u0000', 'x'.repeat(4_000)])
        expect([name, id, (await anna(of(id))).text]).toEqual([name, id, unknown.text]);
    }
    expect(await service.store.rooms.register.show('hugo')).toMatchObject({ state: 'ACTIVE', stops: [] });
  });

  it('is in nobody’s list but its own', async () => {
    expect((await everyAccount('hugo')).map(({ id }) => id)).toEqual(['harbour', 'hugo']);
    expect((await everyAccount('anna')).map(({ id }) => id)).not.toContain('hugo');
  });

  it('is not made, and no unit of theirs is filled', async () => {
    const [theirs, unknown] = [
      await anna(create('smuggled', `unit: "${harbourUnit}"`)),
      await anna(create('smuggled', 'unit: "no-such-unit"')),
    ];
    expectRefused(theirs, 'NOT_REGISTERED');
    expect(theirs.text).toBe(unknown.text);
    expect(
      (await anna('mutation { createAccount(account: { id: "x", organisation: "harbour" }) { id } }')).codes,
    ).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(await isRegistered('smuggled')).toBe(false);
  });
});

describe('what one person alone does not do', () => {
  it('approve an account of their own making, or their own', async () => {
    expectDisclosed(await anna(create('made-by-anna')));
    expectRefused(await anna(changes.approve('made-by-anna')), 'SECOND_PERSON_NEEDED');
    expectRefused(await as('made-by-anna', changes.approve('made-by-anna')), 'IN_QUARANTINE');
    expectRefused(await anna(changes.approve('anna')), 'SECOND_PERSON_NEEDED');
    expectDisclosed(await bert(changes.approve('made-by-anna')), {
      approveAccount: { id: 'made-by-anna', state: 'ACTIVE', approvedBy: 'account:bert' },
    });
    expectRefused(await bert(changes.approve('made-by-anna')), 'REGISTER_CONFLICT');
  });

  it('create a twenty-first account in a day', async () => {
    for (let number = 0; number < 20; number++) expectDisclosed(await as('busy', create(`cohort-${String(number)}`)));
    expectRefused(await as('busy', create('cohort-20')), 'TOO_MANY_CREATIONS');
    expectDisclosed(await bert(create('cohort-20')));
    nextDay();
    expectDisclosed(await as('busy', create('cohort-21')));
  });

  it('get past that bound with requests at once', async () => {
    const replies = await Promise.all(
      Array.from({ length: 25 }, (_, number) => as('hasty', create(`at-once-${String(number)}`))),
    );
    const refused = replies.filter(({ codes }) => codes.length > 0);
    expect(refused.map(({ codes }) => codes)).toEqual(Array.from({ length: 5 }, () => ['TOO_MANY_CREATIONS']));
    for (const reply of refused) expectRefused(reply, 'TOO_MANY_CREATIONS');
  });

  it('lift what an operator has stopped', async () => {
    const { register } = service.store.rooms;
    const stop = await register.stop('operator:duty', { kind: 'ACCOUNT', target: 'brick', reason: 'a drill' });
    expectRefused(await anna(changes.reinstate('brick')), 'OPERATOR_NEEDED');
    expectRefused(await service.ask('brick', names(5)), 'NOT_ACTIVE');
    await register.reinstate('operator:second', stop);
  });
});

describe('two who create one account at once', () => {
  it('have it once', async () => {
    const replies = await Promise.all([anna(create('twice')), bert(create('twice'))]);
    expect(replies.flatMap(({ codes }) => codes)).toEqual(['REGISTER_CONFLICT']);
  });
});

describe('an operation', () => {
  it('that writes to the store too is refused whole', async () => {
    const mixed =
      'mutation { handOver(lease: "x") { errors { code } } createAccount(account: { id: "smuggled" }) { id } }';
    expectRefused(await anna(mixed), 'BAD_REQUEST', 'send two requests');
    expect(await isRegistered('smuggled')).toBe(false);
  });

  it('that reads the store too is answered from both', async () => {
    const reply = await anna(
      '{ __typename me { isAdministrator } a: accounts(first: 1) { nodes { kind } } tenants(first: 1) { nodes { surname } } }',
    );
    expect(expectDisclosed(reply)).toMatchObject({
      me: { isAdministrator: true },
      a: { nodes: [{ kind: 'PERSON' }] },
      tenants: { nodes: [{ surname: expect.any(String) as unknown }] },
    });
    expectRefused(
      await service.ask('brick', `{ tenants(first: 1) { nodes { surname } } accounts(first: 1) { nodes { id } } }`),
      'ADMINISTRATOR_NEEDED',
    );
  });

  it('changes one account after the other, and keeps what was not refused', async () => {
    const reply = await bert(
      'mutation { a: createAccount(account: { id: "pair" }) { state } b: createAccount(account: { id: "pair" }) { state } c: stopAccount(account: "pair", reason: "Too soon.") { state } __typename }',
    );
    expect([reply.status, reply.codes]).toEqual([409, ['REGISTER_CONFLICT']]);
    expect(reply.data).toEqual({
      a: { state: 'QUARANTINE' },
      b: null,
      c: { state: 'STOPPED' },
      __typename: 'Mutation',
    });
  });

  it('asks for no more than it may', async () => {
    expectRefused(await anna('{ accounts(first: 11) { nodes { id } } }'), 'PAGE_TOO_LARGE');
    expectRefused(await anna('{ accounts(first: 0) { nodes { id } } }'), 'ARGUMENT_INVALID');
    expectRefused(await anna('{ accounts(first: 1, after: "no id!") { nodes { id } } }'), 'CURSOR_INVALID');
    const often = Array.from({ length: 21 }, (_, n) => `a${String(n)}: closeAccount(account: "pair") { id }`).join(' ');
    expectRefused(await anna(`mutation { ${often} }`), 'TOO_MANY_ROWS');
    expect(await service.store.rooms.register.show('pair')).toMatchObject({ closedAt: null });
  });

  it('leaves out what it skips', async () => {
    const query =
      'mutation ($no: Boolean = false) { createAccount(account: { id: "smuggled" }) @include(if: $no) { id } __typename }';
    expectDisclosed(await service.ask('brick', query), { __typename: 'Mutation' });
    expectRefused(await service.ask('brick', query, { variables: { no: true } }), 'ADMINISTRATOR_NEEDED');
  });
});

describe('an administrator', () => {
  it('sees each account of its organisation once, page by page, by ids and dates', async () => {
    const accounts = await everyAccount('anna', 3);
    const ids = accounts.map(({ id }) => String(id));
    expect(ids).toEqual([...new Set(ids)].toSorted());
    for (const id of ['anna', 'bert', 'brick', 'busy', 'robot']) expect(ids).toContain(id);
    const found = (id: string): Data | undefined => accounts.find((each) => each['id'] === id);
    expect(found('brick')).toEqual({
      id: 'brick',
      kind: 'PERSON',
      unit: null,
      application: null,
      isAdministrator: false,
      state: 'ACTIVE',
      createdBy: 'operator',
      createdAt: '2026-11-20T10:00:00Z',
      approvedBy: 'operator',
      lastSeenOn: expect.stringMatching(/^2026-11-\d\d$/) as unknown,
    });
    expect(found('made-by-anna')).toMatchObject({
      state: 'ACTIVE',
      createdBy: 'account:anna',
      approvedBy: 'account:bert',
    });
    expect(found('robot')).toMatchObject({ kind: 'MACHINE', state: 'QUARANTINE', approvedBy: null, lastSeenOn: null });
    expect(found('waiting')).toMatchObject({ state: 'STOPPED' });
  });

  it('is one of the organisation that the register names, when its token names none', async () => {
    expect((await everyAccount('chief')).map(({ id }) => id)).toContain('agent-north');
  });

  it('creates an account that pages five at most until a second one approves it, and then as everybody', async () => {
    expectDisclosed(await anna(create('newcomer')), {
      createAccount: { id: 'newcomer', state: 'QUARANTINE', createdBy: 'account:anna', approvedBy: null },
    });
    expectRefused(await as('newcomer', names(6)), 'IN_QUARANTINE');
    expectDisclosed(await as('newcomer', names(5)));
    expectDisclosed(await bert(changes.approve('newcomer')));
    expectDisclosed(await as('newcomer', names(10)));
  });

  it('stops one at once and nobody else, says why, and lifts it', async () => {
    const before = { auth_time: seconds() - 60 };
    expectDisclosed(await as('newcomer', names(5), before));
    expectDisclosed(await anna(changes.stop('newcomer')), { stopAccount: { id: 'newcomer', state: 'STOPPED' } });
    expectRefused(await as('newcomer', names(5)), 'NOT_ACTIVE');
    expectDisclosed(await service.ask('brick', names(5)));
    expectRefused(await bert(changes.stop('newcomer')), 'REGISTER_CONFLICT');
    const { stops } = (await service.store.rooms.register.show('newcomer')) ?? {};
    expect(stops).toMatchObject([{ author: 'account:anna', reason: 'A laptop is lost.', isAutomatic: false }]);
    expectDisclosed(await bert(changes.reinstate('newcomer')), {
      reinstateAccount: { id: 'newcomer', state: 'ACTIVE' },
    });
    expectRefused(await bert(changes.reinstate('newcomer')), 'REGISTER_CONFLICT');
    expectRefused(await as('newcomer', names(5), before), 'AUTHENTICATION_INSUFFICIENT');
    expectDisclosed(await as('newcomer', names(10)));
  });

  it('is refused a reason that says nothing', async () => {
    for (const reason of ['', '  ', 'x'.repeat(501)])
      expectRefused(
        await anna(`mutation { stopAccount(account: "newcomer", reason: "${reason}") { id } }`),
        'ARGUMENT_INVALID',
      );
  });

  it('closes one for good', async () => {
    expectDisclosed(await anna(changes.close('newcomer')), { closeAccount: { id: 'newcomer', state: 'CLOSED' } });
    expectRefused(await as('newcomer', names(5)), 'NOT_ACTIVE');
    expectRefused(await bert(changes.approve('newcomer')), 'REGISTER_CONFLICT');
  });

  it('stops its own account when it was stolen', async () => {
    expectDisclosed(await as('hasty', changes.stop('hasty')), { stopAccount: { id: 'hasty', state: 'STOPPED' } });
    expectRefused(await as('hasty', list), 'NOT_ACTIVE');
    expectDisclosed(await bert(changes.reinstate('hasty')));
  });
});

describe('honest work', () => {
  it('twelve accounts for September, created by one and approved by the other within a day', async () => {
    nextDay();
    for (let number = 0; number < 12; number++) {
      const id = `september-${String(number)}`;
      expectDisclosed(await anna(create(id)));
      expectDisclosed(await bert(changes.approve(id)));
      expectDisclosed(await as(id, names(10)));
    }
  });

  it('a one-person organisation: its administrator is approved by the operator and asks at once', async () => {
    const { register } = service.store.rooms;
    const organisation = 'c0000000-0000-4000-8000-000000000002';
    const sole = (query: string): Promise<Reply> => as('sole', query, { organisation });
    await register.createOrganisation('operator:one', { id: organisation, name: 'Sole Lettings' });
    await register.approve('operator:two', organisation, 'ORGANISATION');
    const entry = { id: 'sole', kind: 'PERSON', organisation, isAdministrator: true } as const;
    await register.createAccount('operator:one', entry);
    await register.approve('operator:two', 'sole');
    expectDisclosed(await sole(names(10)), { tenants: { nodes: [] } });
    expectDisclosed(await sole(list), { accounts: { nodes: [{ id: 'sole' }] } });
    expectDisclosed(await sole(create('sole-help')));
    expectRefused(await sole(changes.approve('sole-help')), 'SECOND_PERSON_NEEDED');
    await register.approve('operator:two', 'sole-help');
    expectDisclosed(await as('sole-help', names(10), { organisation }), { tenants: { nodes: [] } });
  });
});

/** All accounts that `name` sees, `first` a page. */
async function everyAccount(name: string, first = 10): Promise<readonly Data[]> {
  const found: Data[] = [];
  let after = '';
  for (;;) {
    const query = `{ accounts(first: ${String(first)} ${after}) { edges { cursor node { id } } nodes { id kind unit application isAdministrator state createdBy createdAt approvedBy lastSeenOn } pageInfo { hasNextPage endCursor } } }`;
    const reply = await service.ask(name, query);
    const { nodes, pageInfo } = pageOf(reply, 'accounts');
    expect(nodes.length).toBeLessThanOrEqual(first);
    expect(within(reply.data, 'accounts', 'edges')).toEqual(nodes.map(({ id }) => ({ cursor: id, node: { id } })));
    found.push(...nodes);
    if (!pageInfo.hasNextPage) return found;
    after = `after: ${JSON.stringify(pageInfo.endCursor)}`;
  }
}
