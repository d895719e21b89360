import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Desk } from './writeDesk.js';
import { openDesk, register } from './writeDesk.js';

let desk: Desk;
let branch: string;
let reader: string;
beforeAll(async () => {
  desk = await openDesk();
  branch = await desk.branchId('oak', 'Oak');
  reader = await desk.newReader('oak', 'D-1', 'Odile');
});
afterAll(() => desk.close());

async function refused(
  account: string,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  purpose?: string,
): Promise<readonly string[]> {
  const before = [
    await desk.sql('SELECT * FROM loan'),
    await desk.sql('SELECT * FROM reader'),
    await desk.sql('SELECT * FROM cloison.write_key'),
  ];
  const reply = await desk.send(account, query, variables, purpose);
  expect([
    await desk.sql('SELECT * FROM loan'),
    await desk.sql('SELECT * FROM reader'),
    await desk.sql('SELECT * FROM cloison.write_key'),
  ]).toEqual(before);
  return reply.codes;
}

const lend = 'mutation ($input: LendInput!) { lend(input: $input) { errors { code } loan { id } } }';
const lendAll =
  'mutation ($key: String!, $rows: [LendRow!]!) { lendAll(key: $key, dueOn: "2024-07-01", rows: $rows) { errors { code } } }';

describe('before anything is read, a write is refused', () => {
  const row = (): Readonly<Record<string, unknown>> => ({ reader, branch, title: 'An Invented Book' });

  it('for a purpose that does not give it', async () => {
    expect(await refused('librarian-oak', lend, { input: row() }, 'FILING')).toEqual(['WRITE_NOT_FOR_PURPOSE']);
  });

  it('to a role whose contract has it not', async () => {
    expect(await refused('registrar-oak', lend, { input: row() })).toContain('GRAPHQL_VALIDATION_FAILED');
    expect(await refused('reader', register, { input: { card: 'D-2', name: 'X', born: '1984-03-02' } })).toContain(
      'GRAPHQL_VALIDATION_FAILED',
    );
  });

  it('with a field that its input has not: what the store computes cannot be brought', async () => {
    for (const extra of [{ status: 'BACK' }, { id: 'x' }, { readerId: 'x' }]) {
      expect(await refused('librarian-oak', lend, { input: { ...row(), ...extra } })).toEqual(['ARGUMENT_INVALID']);
    }
  });

  it('with a variable that has not its type: its place is said, and its value is not', async () => {
    const said = async (input: unknown): Promise<readonly string[]> => {
      const reply = await desk.send('librarian-oak', lend, { input });
      expect(reply.codes).toEqual(['ARGUMENT_INVALID']);
      return reply.messages;
    };
    const secret = 'Odile Marchand';
    expect(await said({ ...row(), dueOn: { secret } })).toEqual(['$input.dueOn has not the form of its type.']);
    expect(await said({ ...row(), [secret]: secret })).toEqual(['$input has not the form of its type.']);
    expect(await said(undefined)).toEqual(['The variable $input of type LendInput! is missing.']);
    expect(await said(null)).toEqual(['The variable $input of type LendInput! is missing.']);
    const listed = await desk.send('librarian-oak', lendAll, {
      key: 'k',
      rows: [row(), { ...row(), title: [secret] }],
    });
    expect(listed.messages).toEqual(['$rows[1].title has not the form of its type.']);
  });

  it('with more rows than it takes', async () => {
    const rows = Array.from({ length: 4 }, () => ({ id: reader, name: 'X' }));
    const query = 'mutation ($rows: [CorrectReaderInput!]!) { correctReaders(rows: $rows) { errors { code } } }';
    const reply = await desk.send('registrar-oak', query, { rows });
    expect(reply.messages).toEqual(['correctReaders(rows:) takes 3 rows at most, not 4.']);
    expect(await refused('registrar-oak', query, { rows })).toEqual(['TOO_MANY_ROWS']);
  });

  it('with a key that is none', async () => {
    expect(await refused('librarian-oak', lendAll, { key: '', rows: [row()] })).toEqual(['ARGUMENT_INVALID']);
    expect(await refused('librarian-oak', lendAll, { key: 'k'.repeat(201), rows: [row()] })).toEqual([
      'ARGUMENT_INVALID',
    ]);
  });

  it('with a second write that is refused: the first does not happen either', async () => {
    const query = `mutation ($input: LendInput!, $rows: [LendRow!]!) {
      a: lend(input: $input) { errors { code } }
      b: lendAll(key: "", dueOn: "2024-07-01", rows: $rows) { errors { code } }
    }`;
    expect(await refused('librarian-oak', query, { input: row(), rows: [] })).toEqual(['ARGUMENT_INVALID']);
  });

  it('over the cost of the role', async () => {
    const rows = Array.from({ length: 500 }, row);
    const query = `mutation ($rows: [LendRow!]!) {
      a: lendAll(key: "1", dueOn: "2024-07-01", rows: $rows) { errors { code } }
      b: lendAll(key: "2", dueOn: "2024-07-02", rows: $rows) { errors { code } }
    }`;
    expect(await refused('librarian-oak', query, { rows })).toEqual(['COST_TOO_HIGH']);
  });

  it('with a payload field that the purpose does not open', async () => {
    const query =
      'mutation ($input: CorrectReaderInput!) { correctReader(input: $input) { errors { code } reader { loans(first: 1) { nodes { id } } } } }';
    expect(await refused('registrar-oak', query, { input: { id: reader, name: 'X' } })).toContain(
      'GRAPHQL_VALIDATION_FAILED',
    );
  });
});

describe('the writes of one operation', () => {
  it('happen in the order of the document, each seeing the one before', async () => {
    const one =
      'mutation ($a: CorrectReaderInput!, $b: CorrectReaderInput!) { a: correctReader(input: $a) { reader { name } } b: correctReader(input: $b) { reader { name } } }';
    expect(
      await desk.ask('registrar-oak', one, { a: { id: reader, name: 'Premier' }, b: { id: reader, name: 'Second' } }),
    ).toEqual({
      a: { reader: { name: 'Premier' } },
      b: { reader: { name: 'Second' } },
    });
    expect(await desk.ask('registrar-oak', 'query ($id: ID!) { reader(id: $id) { name } }', { id: reader })).toEqual({
      reader: { name: 'Second' },
    });
  });

  it('obey @skip and @include, each time anew: what is not executed is not written', async () => {
    const query = `mutation ($a: CorrectReaderInput!, $do: Boolean!) {
      a: correctReader(input: $a) @include(if: $do) { reader { name } }
      __typename
    }`;
    const corrected = (name: string, does: boolean): Promise<unknown> =>
      desk.ask('registrar-oak', query, { a: { id: reader, name }, do: does });
    expect(await corrected('Troisième', true)).toEqual({
      a: { reader: { name: 'Troisième' } },
      __typename: 'Mutation',
    });
    expect(await corrected('Jamais', false)).toEqual({ __typename: 'Mutation' });
    expect(await desk.ask('registrar-oak', 'query ($id: ID!) { reader(id: $id) { name } }', { id: reader })).toEqual({
      reader: { name: 'Troisième' },
    });
    expect(await corrected('Quatrième', true)).toEqual({
      a: { reader: { name: 'Quatrième' } },
      __typename: 'Mutation',
    });
  });
});
