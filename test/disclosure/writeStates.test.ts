import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Desk } from './writeDesk.js';
import { openDesk } from './writeDesk.js';

const lend = 'mutation ($input: LendInput!) { m: lend(input: $input) { errors { row code } loan { id } } }';
const takeBack = 'mutation ($loan: ID!) { m: takeBack(loan: $loan) { errors { row code } loan { status } } }';
const leave =
  'mutation ($id: ID!, $on: Date!) { m: leave(membership: $id, leftOn: $on) { errors { row code } membership { leftOn } } }';

let desk: Desk;
let branch: string;
let reader: string;
beforeAll(async () => {
  desk = await openDesk();
  reader = await desk.newReader('oak', 'S-1', 'Odile');
  branch = await desk.branchId('oak', 'Oak');
});
afterAll(() => desk.close());

async function newLoan(dueOn: string): Promise<string> {
  const { m } = await desk.ask('librarian-oak', lend, { input: { reader, branch, title: 'An Invented Book', dueOn } });
  return (m as { readonly loan: { readonly id: string } }).loan.id;
}

describe('a change of state', () => {
  it('happens from the states that the write names, and from no other', async () => {
    const loan = await newLoan('2024-07-01');
    expect(await desk.ask('librarian-oak', takeBack, { loan })).toEqual({
      m: { errors: [], loan: { status: 'BACK' } },
    });
    const before = await desk.sql('SELECT * FROM loan');
    expect(await desk.ask('librarian-oak', takeBack, { loan })).toEqual({
      m: { errors: [{ row: 0, code: 'STATE' }], loan: null },
    });
    expect(await desk.sql('SELECT * FROM loan')).toEqual(before);
    const lost = await newLoan('2024-07-02');
    await desk.sql("UPDATE loan SET status = 'LOST' WHERE due_on = '2024-07-02'");
    expect(await desk.errorsOf('librarian-oak', takeBack, { loan: lost })).toEqual([]);
  });

  it('of two at once happens once', async () => {
    for (const day of ['2024-08-01', '2024-08-02', '2024-08-03', '2024-08-04']) {
      const loan = await newLoan(day);
      const callers = ['librarian-oak', 'colleague-oak', 'librarian-oak', 'colleague-oak'];
      const answers = await Promise.all(callers.map((caller) => desk.errorsOf(caller, takeBack, { loan })));
      expect(answers.filter((errors) => errors.length === 0)).toHaveLength(1);
      expect(answers.filter((errors) => errors[0]?.code === 'STATE')).toHaveLength(3);
    }
  });
});

describe('an end', () => {
  it('is set, or moved to earlier, and never to later', async () => {
    await desk.newReader('oak', 'S-2', 'Basile');
    const [link] = await desk.sql(
      'SELECT m.id FROM membership m WHERE reader_id <> (SELECT reader_id FROM loan LIMIT 1)',
    );
    const id = desk.idAt('oak', 'Membership', link?.['id']);
    expect(await desk.ask('librarian-oak', leave, { id, on: '2024-12-31' })).toEqual({
      m: { errors: [], membership: { leftOn: '2024-12-31' } },
    });
    expect(await desk.ask('librarian-oak', leave, { id, on: '2025-01-01' })).toEqual({
      m: { errors: [{ row: 0, code: 'STATE' }], membership: null },
    });
    expect(await desk.ask('librarian-oak', leave, { id, on: '2024-10-31' })).toEqual({
      m: { errors: [], membership: { leftOn: '2024-10-31' } },
    });
    expect(await desk.errorsOf('librarian-oak', leave, { id, on: '2024-12-31' })).toEqual([{ row: 0, code: 'STATE' }]);
    expect(await desk.sql('SELECT left_on::text FROM membership WHERE left_on IS NOT NULL')).toEqual([
      { left_on: '2024-10-31' },
    ]);
  });

  it('that is not given, or null, does not pass the contract', async () => {
    const reply = await desk.send(
      'librarian-oak',
      'mutation { m: leave(membership: "x", leftOn: null) { errors { code } } }',
    );
    expect(reply.codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });
});
