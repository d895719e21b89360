/** Writes and lookups of an organisation that has absorbed another: it reaches through either id, and sets its own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookupStatements } from '../../src/disclosure/lookupStatements.js';
import type { Desk } from './writeDesk.js';
import { elm, findReader, oak, openDesk, register } from './writeDesk.js';
import { absorb } from '../support/partner.js';

const lend = 'mutation ($input: LendInput!) { m: lend(input: $input) { errors { row code } loan { status } } }';
const leave =
  'mutation ($id: ID!, $on: Date!) { m: leave(membership: $id, leftOn: $on) { errors { row code } membership { leftOn } } }';
const names = '{ readers(first: 9) { nodes { name } } }';

let desk: Desk;
/** Ids of Elm's reader and of the membership, as Oak would see them. */
let reader: string;
let membership: string;

beforeAll(async () => {
  desk = await openDesk();
  await desk.newReader('oak', 'O-1', 'Odile');
  await desk.newReader('elm', 'E-1', 'Elmire');
  const [link] = await desk.sql('SELECT id, reader_id FROM membership WHERE branch_id = $1', [elm]);
  reader = desk.idAt('oak', 'Reader', link?.['reader_id']);
  membership = desk.idAt('oak', 'Membership', link?.['id']);
});
afterAll(() => desk.close());

const found = async (account: string, name: string): Promise<unknown> =>
  (await desk.ask(account, findReader, { by: { name, born: '1984-03-02' } }))['findReader'];

const loanOf = async (account: string, dueOn: string): Promise<unknown> => {
  const branch = await desk.branchId('oak', 'Oak');
  return desk.errorsOf(account, lend, { input: { reader, branch, title: 'An Invented Book', dueOn } });
};

it('both statements of a lookup are explained at start: for one organisation, and for several', () => {
  const { policy, rows } = desk.service.store.rooms;
  const lookups = lookupStatements(policy, rows);
  expect(lookups.map(({ name }) => name)).toEqual([
    'REGISTRAR, FILING, findReader by name and born',
    'REGISTRAR, FILING, findReader by name and born, for several organisations',
    // By the SUBJECT: one statement for all.
    'READER, OWN_FILE, findReader by name and born',
  ]);
  expect(new Set(lookups.map(({ text }) => text)).size).toBe(lookups.length);
});

describe('before', () => {
  it('the other’s reader is found by nobody of this branch, borrows nothing here and is not struck off', async () => {
    expect(await found('registrar-oak', 'Elmire')).toBeNull();
    expect(await loanOf('librarian-oak', '2024-07-01')).toEqual([{ row: 0, code: 'NOT_FOUND' }]);
    expect(await desk.errorsOf('librarian-oak', leave, { id: membership, on: '2024-12-31' })).toEqual([
      { row: 0, code: 'NOT_FOUND' },
    ]);
  });
});

describe('once Oak has absorbed Elm', () => {
  beforeAll(() => absorb(desk.service.store.rooms.register, { absorbed: elm, into: oak }));

  it.each(['registrar-oak', 'registrar-elm'])('%s finds the readers of both', async (registrar) => {
    expect(await found(registrar, 'Elmire')).toMatchObject({ card: 'E-1' });
    expect(await found(registrar, 'Odile')).toMatchObject({ card: 'O-1' });
  });

  it.each([
    ['librarian-oak', '2024-07-02'],
    ['librarian-elm', '2024-07-03'],
  ])('%s lends to a reader whom only the old link names', async (librarian, dueOn) => {
    expect(await loanOf(librarian, dueOn)).toEqual([]);
  });

  it('a new reader is linked to the survivor, whoever of either registers', async () => {
    const input = { card: 'E-2', name: 'Ernest', born: '1984-03-02' };
    expect(await desk.errorsOf('registrar-elm', register, { input })).toEqual([]);
    expect(await desk.sql('SELECT branch_id FROM membership ORDER BY created_at DESC LIMIT 1')).toEqual([
      { branch_id: oak },
    ]);
    expect(await desk.ask('librarian-elm', names)).toEqual(await desk.ask('librarian-oak', names));
  });

  it('the survivor ends a link that names the absorbed', async () => {
    const { m } = await desk.ask('librarian-oak', leave, { id: membership, on: '2024-12-31' });
    expect(m).toEqual({ errors: [], membership: { leftOn: '2024-12-31' } });
  });
});
