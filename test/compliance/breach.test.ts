import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BreachRecord } from '../../src/compliance/breach/breachRecord.js';
import { readBreach } from '../../src/compliance/breach/breachRecord.js';
import { ledgerExtent } from '../../src/compliance/breach/extent.js';
import { isKnown } from '../../src/compliance/breach/isKnown.js';
import type { Mark } from '../../src/compliance/breach/question.js';
import { breachQuestion } from '../../src/compliance/breach/question.js';
import type { Failure } from '../../src/kernel/failure.js';
import { compiled, rentalFolder } from '../support/policies.js';
import { openRental } from '../support/rental.js';
import type { RentalStore } from '../support/rental.js';
import { enter, personKey, settle } from './ledgerDesk.js';

const policy = compiled(rentalFolder);
const names = ['Tenant.surname', 'Tenant.born:YEAR'];
const [p1, p2, p3, p4, p5] = [1, 2, 3, 4, 5].map(personKey) as [string, string, string, string, string];

/** What an officer asks for here, unless a test says otherwise: one day of one account. */
async function breachOf(
  store: RentalStore,
  mark: Mark,
  value: string,
  [from, to]: readonly [string, string] = ['2026-03-02', '2026-03-03'],
): Promise<{ readonly record: BreachRecord; readonly lines: readonly string[] }> {
  const { database } = store;
  const written: string[] = [];
  const extent = await ledgerExtent(database);
  const record = await readBreach({ database, policy }, breachQuestion(mark, value, from, to), extent, (text) => {
    written.push(text);
    return Promise.resolve();
  });
  return { record, lines: written.join('').trim().split('\n').slice(1) };
}

