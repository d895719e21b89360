import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RowWriter } from '../../src/store/write/rowWriter.js';
import { within } from '../support/answers.js';
import { openBreach } from '../support/breach.js';
import type { Desk } from './writeDesk.js';
import { openDesk } from './writeDesk.js';

const lendAll = `mutation ($key: String!, $dueOn: Date!, $rows: [LendRow!]!) {
  m: lendAll(key: $key, dueOn: $dueOn, rows: $rows) { errors { row code } loans { id title status } }
}`;
const registerAll =
  'mutation ($rows: [RegisterInput!]!) { m: registerAll(key: "r", rows: $rows) { errors { row code } receipt } }';

let desk: Desk;
let branch: string;
let reader: string;
beforeAll(async () => {
  desk = await openDesk();
  branch = await desk.branchId('oak', 'Oak');
  reader = await desk.newReader('oak', 'I-1', 'Odile');
});
afterAll(() => desk.close());
beforeEach(() => desk.sql('DELETE FROM loan').then(() => undefined));

/** The writer itself, and how often it inserted. */
function counting(writer: RowWriter): { readonly writer: RowWriter; readonly inserts: () => number } {
  let inserts = 0;
  const counted = new Proxy(writer, {
    get: (target, name) => {
      if (name === 'insert') inserts += 1;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
  return { writer: counted, inserts: () => inserts };
}

const loans = async (): Promise<unknown> => (await desk.sql('SELECT count(*)::int AS n FROM loan'))[0]?.['n'];
const request = (key: string, dueOn = '2024-07-01', title = 'An Invented Book'): Readonly<Record<string, unknown>> => ({
  key,
  dueOn,
  rows: [
    { reader, branch, title },
    { reader: 'nobody', branch, title },
  ],
});

describe('an idempotency key', () => {
  it('with another request is refused, and nothing is written', async () => {
    await desk.ask('librarian-oak', lendAll, request('a'));
    const reply = await desk.send('librarian-oak', lendAll, request('a', '2024-07-02'));
    expect(reply.codes).toEqual(['IDEMPOTENCY_KEY_REUSED']);
    expect(reply.status).toBe(409);
    expect((await desk.send('librarian-oak', lendAll, request('a', '2024-07-01', 'Another'))).codes).toEqual([
      'IDEMPOTENCY_KEY_REUSED',
    ]);
    expect(await loans()).toBe(1);
  });

  it('sent again with the same request answers as the first did and writes nothing', async () => {
    const first = await desk.send('librarian-oak', lendAll, request('b'));
    expect(first.data).toMatchObject({
      m: { errors: [{ row: 1, code: 'NOT_FOUND' }], loans: [{ title: 'An Invented Book', status: 'OUT' }] },
    });
    const again = await desk.send('librarian-oak', lendAll, request('b'));
    expect(again.text).toBe(first.text);
    expect(await loans()).toBe(1);
  });

  it('is of the account and the mutation: another account’s same key is another key', async () => {
    await desk.ask('librarian-oak', lendAll, request('c'));
    expect(await desk.errorsOf('colleague-oak', lendAll, request('c', '2024-07-03'))).toEqual([
      { row: 1, code: 'NOT_FOUND' },
    ]);
    expect(await loans()).toBe(2);
  });

  it('used ten times at once writes once, and all answer the same', async () => {
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => desk.send('librarian-oak', lendAll, request('d'))),
    );
    expect(await loans()).toBe(1);
    for (const reply of replies) expect(reply.text).toBe(replies[0]?.text);
  });

  it('holds over the aliases of one operation', async () => {
    const query = `mutation ($rows: [LendRow!]!) {
      a: lendAll(key: "e", dueOn: "2024-07-01", rows: $rows) { errors { code } loans { id } }
      b: lendAll(key: "e", dueOn: "2024-07-01", rows: $rows) { errors { code } loans { id } }
    }`;
    const data = await desk.ask('librarian-oak', query, { rows: [{ reader, branch, title: 'Once' }] });
    expect(data['a']).toEqual(data['b']);
    expect(await loans()).toBe(1);
  });

  it('gives the same receipt again, and leaves neither a value nor the key itself in its table', async () => {
    const rows = [{ card: 'I-2', name: 'Invisible', born: '1984-03-02' }];
    const first = await desk.send('registrar-oak', registerAll, { rows });
    expect((await desk.send('registrar-oak', registerAll, { rows })).text).toBe(first.text);
    await desk.ask('librarian-oak', lendAll, request('Odile, née en 1984'));
    const kept = JSON.stringify(
      await desk.sql("SELECT *, encode(key, 'escape') AS k, encode(request, 'escape') AS r FROM cloison.write_key"),
    );
    for (const value of ['Invisible', 'I-2', 'Odile', 'An Invented Book']) expect(kept).not.toContain(value);
    const [outcome] = await desk.sql(
      "SELECT outcome -> 'keys' AS keys FROM cloison.write_key WHERE mutation = 'registerAll'",
    );
    expect(outcome).toEqual({ keys: [] });
  });

  it('is not spent by a write that fails as a whole', async () => {
    await desk.sql('ALTER TABLE loan RENAME TO gone');
    const reply = await desk.send('librarian-oak', lendAll, request('f'));
    await desk.sql('ALTER TABLE gone RENAME TO loan');
    expect(reply.codes).toEqual(['INTERNAL']);
    expect(reply.text).not.toContain('gone');
    expect(await desk.errorsOf('librarian-oak', lendAll, request('f'))).toEqual([{ row: 1, code: 'NOT_FOUND' }]);
    expect(await loans()).toBe(1);
  });
});

describe('a list', () => {
  it('of rows that are there already, or stand in it twice, writes all the others', async () => {
    const others = await Promise.all(
      Array.from({ length: 7 }, (_, at) => desk.newReader('oak', `L-${String(at)}`, `Liste ${String(at)}`)),
    );
    const readers = [
      others[0],
      others[1],
      others[0],
      others[2],
      others[3],
      others[3],
      others[4],
      others[5],
      others[6],
      others[6],
    ];
    const rows = readers.map((each) => ({ reader: each, branch, title: 'An Invented Book' }));
    const { m } = await desk.ask('librarian-oak', lendAll, { key: 'g', dueOn: '2024-07-09', rows });
    const { errors, loans: shown } = m as { readonly errors: unknown; readonly loans: readonly unknown[] };
    expect(errors).toEqual([2, 5, 9].map((row) => ({ row, code: 'ALREADY_RECORDED' })));
    expect(shown).toHaveLength(7);
    expect(await loans()).toBe(7);
  });

  it('that was written already is one statement, however long it is', async () => {
    const { writer, inserts } = counting(desk.service.store.rooms.writer);
    const counted = await openBreach(desk.service, { role: 'LIBRARIAN', rooms: { writer } });
    const rows = Array.from({ length: 100 }, () => ({ reader, branch, title: 'An Invented Book' }));
    const variables = { key: 'i', dueOn: '2024-07-09', rows };
    const reply = await counted.ask('librarian-oak', lendAll, { purpose: 'LENDING', variables });
    await counted.close();
    expect(within(reply.data, 'm')['errors']).toHaveLength(99);
    expect([inserts(), await loans()]).toEqual([1, 1]);
  });

  it('of rows that a rule of the store refuses here and there writes all the others', async () => {
    const others = await Promise.all(
      Array.from({ length: 5 }, (_, at) => desk.newReader('oak', `R-${String(at)}`, `Regle ${String(at)}`)),
    );
    const refused = new Set([others[1], others[3]]);
    const everybody = await desk.sql('SELECT id FROM reader');
    const banned = everybody.filter(({ id }) => refused.has(desk.idAt('oak', 'Reader', id)));
    const list = banned.map(({ id }) => `'${String(id)}'`).join(', ');
    await desk.sql(`ALTER TABLE loan ADD CONSTRAINT banned CHECK (reader_id NOT IN (${list}))`);
    const rows = others.map((each) => ({ reader: each, branch, title: 'An Invented Book' }));
    const errors = await desk.errorsOf('librarian-oak', lendAll, { key: 'j', dueOn: '2024-07-09', rows });
    await desk.sql('ALTER TABLE loan DROP CONSTRAINT banned');
    expect(errors).toEqual([1, 3].map((row) => ({ row, code: 'INCONSISTENT' })));
    expect(await loans()).toBe(3);
  });

  it('that is empty writes nothing and says nothing', async () => {
    expect(await desk.ask('librarian-oak', lendAll, { key: 'h', dueOn: '2024-07-09', rows: [] })).toEqual({
      m: { errors: [], loans: [] },
    });
  });
});
