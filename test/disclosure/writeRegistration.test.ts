import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Desk } from './writeDesk.js';
import { findReader, oak, openDesk, register } from './writeDesk.js';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const counts = async (): Promise<unknown> =>
  (
    await desk.sql(
      'SELECT (SELECT count(*)::int FROM reader) AS readers, (SELECT count(*)::int FROM membership) AS links',
    )
  )[0];

describe('a registration', () => {
  it('of a card that is there already answers as a new one does, writes nobody, links nobody, and goes to review', async () => {
    const first = await desk.send('registrar-oak', register, {
      input: { card: 'K-1', name: 'Odile Marchand', born: '1984-03-02' },
    });
    const before = await counts();
    const again = await desk.send('registrar-elm', register, {
      input: { card: ' k-1 ', name: 'Somebody Else', born: '1990-01-01' },
    });
    const receipts = [first, again].map(
      (reply) => (reply.data?.['m'] as { readonly receipt: string } | undefined)?.receipt ?? '',
    );
    const [one = '', other = ''] = receipts;
    expect(again.text.replace(other, one)).toBe(first.text);
    expect(one).not.toBe(other);
    expect(one).toMatch(/^[\w-]{22}$/);
    expect(await counts()).toEqual(before);
    expect(await desk.ask('registrar-elm', '{ readers(first: 5) { nodes { id } } }')).toEqual({
      readers: { nodes: [] },
    });
    const reviews = await desk.sql(
      'SELECT r.type, p.id = r.existing AS met, r.author_account, r.author_organisation FROM cloison.review r JOIN reader p ON p.id = r.existing',
    );
    expect(reviews).toEqual([
      {
        type: 'Reader',
        met: true,
        author_account: 'registrar-elm',
        author_organisation: 'b0000000-0000-4000-8000-000000000002',
      },
    ]);
  });

  it('gives a receipt that is the id of no row', async () => {
    const { m } = await desk.ask('registrar-oak', register, {
      input: { card: 'K-2', name: 'Basile Oudin', born: '1979-11-05' },
    });
    const receipt = (m as { readonly receipt: string }).receipt;
    expect(await desk.ask('registrar-oak', 'query ($id: ID!) { reader(id: $id) { id } }', { id: receipt })).toEqual({
      reader: null,
    });
    const [row] = await desk.sql('SELECT count(*)::int AS n FROM reader WHERE id = $1', [
      Buffer.from(receipt, 'base64url').toString('hex'),
    ]);
    expect(row).toEqual({ n: 0 });
  });

  it('makes its author’s link to the person just created and to no other', async () => {
    const links = 'SELECT branch_id, reader_id FROM membership';
    const persons = 'SELECT id FROM reader';
    const [linksBefore, personsBefore] = [await desk.sql(links), await desk.sql(persons)];
    await desk.ask('registrar-oak', register, { input: { card: 'K-3', name: 'Ines Vallon', born: '1991-06-21' } });
    const known = new Set(personsBefore.map(({ id }) => id));
    const [person, ...others] = (await desk.sql(persons)).filter(({ id }) => !known.has(id));
    expect(others).toEqual([]);
    expect(await desk.sql(links)).toEqual([...linksBefore, { branch_id: oak, reader_id: person?.['id'] }]);
    const { findReader: found } = await desk.ask('registrar-oak', findReader, {
      by: { name: 'ines vallon', born: '1991-06-21' },
    });
    expect(found).toMatchObject({ card: 'K-3', name: 'Ines Vallon' });
    expect(await desk.ask('registrar-elm', findReader, { by: { name: 'ines vallon', born: '1991-06-21' } })).toEqual({
      findReader: null,
    });
  });

  it('seals every value, wraps a key of the person’s own, and leaves no value in any column', async () => {
    await desk.ask('registrar-oak', register, {
      input: {
        card: 'K-4',
        name: 'Zephirine',
        born: '1984-03-02',
        phone: '+33 6 39 98 00 01',
        post: { line: '4 rue Inventée', postcode: '38100' },
      },
    });
    const rows = await desk.sql('SELECT * FROM reader');
    for (const value of ['Zephirine', 'K-4', '33639980001', 'rue Invent', '38100']) {
      for (const row of rows) {
        for (const cell of Object.values(row)) {
          const bytes = Buffer.isBuffer(cell) ? cell : Buffer.from(JSON.stringify(cell ?? ''));
          expect(bytes.includes(Buffer.from(value, 'utf8'))).toBe(false);
        }
      }
    }
    const keys = rows.map((row) => (row['data_key'] as Buffer).toString('hex'));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('in a list goes on after a row that is wrong, and meets its own earlier row as anybody’s', async () => {
    const before = (await counts()) as { readonly readers: number; readonly links: number };
    const rows = [
      { card: 'L-1', name: 'Anouk', born: '1980-01-01' },
      { card: 'L-2', name: 'Blaise', born: '1980-02-30' },
      { card: 'l-1', name: 'Anouk', born: '1980-01-01' },
      { card: 'L-3', name: 'Cyprien', born: '1980-03-01' },
    ];
    const list =
      'mutation ($rows: [RegisterInput!]!) { m: registerAll(key: "list", rows: $rows) { errors { row code } } }';
    expect(await desk.errorsOf('registrar-oak', list, { rows })).toEqual([{ row: 1, code: 'born:NOT_A_DATE' }]);
    expect(await counts()).toEqual({ readers: before.readers + 2, links: before.links + 2 });
  });
});
