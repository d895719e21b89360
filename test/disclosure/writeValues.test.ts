import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Desk } from './writeDesk.js';
import { findReader, openDesk, register } from './writeDesk.js';

const correct = `mutation ($input: CorrectReaderInput!) {
  m: correctReader(input: $input) { errors { row code } reader { name born phone post { line postcode } } }
}`;
const correctAll = `mutation ($rows: [CorrectReaderInput!]!) { m: correctReaders(rows: $rows) { errors { row code } readers { id name } } }`;
const leave = 'mutation ($id: ID!, $on: Date!) { m: leave(membership: $id, leftOn: $on) { errors { row code } } }';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

describe('a value', () => {
  it('that has not its form is named by its input and reason, never shown, and nothing is written', async () => {
    const secret = 'Quelqu’un de Secret';
    const input = {
      card: 'V-1',
      name: secret,
      born: '1984-13-02',
      phone: 'call me at work',
      post: { line: ' ', postcode: '99999' },
    };
    const before = await desk.sql('SELECT count(*) FROM reader');
    const reply = await desk.send('registrar-oak', register, { input });
    expect(reply.data).toEqual({
      m: {
        errors: [
          { row: 0, code: 'born:NOT_A_DATE' },
          { row: 0, code: 'phone:NOT_A_PHONE_NUMBER' },
          { row: 0, code: 'post.line:EMPTY' },
          { row: 0, code: 'post.postcode:NOT_A_POSTAL_CODE' },
        ],
        receipt: null,
      },
    });
    for (const value of [secret, '1984-13-02', 'call me', '99999']) expect(reply.text).not.toContain(value);
    expect(await desk.sql('SELECT count(*) FROM reader')).toEqual(before);
  });

  it('that is wrong keeps the whole of a single write back, but not the other rows of a list', async () => {
    const id = await desk.newReader('oak', 'V-2', 'Avant');
    const other = await desk.newReader('oak', 'V-3', 'Autre');
    expect(await desk.ask('registrar-oak', correct, { input: { id, name: 'Après', phone: '0' } })).toEqual({
      m: { errors: [{ row: 0, code: 'phone:NOT_A_PHONE_NUMBER' }], reader: null },
    });
    const rows = [
      { id, name: 'Après', phone: '0' },
      { id: other, name: 'Nouveau' },
      { id: 'nobody', name: 'X' },
    ];
    expect(await desk.ask('registrar-oak', correctAll, { rows })).toEqual({
      m: {
        errors: [
          { row: 0, code: 'phone:NOT_A_PHONE_NUMBER' },
          { row: 2, code: 'NOT_FOUND' },
        ],
        readers: [{ id: other, name: 'Nouveau' }],
      },
    });
    const { reader } = await desk.ask('registrar-oak', 'query ($id: ID!) { reader(id: $id) { name } }', { id });
    expect(reader).toEqual({ name: 'Avant' });
  });

  it('is kept in canonical form: what comes back is what the store’s form of it is', async () => {
    const id = await desk.newReader('oak', 'V-4', 'Canon');
    expect(
      await desk.ask('registrar-oak', correct, {
        input: { id, name: '  Renée ', phone: '06 39 98 00 07', post: { postcode: '38 100' } },
      }),
    ).toMatchObject({
      m: { errors: [], reader: { name: 'Renée', phone: '+33639980007', post: { postcode: '38100', line: null } } },
    });
  });

  it('that is null empties the field, an object that is null all of its members, and what is not given stays', async () => {
    const id = await desk.newReader('oak', 'V-5', 'Vide', {
      phone: '+33639980008',
      post: { line: '1 rue Fausse', postcode: '38000' },
    });
    expect(await desk.ask('registrar-oak', correct, { input: { id, phone: null } })).toMatchObject({
      m: { errors: [], reader: { name: 'Vide', phone: null, post: { line: '1 rue Fausse', postcode: '38000' } } },
    });
    expect(await desk.ask('registrar-oak', correct, { input: { id, post: null } })).toMatchObject({
      m: { errors: [], reader: { name: 'Vide', post: null } },
    });
    const rows = await desk.sql(
      "SELECT phone, post_line, post_postcode FROM reader WHERE changed ?& '{phone,post_line,post_postcode}'",
    );
    expect(rows).toEqual([{ phone: null, post_line: null, post_postcode: null }]);
  });

  it('that the store may not be without is refused as a whole, and so is one that its rules forbid', async () => {
    const id = await desk.newReader('oak', 'V-6', 'Regle');
    expect(await desk.errorsOf('registrar-oak', correct, { input: { id, discreet: null } })).toEqual([
      { row: 0, code: 'INCONSISTENT' },
    ]);
    const { readers } = await desk
      .ask('registrar-oak', correctAll, {
        rows: [
          { id, discreet: null },
          { id, name: 'Y' },
        ],
      })
      .then(({ m }) => m as { readers: unknown });
    expect(readers).toEqual([]);
    const [link] = await desk.sql('SELECT m.id FROM membership m ORDER BY created_at DESC LIMIT 1');
    const membership = desk.idAt('oak', 'Membership', link?.['id']);
    expect(await desk.errorsOf('librarian-oak', leave, { id: membership, on: '2023-01-01' })).toEqual([
      { row: 0, code: 'INCONSISTENT' },
    ]);
  });

  it('names a row twice in a list: the first stands, the second is refused', async () => {
    const id = await desk.newReader('oak', 'V-7', 'Double');
    expect(
      await desk.ask('registrar-oak', correctAll, {
        rows: [
          { id, name: 'Un' },
          { id, name: 'Deux' },
        ],
      }),
    ).toEqual({
      m: { errors: [{ row: 1, code: 'REPEATED' }], readers: [{ id, name: 'Un' }] },
    });
  });

  it('comes back in the order in which the rows were given, not in that of their keys', async () => {
    const ids = await Promise.all(['A', 'B', 'C'].map((name) => desk.newReader('oak', `V-8${name}`, `Ordre ${name}`)));
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ]) {
      const rows = order.map((at) => ({ id: ids[at], phone: '+33639980009' }));
      const { m } = await desk.ask('registrar-oak', correctAll, { rows });
      expect((m as { readonly readers: readonly { readonly id: string }[] }).readers.map(({ id }) => id)).toEqual(
        rows.map(({ id }) => id),
      );
    }
  });
});

