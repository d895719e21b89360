/** What the ledger says of each kind of write: whose rows, and which of their fields, by coordinate and never by value. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Entry } from '../support/disclosed.js';
import { entriesAfter, lastEntry, recordedIn } from '../support/disclosed.js';
import type { Desk } from './writeDesk.js';
import { openDesk, register } from './writeDesk.js';

let desk: Desk;
let branch: string;
let before: number;
beforeAll(async () => {
  desk = await openDesk();
  branch = await desk.branchId('oak', 'Oak');
});
afterAll(() => desk.close());
beforeEach(async () => {
  await desk.service.store.rooms.ledger.close();
  before = await lastEntry(desk.service);
});

const written = async (): Promise<readonly Entry[]> =>
  (await entriesAfter(desk.service, before)).filter(({ kind }) => kind === 'WRITE');
const personOf = async (): Promise<string> =>
  String((await desk.sql('SELECT id::text AS id FROM reader ORDER BY created_at DESC LIMIT 1'))[0]?.['id']);

it('a person who is registered is named with what was set of them, and of the record that went along', async () => {
  const input = { card: 'E-1', name: 'Eponyme', born: '1984-03-02' };
  expect(await desk.errorsOf('registrar-oak', register, { input })).toEqual([]);
  const [entry] = await written();
  expect(entry).toMatchObject({ account: 'registrar-oak', operation: 'Mutation.register' });
  const recorded = recordedIn(await written(), 'WRITE');
  expect(Object.keys(recorded)).toEqual([await personOf()]);
  expect(recorded[await personOf()]).toEqual(
    expect.arrayContaining(['Reader.born', 'Reader.card', 'Reader.name', 'Membership.branch']),
  );
  expect(JSON.stringify(await entriesAfter(desk.service, before))).not.toMatch(/Eponyme|E-1|1984-03-02/);
});

it('records of several persons name each of them once, and no row that was refused or was there already', async () => {
  const readers = [await desk.newReader('oak', 'E-2', 'Deux'), await desk.newReader('oak', 'E-3', 'Trois')];
  await desk.service.store.rooms.ledger.close();
  before = await lastEntry(desk.service);
  const lendAll = `mutation ($key: String!, $dueOn: Date!, $rows: [LendRow!]!) {
    m: lendAll(key: $key, dueOn: $dueOn, rows: $rows) { errors { row code } loans { id title } } }`;
  const rows = [readers[0], readers[1], readers[0], 'nobody'].map((reader, index) => ({
    reader,
    branch,
    title: `An Invented Book ${String(index)}`,
  }));
  expect(await desk.errorsOf('librarian-oak', lendAll, { key: 'e', dueOn: '2024-07-01', rows })).toHaveLength(2);
  const [entry] = await written();
  const persons = await desk.sql(`SELECT DISTINCT reader_id::text AS id FROM loan ORDER BY id`);
  expect(entry?.persons.toSorted((left, right) => (left < right ? -1 : 1))).toEqual(persons.map(({ id }) => id));
  expect(entry?.shapes[0]).toEqual(expect.arrayContaining(['Loan.dueOn', 'Loan.title']));
  expect(recordedIn(await entriesAfter(desk.service, before))).not.toEqual({});
});

it('a repetition by its key is answered as the first was, and recorded as a reading', async () => {
  const reader = await desk.newReader('oak', 'E-4', 'Quatre');
  const lendAll = `mutation ($key: String!, $dueOn: Date!, $rows: [LendRow!]!) {
    m: lendAll(key: $key, dueOn: $dueOn, rows: $rows) { loans { id title } } }`;
  const variables = { key: 'again', dueOn: '2024-07-01', rows: [{ reader, branch, title: 'An Invented Book' }] };
  await desk.ask('librarian-oak', lendAll, variables);
  await desk.service.store.rooms.ledger.close();
  before = await lastEntry(desk.service);
  await desk.ask('librarian-oak', lendAll, variables);
  expect(await written()).toEqual([]);
  expect(Object.values(recordedIn(await entriesAfter(desk.service, before)))).toEqual([['Loan.id', 'Loan.title']]);
});
