/** Optimistic locking: who edits says what they saw, and a row that somebody else has changed since is not written. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Breach, Breached } from '../support/breach.js';
import { openBreach, roleOf } from '../support/breach.js';
import type { RowWriter } from '../../src/store/write/rowWriter.js';
import type { Vault } from '../../src/vault/vault.js';
import type { Desk } from './writeDesk.js';
import { openDesk } from './writeDesk.js';

const correct = `mutation ($input: CorrectReaderInput!) {
  m: correctReader(input: $input) { errors { row code } reader { name version } }
}`;
const correctAll = `mutation ($rows: [CorrectReaderInput!]!) {
  m: correctReaders(rows: $rows) { errors { row code } readers { id name } }
}`;
const takeBack = `mutation ($loan: ID!, $version: String) {
  m: takeBack(loan: $loan, version: $version) { errors { row code } loan { status } }
}`;
const filing = { purpose: 'FILING' };

let desk: Desk;
const breaches: Breached[] = [];

beforeAll(async () => {
  desk = await openDesk();
});
afterEach(async () => {
  for (const breached of breaches.splice(0)) await breached.close();
});
afterAll(() => desk.close());

let cards = 0;
const newReader = (name: string): Promise<string> => desk.newReader('oak', `W-${String(++cards)}`, name);

async function seen(id: string): Promise<{ readonly name: string; readonly version: string }> {
  const { reader } = await desk.ask('registrar-oak', 'query ($id: ID!) { reader(id: $id) { name version } }', { id });
  return reader as { readonly name: string; readonly version: string };
}

async function breach(options: Omit<Breach, 'role'>): Promise<Breached> {
  const breached = await openBreach(desk.service, { role: 'REGISTRAR', ...options });
  breaches.push(breached);
  return breached;
}

const stale = { errors: [{ row: 0, code: 'STALE' }] };

describe('of two editors who saw the same', () => {
  it('the second is refused, changes nothing, and writes once they have read again', async () => {
    const id = await newReader('Premiere');
    const { version } = await seen(id);
    const first = await desk.ask('registrar-oak', correct, { input: { id, version, name: 'Une' } });
    expect(first).toMatchObject({ m: { errors: [], reader: { name: 'Une' } } });
    const before = await desk.sql('SELECT name, phone, changed FROM reader ORDER BY id');
    expect(await desk.ask('registrar-oak', correct, { input: { id, version, phone: '+33639980011' } })).toEqual({
      m: { ...stale, reader: null },
    });
    expect(await desk.sql('SELECT name, phone, changed FROM reader ORDER BY id')).toEqual(before);
    const again = await seen(id);
    expect((first['m'] as { readonly reader: unknown }).reader).toEqual({ name: 'Une', version: again.version });
    const input = { id, version: again.version, phone: '+33639980011' };
    expect(await desk.errorsOf('registrar-oak', correct, { input })).toEqual([]);
  });

  it('just one writes, though both ask at once', async () => {
    for (let round = 0; round < 5; round++) {
      const id = await newReader(`Ensemble ${String(round)}`);
      const { version } = await seen(id);
      const names = ['Pile', 'Face', 'Tranche'];
      const errors = await Promise.all(
        names.map((name) => desk.errorsOf('registrar-oak', correct, { input: { id, version, name } })),
      );
      expect(errors.filter((each) => each.length === 0)).toHaveLength(1);
      expect(errors.flat().map(({ code }) => code)).toEqual(['STALE', 'STALE']);
      expect((await seen(id)).name).toBe(names[errors.findIndex((each) => each.length === 0)]);
    }
  });

  it('both would write, were the row not locked before it is judged', async () => {
    const id = await newReader('Sans verrou');
    const { version } = await seen(id);
    let judged = 0;
    let release: () => void = () => undefined;
    const both = new Promise<void>((resolve) => (release = resolve));
    const writer = {
      lockTargets: () => Promise.resolve(),
      update: async (...given: Parameters<RowWriter['update']>) => {
        if (++judged === 2) release();
        await both;
        return desk.service.store.rooms.writer.update(...given);
      },
    };
    const breached = await breach({ rooms: { writer: overlaid<RowWriter>(desk.service.store.rooms.writer, writer) } });
    const replies = await Promise.all(
      ['Un', 'Deux'].map((name) =>
        breached.ask('registrar-oak', correct, { ...filing, variables: { input: { id, version, name } } }),
      ),
    );
    for (const { data } of replies) expect(data).toMatchObject({ m: { errors: [] } });
  });

  it('the second would write, were versions not compared', async () => {
    const id = await newReader('Sans garde');
    const { version } = await seen(id);
    await desk.errorsOf('registrar-oak', correct, { input: { id, name: 'Une autre' } });
    const vault = overlaid<Vault>(desk.service.store.rooms.vault, {
      versions: { of: () => '', matches: () => true },
    });
    const breached = await breach({ rooms: { vault } });
    const variables = { input: { id, version, name: 'Ecrasee' } };
    expect((await breached.ask('registrar-oak', correct, { ...filing, variables })).data).toMatchObject({
      m: { errors: [], reader: { name: 'Ecrasee' } },
    });
  });
});

describe('a version', () => {
  it('is optional: without it, or with null, the write is as ever', async () => {
    const id = await newReader('Libre');
    await desk.errorsOf('registrar-oak', correct, { input: { id, name: 'Une' } });
    expect(await desk.errorsOf('registrar-oak', correct, { input: { id, name: 'Deux', version: null } })).toEqual([]);
  });

  it('changes with each write, though the clock stands and the value is what it was', async () => {
    const id = await newReader('Pareil');
    const versions = [(await seen(id)).version];
    for (let change = 0; change < 3; change++) {
      await desk.errorsOf('registrar-oak', correct, { input: { id, name: 'Pareil' } });
      versions.push((await seen(id)).version);
    }
    expect(new Set(versions).size).toBe(4);
  });

  it('is the same whatever else is asked, and in whatever root', async () => {
    const id = await newReader('Memes');
    await desk.errorsOf('registrar-oak', correct, { input: { id, phone: '+33639980012', post: { line: '1 rue X' } } });
    const { version } = await seen(id);
    const fields = '{ version phone post { line } }';
    const found = await desk.ask(
      'registrar-oak',
      `{ findReader(by: { name: "Memes", born: "1984-03-02" }) ${fields} }`,
    );
    expect(found['findReader']).toMatchObject({ version });
    const all = await desk.ask('registrar-oak', `{ readers(first: 20) { nodes { born id version } } }`);
    const { nodes } = all['readers'] as { readonly nodes: readonly unknown[] };
    expect(nodes).toContainEqual({ born: '1984-03-02', id, version });
  });

  it('says nothing of a field that the writer does not read, nor refuses for it', async () => {
    const id = await newReader('Ailleurs');
    const { version } = await seen(id);
    await desk.sql(
      `UPDATE reader SET came_on = '2020-01-01', changed = changed || '{"came_on": "2024-06-01T11:00:00Z"}'`,
    );
    expect((await seen(id)).version).toBe(version);
    expect(await desk.errorsOf('registrar-oak', correct, { input: { id, version, name: 'La' } })).toEqual([]);
  });

  it('would say it, did the plan count every column', async () => {
    const id = await newReader('Bavard');
    const truth = roleOf(desk.service, 'REGISTRAR');
    const own = truth.types.get('Reader');
    const name = own?.fields.get('name');
    if (own === undefined || name === undefined) throw new Error('a grant is missing');
    const fields = new Map(own.fields).set('cameOn', { ...name, name: 'cameOn', path: 'cameOn' });
    const grant = { ...truth, types: new Map(truth.types).set('Reader', { ...own, fields }) };
    const breached = await breach({ grant });
    const read = async (): Promise<unknown> => {
      const variables = { id };
      const query = 'query ($id: ID!) { reader(id: $id) { version } }';
      return (await breached.ask('registrar-oak', query, { ...filing, variables })).data;
    };
    const before = await read();
    await desk.sql(`UPDATE reader SET changed = changed || '{"came_on": "2024-06-01T11:30:00Z"}'`);
    expect(await read()).not.toEqual(before);
  });

  it('of another row, of another branch or made up is none of this row', async () => {
    const id = await newReader('Celle-ci');
    const { version } = await seen(id);
    const other = await seen(await newReader('Celle-la'));
    const flipped = `${version.startsWith('A') ? 'B' : 'A'}${version.slice(1)}`;
    for (const forged of [other.version, flipped, `${version}=`, version.slice(1), '', 'x'.repeat(10_000)]) {
      expect(await desk.errorsOf('registrar-oak', correct, { input: { id, version: forged, name: 'Z' } })).toEqual(
        stale.errors,
      );
    }
    expect(await desk.errorsOf('registrar-oak', correct, { input: { id, version, name: 'Z' } })).toEqual([]);
  });

  it('tells of a row out of reach no more than any other write does', async () => {
    const id = await newReader('Hors de portee');
    const { version } = await seen(id);
    const [row] = await desk.sql('SELECT id FROM reader LIMIT 1');
    const input = { id: desk.idAt('elm', 'Reader', row?.['id']), version, name: 'Q' };
    expect(await desk.errorsOf('registrar-elm', correct, { input })).toEqual([{ row: 0, code: 'NOT_FOUND' }]);
    expect(await desk.errorsOf('registrar-elm', correct, { input: { ...input, id: 'nobody' } })).toEqual([
      { row: 0, code: 'NOT_FOUND' },
    ]);
  });

  it('is in the contract of who writes by it, and of nobody else', () => {
    const holders = [...desk.service.store.rooms.policy.roles.values()].flatMap(({ role, types }) =>
      [...types.values()].filter(({ isVersioned }) => isVersioned).map(({ type }) => `${role} ${type}`),
    );
    expect(holders.toSorted()).toEqual(['LIBRARIAN Loan', 'REGISTRAR Reader']);
    expect(roleOf(desk.service, 'READER').contract).not.toContain('version');
  });
});

describe('a list of changes', () => {
  it('goes on with the rows that are as they were seen', async () => {
    const ids = [await newReader('Lot un'), await newReader('Lot deux'), await newReader('Lot trois')];
    const versions = await Promise.all(ids.map(async (id) => (await seen(id)).version));
    await desk.errorsOf('registrar-oak', correct, { input: { id: ids[1], name: 'Entre-temps' } });
    const rows = ids.map((id, at) => ({ id, version: versions[at], name: `Nouveau ${String(at)}` }));
    expect(await desk.ask('registrar-oak', correctAll, { rows })).toEqual({
      m: {
        errors: [{ row: 1, code: 'STALE' }],
        readers: [
          { id: ids[0], name: 'Nouveau 0' },
          { id: ids[2], name: 'Nouveau 2' },
        ],
      },
    });
    expect((await seen(ids[1] ?? '')).name).toBe('Entre-temps');
  });
});

describe('a change of state', () => {
  it('by a version that is old is STALE, and by none is judged by the state', async () => {
    const reader = await newReader('Lectrice');
    const branch = await desk.branchId('oak', 'Oak');
    const lend =
      'mutation ($input: LendInput!) { m: lend(input: $input) { errors { code } loan { id version status } } }';
    const lent = await desk.ask('librarian-oak', lend, { input: { reader, branch, title: 'Un livre' } });
    const { loan } = lent['m'] as { readonly loan: { readonly id: string; readonly version: string } };
    const given = { loan: loan.id, version: loan.version };
    expect(await desk.errorsOf('colleague-oak', takeBack, given)).toEqual([]);
    expect(await desk.errorsOf('librarian-oak', takeBack, given)).toEqual(stale.errors);
    expect(await desk.errorsOf('librarian-oak', takeBack, { loan: loan.id })).toEqual([{ row: 0, code: 'STATE' }]);
  });
});

/** A room of the store's, some members of it replaced. */
function overlaid<Room extends object>(room: Room, members: Readonly<Record<string, unknown>>): Room {
  return new Proxy(room, {
    get: (target, name) => {
      if (typeof name === 'string' && name in members) return members[name];
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