describe('a breach', () => {
  let store: RentalStore;
  beforeAll(async () => {
    store = await openRental();
    const { database } = store;
    const thief = { account: 'thief', organisation: 'brick', token: 't-1', key: 'k-1', network: '192.0.2.7' };
    const at = '2026-03-02T10:00:00Z';
    const delivered = await enter(database, { ...thief, at, persons: [p1, p2], shapes: [names] });
    await settle(database, [delivered]);
    const part = await enter(database, {
      ...thief,
      at: '2026-03-02T10:30:00.5Z',
      persons: [p1, p3, p4],
      shapes: [names, ['Tenant.phone:LAST2']],
      shapeOf: [1, 0, 0],
    });
    await settle(database, [part], 'PART', [p4]);
    const withheld = await enter(database, { ...thief, at, persons: [p4], shapes: [names] });
    await settle(database, [withheld], 'WITHHELD');
    await enter(database, {
      ...thief,
      at: '2026-03-02T11:59:59Z',
      persons: [p2, p5],
      shapes: [['Tenant.stepFreeAccess:PRESENCE']],
    });
    await enter(database, { ...thief, kind: 'REFUSAL', at, detail: { code: 'PAGE_TOO_LARGE', message: 'x' } });
    await enter(database, { ...thief, at: '2026-03-03T00:00:00Z', persons: [p4], shapes: [names] });
    await enter(database, { ...thief, at: '2026-03-01T23:59:59.999Z', persons: [p4], shapes: [names] });
    await enter(database, {
      account: 'honest',
      organisation: 'brick',
      at,
      persons: [p4],
      shapes: [names],
      network: '2001:db8::1',
    });
    await enter(database, {
      account: 'orla',
      actor: 'thief',
      organisation: 'slate',
      at,
      persons: [p4],
      shapes: [['Tenant.surname']],
    });
  });
  afterAll(() => store.close());

  it('names each person, set of fields and outcome, once, and nobody who was looked at and not served', async () => {
    const { lines } = await breachOf(store, 'token', 't-1');
    expect(lines).toEqual([
      `${p1},completed,2026-03-02T10:00:00Z,2026-03-02T10:00:00Z,1,Tenant.born:YEAR Tenant.surname`,
      `${p1},completed,2026-03-02T10:30:00.5Z,2026-03-02T10:30:00.5Z,1,Tenant.phone:LAST2`,
      `${p2},completed,2026-03-02T10:00:00Z,2026-03-02T10:00:00Z,1,Tenant.born:YEAR Tenant.surname`,
      `${p2},unknown,2026-03-02T11:59:59Z,2026-03-02T11:59:59Z,1,Tenant.stepFreeAccess:PRESENCE`,
      `${p3},completed,2026-03-02T10:30:00.5Z,2026-03-02T10:30:00.5Z,1,Tenant.born:YEAR Tenant.surname`,
      `${p5},unknown,2026-03-02T11:59:59Z,2026-03-02T11:59:59Z,1,Tenant.stepFreeAccess:PRESENCE`,
    ]);
  });

  it('counts a person once, as completed where one answer was, by field and category', async () => {
    const { record } = await breachOf(store, 'token', 't-1');
    expect(record.persons).toEqual({ completed: 3, unknown: 1, written: 0 });
    expect(record.fields).toContainEqual({
      coordinate: 'Tenant.born',
      precision: 'YEAR',
      category: 'NAME',
      sensitivity: 'ORDINARY',
      completed: 3,
      unknown: 0,
      written: 0,
    });
    expect(record.categories).toEqual([
      { category: 'CONTACT', sensitivity: 'ORDINARY', completed: 1, unknown: 0, written: 0 },
      { category: 'HEALTH', sensitivity: 'SPECIAL', completed: 0, unknown: 2, written: 0 },
      { category: 'NAME', sensitivity: 'ORDINARY', completed: 3, unknown: 0, written: 0 },
    ]);
  });

  it('keeps apart what was refused and what was prepared and not sent', async () => {
    const { record } = await breachOf(store, 'token', 't-1');
    const at = '2026-03-02T10:00:00Z';
    expect(record.refusals).toEqual([{ code: 'PAGE_TOO_LARGE', refusals: 1, first: at, last: at }]);
    expect(record.answers).toEqual([
      { kind: 'READ', outcome: 'DELIVERED', answers: 1 },
      { kind: 'READ', outcome: 'PART', answers: 1 },
      { kind: 'READ', outcome: 'UNKNOWN', answers: 1 },
      { kind: 'READ', outcome: 'WITHHELD', answers: 1 },
    ]);
    expect(record.hours).toEqual([
      { hour: '2026-03-02T10:00:00Z', answers: 3, refusals: 1, newPersons: 3 },
      { hour: '2026-03-02T11:00:00Z', answers: 1, refusals: 0, newPersons: 1 },
    ]);
  });

  it.each([
    ['account', 'thief', [p1, p2, p3, p4, p5]],
    ['organisation', 'brick', [p1, p2, p3, p4, p5]],
    ['organisation', 'slate', [p4]],
    ['key', 'k-1', [p1, p2, p3, p5]],
    ['network', '192.0.2.0/24', [p1, p2, p3, p5]],
    ['network', '2001:DB8:0::1', [p4]],
    ['network', '203.0.113.9', []],
  ] as const)('goes by the %s %s', async (mark, value, persons) => {
    const { lines } = await breachOf(store, mark, value);
    expect([...new Set(lines.map((line) => line.split(',')[0]).filter((person) => person !== ''))]).toEqual(persons);
  });

  it('begins with its first instant and ends before its last', async () => {
    const wider = await breachOf(store, 'token', 't-1', ['2026-03-02T00:59:59.999+01:00', '2026-03-03T00:00:00.001Z']);
    expect(wider.lines.filter((line) => line.startsWith(p4))).toHaveLength(1);
  });

  it('reads the ledger as far as it is told, whatever was written since', async () => {
    const { database } = store;
    const question = breachQuestion('key', 'k-9', '2026-03-02', '2026-03-03');
    const at = '2026-03-02T10:00:00Z';
    const entry = await enter(database, { key: 'k-9', at, persons: [p1], shapes: [names] });
    const then = await ledgerExtent(database);
    await settle(database, [entry]);
    await enter(database, { key: 'k-9', at, persons: [p2], shapes: [names] });
    const nowhere = (): Promise<void> => Promise.resolve();
    const before = await readBreach({ database, policy }, question, then, nowhere);
    expect(before.persons).toEqual({ completed: 0, unknown: 1, written: 0 });
    const after = await readBreach({ database, policy }, question, await ledgerExtent(database), nowhere);
    expect(after.persons).toEqual({ completed: 1, unknown: 1, written: 0 });
  });

  it('keeps a coordinate that the policy of today does not know, without a category', async () => {
    await enter(store.database, { key: 'k-8', at: '2026-03-02T10:00:00Z', persons: [p1], shapes: [['Gone.nickname']] });
    const { record } = await breachOf(store, 'key', 'k-8');
    expect(record.fields.map(({ coordinate, category }) => [coordinate, category])).toEqual([['Gone.nickname', null]]);
  });

  it('tells what was changed apart from what was read: who sets a value knew it', async () => {
    const at = '2026-03-02T10:00:00Z';
    const write = { kind: 'WRITE' as const, key: 'k-7', at, persons: [p1], shapes: [['Tenant.phone']] };
    await enter(store.database, write);
    await settle(store.database, [await enter(store.database, { key: 'k-7', at, persons: [p1, p2], shapes: [[]] })]);
    const { record, lines } = await breachOf(store, 'key', 'k-7');
    expect(record.persons).toEqual({ completed: 2, unknown: 0, written: 1 });
    expect(record.fields).toMatchObject([{ coordinate: 'Tenant.phone', completed: 0, unknown: 0, written: 1 }]);
    expect(lines).toEqual([
      `${p1},completed,${at},${at},1,`,
      `${p1},written,${at},${at},1,Tenant.phone`,
      `${p2},completed,${at},${at},1,`,
    ]);
  });

  it('is known by what any entry carries, or the register', async () => {
    const ask = (mark: Mark, value: string): Promise<boolean> =>
      isKnown(store.database, breachQuestion(mark, value, '2020-01-01', '2020-01-02'));
    expect(await ask('token', 't-1')).toBe(true);
    expect(await ask('token', 't-2')).toBe(false);
    expect(await ask('account', 'thieF')).toBe(false);
  });
});

describe('the question of a breach', () => {
  const long = 'x'.repeat(513);
  it.each([
    ['account', '', '2026-01-01', '2026-01-02', '--account'],
    ['account', 'a\u0000b', '2026-01-01', '2026-01-02', '--account'],
    ['account', 'a\uFFFDb', '2026-01-01', '2026-01-02', '--account'],
    ['token', long, '2026-01-01', '2026-01-02', '--token'],
    ['network', 'example.org', '2026-01-01', '2026-01-02', '--network'],
    ['network', '192.0.2.0/33', '2026-01-01', '2026-01-02', '--network'],
    ['account', 'a', '2026-02-30', '2026-03-02', '--from'],
    ['account', 'a', '2026-02-01T10:00', '2026-03-02', '--from'],
    ['account', 'a', '2026-02-01', 'tomorrow', '--to'],
    ['account', 'a', '2026-03-02', '2026-03-01', 'not before'],
    ['account', 'a', '2026-03-02', '2026-03-02', 'not before'],
  ] as const)('is refused: %s %j from %s to %s', (...words) => {
    const [mark, value, from, to, told] = words;
    expect(() => breachQuestion(mark, value, from, to)).toThrow(
      expect.objectContaining({ code: 'USAGE', message: expect.stringContaining(told) as string }) as Failure,
    );
  });
});
