/** A person asks who read of it: what it is told, what it is not, and what everybody else gets of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Data } from '../support/answers.js';
import { expectDisclosed, expectOutsideContract, expectRefused, pageOf } from '../support/answers.js';
import { rentalFolder } from '../support/policies.js';
import { brick, rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, orla, silas } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';
import { record, sequence, settle } from '../persons/entries.js';

const clock = clockAt('2026-11-20T10:00:00.000Z');
const all = `at kind delivery isOwn organisation role unit purpose purposeText fields { coordinate precision }`;
const mine = (first = 5, after = ''): string =>
  `{ myDisclosures(first: ${String(first)} ${after}) { nodes { ${all} } edges { cursor } pageInfo { hasNextPage endCursor } } }`;

let service: Service;
const ask = (query = mine()): Promise<Reply> => service.ask('orla', query);
const nodes = async (): Promise<readonly Data[]> => pageOf(await ask(), 'myDisclosures').nodes;

beforeAll(async () => {
  service = await startService({ folder: rentalFolder, accounts: rentalAccounts, clock, fill: (s) => fillRental(s) });
});
afterAll(() => service.stop());

describe('a person', () => {
  it('is told nothing while nobody has read', async () => {
    expect(await nodes()).toEqual([]);
  });

  it('is told organisation, role, purpose, fields and time, and nobody else of the same answer', async () => {
    const { store } = service;
    const both = await record(store, {
      at: '2026-11-19T08:00:00.987654Z',
      account: 'brick-clerk-17',
      organisation: brick,
      role: 'LANDLORD',
      persons: [silas, orla],
      shapes: [['Tenant.phone'], ['Tenant.forename:INITIAL', 'Tenant.surname']],
      shapeOf: [0, 1],
    });
    await settle(store, [both]);
    const reply = await ask();
    expect(pageOf(reply, 'myDisclosures').nodes).toEqual([
      {
        at: '2026-11-19T08:00:00Z',
        kind: 'READ',
        delivery: 'COMPLETED',
        isOwn: false,
        organisation: brick,
        role: 'LANDLORD',
        unit: null,
        purpose: 'LETTING',
        purposeText: 'To let you the dwelling.',
        fields: [
          { coordinate: 'Tenant.forename', precision: 'INITIAL' },
          { coordinate: 'Tenant.surname', precision: 'EXACT' },
        ],
      },
    ]);
    for (const hidden of ['brick-clerk-17', silas, orla]) expect(reply.text).not.toContain(hidden);
  });

  it('is told of what the index holds as of what it does not hold yet, each once', async () => {
    const before = await nodes();
    await sequence(service.store);
    expect(await nodes()).toEqual(before);
  });

  it('is told the role and the unit of somebody of no organisation, and whether an answer is known to have arrived', async () => {
    const [person, shapes] = [[orla], [['Tenant.born']]];
    await record(service.store, { account: 'agent-north', unit: 'north-desk', role: 'AGENT', persons: person, shapes });
    const [newest] = await nodes();
    expect(newest).toMatchObject({ organisation: null, role: 'AGENT', unit: 'north-desk', delivery: 'UNKNOWN' });
  });

  it('is told of changes, which need no delivery, and which of all were its own', async () => {
    const shapes = [['Tenant.phone']];
    const entry = { persons: [orla], shapes };
    await record(service.store, { ...entry, kind: 'WRITE', account: 'agent-north', role: 'AGENT' });
    await record(service.store, { ...entry, account: 'orla', role: 'TENANT', purpose: 'OWN_FILE' });
    const [own, change] = await nodes();
    expect(change).toMatchObject({ kind: 'WRITTEN', delivery: 'COMPLETED', isOwn: false });
    expect(own).toMatchObject({ isOwn: true, purposeText: 'To show you what is held about you.' });
  });

  it('is not told of answers that were withheld, of searches that did not find it, of refusals and events', async () => {
    const before = await nodes();
    const { store } = service;
    const entry = {
      account: 'brick',
      organisation: brick,
      role: 'LANDLORD',
      persons: [orla],
      shapes: [['Tenant.born']],
    };
    await settle(store, [await record(store, entry)], 'WITHHELD');
    await settle(store, [await record(store, entry)], 'PART', [orla]);
    await record(store, { ...entry, kind: 'REFUSAL' });
    await record(store, { ...entry, kind: 'EVENT' });
    expect(await nodes()).toEqual(before);
    await settle(store, [await record(store, entry)], 'PART', [silas]);
    expect(await nodes()).toHaveLength(before.length + 1);
  });

  it('pages from the newest to the oldest, and nothing comes twice', async () => {
    const whole = pageOf(await ask(), 'myDisclosures').nodes;
    const seen: Data[] = [];
    let after = '';
    for (let turn = 0; turn < 10; turn++) {
      const page = pageOf(await ask(mine(2, after)), 'myDisclosures');
      seen.push(...page.nodes);
      if (!page.pageInfo.hasNextPage) break;
      after = `after: ${JSON.stringify(page.pageInfo.endCursor)}`;
    }
    expect(seen.slice(0, whole.length)).toEqual(whole);
    expect(seen).toHaveLength(5);
  });
});

describe('whoever is not that person', () => {
  it('has no such root in its contract', async () => {
    for (const account of ['brick', 'agent-north', 'surety'])
      expectOutsideContract(await service.ask(account, '{ myDisclosures(first: 1) { nodes { role } } }'));
  });

  it('is told only of itself: the token says whose, no argument does', async () => {
    const other = service.ticketOf('orla', { sub: 'silas', subject: silas });
    const reply = await service.send(other, 'OWN_FILE', { query: mine() });
    const told = pageOf(reply, 'myDisclosures').nodes;
    expect(told.map(({ fields }) => fields)).toEqual([[{ coordinate: 'Tenant.phone', precision: 'EXACT' }]]);
    const { endCursor } = pageOf(await ask(mine(1)), 'myDisclosures').pageInfo;
    const withCursor = { query: mine(1, `after: ${JSON.stringify(endCursor)}`) };
    expectRefused(await service.send(other, 'OWN_FILE', withCursor), 'CURSOR_INVALID');
  });

  it('and is nobody, is told nothing', async () => {
    expect(pageOf(await service.ask('misnamed', mine()), 'myDisclosures').nodes).toEqual([]);
  });
});

describe('what is asked', () => {
  it('stays within the bound of the role', async () => {
    expectRefused(await ask(mine(6)), 'PAGE_TOO_LARGE');
    expectRefused(await ask(mine(0)), 'ARGUMENT_INVALID');
    expectRefused(await ask(mine(1, 'after: "x"')), 'CURSOR_INVALID');
    const often = Array.from({ length: 6 }, (_, n) => `a${String(n)}: myDisclosures(first: 1) { nodes { role } }`);
    expectRefused(await ask(`{ ${often.join(' ')} }`), 'TOO_MANY_ROWS');
  });

  it('is refused while it is stopped', async () => {
    const { register } = service.store.rooms;
    const order = { kind: 'FIELD', target: 'Query.myDisclosures', reason: 'a drill' } as const;
    const stop = await register.stop('operator:duty', order);
    expectRefused(await ask(), 'FIELD_STOPPED');
    await register.reinstate('operator:duty', stop);
    expectDisclosed(await ask());
  });

  it('comes with what else is asked', async () => {
    const data = expectDisclosed(
      await ask('{ me { role } myFile { surname } myDisclosures(first: 1) { nodes { role } } }'),
    );
    expect(data).toMatchObject({ myFile: { surname: 'Quillfeather' }, myDisclosures: { nodes: [{}] } });
  });
});