describe('a blind index', () => {
  const find = async (name: string, born: string): Promise<unknown> =>
    (await desk.ask('registrar-oak', findReader, { by: { name, born } }))['findReader'];

  it('follows a correction of one of its fields, with the other as it stands', async () => {
    const id = await desk.newReader('oak', 'X-1', 'Ancienne', { born: '1970-01-01' });
    await desk.ask('registrar-oak', correct, { input: { id, name: 'Nouvelle' } });
    expect(await find('Ancienne', '1970-01-01')).toBeNull();
    expect(await find('Nouvelle', '1970-01-01')).toMatchObject({ id });
    await desk.ask('registrar-oak', correct, { input: { id, born: '1971-01-01' } });
    expect(await find('Nouvelle', '1970-01-01')).toBeNull();
    expect(await find('Nouvelle', '1971-01-01')).toMatchObject({ id });
    await desk.ask('registrar-oak', correct, { input: { id, born: null } });
    expect(await find('Nouvelle', '1971-01-01')).toBeNull();
  });

  it('stays right when two correct different fields at once: no update is lost', async () => {
    const born = (round: number): string => `19${String(50 + round)}-05-05`;
    for (let round = 0; round < 8; round++) {
      const id = await desk.newReader('oak', `X-2-${String(round)}`, 'Course', { born: '1949-05-05' });
      await Promise.all([
        desk.ask('registrar-oak', correct, { input: { id, name: `Gagnante ${String(round)}` } }),
        desk.ask('registrar-oak', correct, { input: { id, born: born(round) } }),
        desk.ask('registrar-oak', correct, { input: { id, phone: '+33639980010' } }),
      ]);
      expect(await find(`Gagnante ${String(round)}`, born(round))).toMatchObject({ id, phone: '+33639980010' });
    }
  });
});

describe('a change', () => {
  it('keeps the person’s key, marks just the columns that it sets, with the corridor’s clock, and is seen since', async () => {
    const id = await desk.newReader('oak', 'C-1', 'Marquee', { born: '1960-01-01' });
    const [before] = await desk
      .sql("SELECT id, data_key, changed FROM reader WHERE changed = '{}' ORDER BY created_at DESC LIMIT 50")
      .then((rows) => rows.filter((row) => desk.idAt('oak', 'Reader', row['id']) === id));
    try {
      desk.clock.moveTo('2024-06-02T08:30:00.000Z');
      const since = 'query ($since: DateTime!) { readers(first: 20, changedSince: $since) { nodes { id } } }';
      expect(await desk.ask('registrar-oak', since, { since: '2024-06-02T08:00:00Z' })).toEqual({
        readers: { nodes: [] },
      });
      await desk.ask('registrar-oak', correct, { input: { id, name: 'Marquée', phone: '+33639980011' } });
      const [after] = await desk.sql('SELECT data_key, changed FROM reader WHERE id = $1', [before?.['id']]);
      expect(after?.['data_key']).toEqual(before?.['data_key']);
      expect(after?.['changed']).toEqual({ name: '2024-06-02T08:30:00.000Z', phone: '2024-06-02T08:30:00.000Z' });
      expect(await desk.ask('registrar-oak', since, { since: '2024-06-02T08:00:00Z' })).toEqual({
        readers: { nodes: [{ id }] },
      });
      desk.clock.moveTo('2024-06-02T09:00:00.000Z');
      await desk.ask('registrar-oak', correct, { input: { id, phone: '+33639980012' } });
      const [later] = await desk.sql('SELECT changed FROM reader WHERE id = $1', [before?.['id']]);
      expect(later?.['changed']).toEqual({ name: '2024-06-02T08:30:00.000Z', phone: '2024-06-02T09:00:00.000Z' });
    } finally {
      desk.clock.moveTo('2024-06-01T12:00:00.000Z');
    }
  });

  it('of nothing is no change', async () => {
    const id = await desk.newReader('oak', 'C-2', 'Immobile');
    expect(await desk.ask('registrar-oak', correct, { input: { id } })).toMatchObject({
      m: { errors: [], reader: { name: 'Immobile' } },
    });
  });

  it('does not happen to a person whose key is destroyed', async () => {
    const id = await desk.newReader('oak', 'C-3', 'Effacee');
    const rows = await desk.sql('SELECT id FROM reader');
    const uuid = rows.map((row) => row['id']).find((each) => desk.idAt('oak', 'Reader', each) === id);
    await desk.sql('UPDATE reader SET data_key = NULL WHERE id = $1', [uuid]);
    expect(await desk.errorsOf('registrar-oak', correct, { input: { id, name: 'Revenue' } })).toEqual([
      { row: 0, code: 'NOT_FOUND' },
    ]);
  });
});
