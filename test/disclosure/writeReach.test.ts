import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { untilSomebodyWaits } from '../support/waiting.js';
import type { Desk } from './writeDesk.js';
import { elm, openDesk } from './writeDesk.js';

const lend = 'mutation ($input: LendInput!) { m: lend(input: $input) { errors { row code } loan { id status } } }';
const takeBack = 'mutation ($loan: ID!) { m: takeBack(loan: $loan) { errors { row code } loan { id status } } }';
const correct =
  'mutation ($input: CorrectReaderInput!) { m: correctReader(input: $input) { errors { row code } reader { name } } }';
const remind =
  'mutation ($input: RemindInput!) { m: remind(input: $input) { errors { row code } reminder { id reader { id } loan { id } } } }';
const remindReader =
  'mutation ($input: RemindReaderInput!) { m: remindReader(input: $input) { errors { row code } reminder { id } } }';
const prolong = 'mutation ($input: ProlongInput!) { m: prolong(input: $input) { errors { row code } loan { dueOn } } }';

let desk: Desk;
let reader: string;
let stranger: string;
let strangerAtOak: string;
let oakBranch: string;

beforeAll(async () => {
  desk = await openDesk();
  reader = await desk.newReader('oak', 'R-1', 'Odile');
  stranger = await desk.newReader('elm', 'R-2', 'Basile');
  const [row] = await desk.sql(`SELECT reader_id FROM membership WHERE branch_id = '${elm}'`);
  strangerAtOak = desk.idAt('oak', 'Reader', row?.['reader_id']);
  oakBranch = await desk.branchId('oak', 'Oak');
});
afterAll(() => desk.close());

const notFound = (field: string): unknown => ({ m: { errors: [{ row: 0, code: 'NOT_FOUND' }], [field]: null } });

async function newLoan(dueOn: string, who = reader, branch = 'oak'): Promise<string> {
  const input = { reader: who, branch: await desk.branchId(branch, 'Oak'), title: 'An Invented Book', dueOn };
  const { m } = await desk.ask(`librarian-${branch}`, lend, { input });
  return (m as { readonly loan: { readonly id: string } }).loan.id;
}

async function everything(): Promise<unknown> {
  return [
    await desk.sql('SELECT * FROM reader ORDER BY id'),
    await desk.sql('SELECT * FROM loan ORDER BY id'),
    await desk.sql('SELECT * FROM reminder ORDER BY id'),
  ];
}

describe('a write', () => {
  it('says the same, byte for byte, of a row that is absent, out of reach or mangled, and changes nothing', async () => {
    const before = await everything();
    const ids = [strangerAtOak, stranger, 'AAAAAAAAAAAAAAAAAAAAAA', '', 'no id at all', reader.slice(0, 21)];
    const replies = await Promise.all(
      ids.map((id) => desk.send('registrar-oak', correct, { input: { id, name: 'Changed' } })),
    );
    for (const reply of replies) expect(reply.text).toBe(replies[0]?.text);
    expect(replies[0]?.data).toEqual(notFound('reader'));
    expect(await everything()).toEqual(before);
  });

  it('knows a row by the id that its own organisation sees, and by no other’s', async () => {
    const atOak = await desk.newReader('oak', 'R-3', 'Ines');
    expect(await desk.ask('registrar-elm', correct, { input: { id: atOak, name: 'Changed' } })).toEqual(
      notFound('reader'),
    );
    expect(await desk.ask('registrar-oak', correct, { input: { id: atOak, name: 'Inès' } })).toMatchObject({
      m: { errors: [], reader: { name: 'Inès' } },
    });
  });

  it('makes a record of nobody whom its author does not reach', async () => {
    const before = await everything();
    const input = { reader: strangerAtOak, branch: oakBranch, title: 'An Invented Book' };
    expect(await desk.ask('librarian-oak', lend, { input })).toEqual(notFound('loan'));
    expect(await desk.ask('librarian-oak', lend, { input: { ...input, reader: 'AAAAAAAAAAAAAAAAAAAAAA' } })).toEqual(
      notFound('loan'),
    );
    expect(await everything()).toEqual(before);
  });

  it('makes no record that names a row which is not there', async () => {
    const input = { reader, branch: 'AAAAAAAAAAAAAAAAAAAAAA', title: 'An Invented Book' };
    expect(await desk.ask('librarian-oak', lend, { input })).toEqual(notFound('loan'));
  });

  it('makes no record on a record that its author does not reach', async () => {
    await newLoan('2024-06-30', stranger, 'elm');
    const [row] = await desk.sql("SELECT id FROM loan WHERE due_on = '2024-06-30'");
    const loan = desk.idAt('oak', 'Loan', row?.['id']);
    const before = await everything();
    expect(await desk.ask('librarian-oak', remind, { input: { loan, text: 'Please.' } })).toEqual(notFound('reminder'));
    expect(await desk.ask('librarian-oak', remindReader, { input: { reader, loan, text: 'x' } })).toEqual(
      notFound('reminder'),
    );
    expect(await everything()).toEqual(before);
  });

  it('hangs no record on a record of somebody else, though its author reaches both persons', async () => {
    const other = await desk.newReader('oak', 'R-6', 'Autre');
    const loan = await newLoan('2024-06-29');
    expect(await desk.ask('librarian-oak', remindReader, { input: { reader: other, loan, text: 'x' } })).toEqual(
      notFound('reminder'),
    );
    expect(await desk.ask('librarian-oak', remindReader, { input: { reader, loan, text: 'x' } })).toMatchObject({
      m: { errors: [] },
    });
  });

  it('names no person beside whom its author does not reach', async () => {
    const loan = await newLoan('2024-06-28');
    const before = await everything();
    expect(
      await desk.ask('librarian-oak', remindReader, { input: { reader, loan, copyTo: strangerAtOak, text: 'x' } }),
    ).toEqual(notFound('reminder'));
    expect(await everything()).toEqual(before);
    const parent = await desk.newReader('oak', 'R-8', 'Parent');
    expect(
      await desk.ask('librarian-oak', remindReader, { input: { reader, loan, copyTo: parent, text: 'x' } }),
    ).toMatchObject({ m: { errors: [] } });
  });

  it('takes the person of a record from the record that it hangs on', async () => {
    const loan = await newLoan('2024-07-01');
    expect(await desk.ask('librarian-oak', remind, { input: { loan, text: 'Please.' } })).toMatchObject({
      m: { errors: [], reminder: { reader: { id: reader }, loan: { id: loan } } },
    });
  });

  it('is refused unless the related row agrees, through one relation and through two', async () => {
    const loan = await newLoan('2024-07-02');
    const elmBranch = await desk.branchId('oak', 'Elm');
    const before = await everything();
    expect(await desk.ask('librarian-oak', remind, { input: { loan, branch: elmBranch, text: 'x' } })).toEqual(
      notFound('reminder'),
    );
    expect(await desk.ask('librarian-oak', remind, { input: { loan, branchName: 'Elm', text: 'x' } })).toEqual(
      notFound('reminder'),
    );
    expect(
      await desk.ask('librarian-oak', prolong, { input: { id: loan, dueOn: '2024-08-08', branchName: 'Elm' } }),
    ).toEqual(notFound('loan'));
    expect(await everything()).toEqual(before);
    expect(
      await desk.ask('librarian-oak', remind, { input: { loan, branch: oakBranch, branchName: 'Oak', text: 'x' } }),
    ).toMatchObject({ m: { errors: [] } });
    expect(
      await desk.ask('librarian-oak', prolong, { input: { id: loan, dueOn: '2024-08-08', branchName: 'Oak' } }),
    ).toEqual({ m: { errors: [], loan: { dueOn: '2024-08-08' } } });
  });

  it('is refused when what it says of a related row is said of none', async () => {
    const input = { reader, loan: await newLoan('2024-06-27'), text: 'x' };
    const parent = await desk.newReader('oak', 'R-9', 'Tutrice', { discreet: true });
    for (const refused of [{ copyToDiscreet: false }, { copyTo: parent, copyToDiscreet: false }]) {
      expect(await desk.ask('librarian-oak', remindReader, { input: { ...input, ...refused } })).toEqual(
        notFound('reminder'),
      );
    }
    const agreed = { ...input, copyTo: parent, copyToDiscreet: true };
    expect(await desk.ask('librarian-oak', remindReader, { input: agreed })).toMatchObject({ m: { errors: [] } });
  });

  it('ends with the link, to the second, though fields may still be read in their window', async () => {
    const leaver = await desk.newReader('oak', 'R-4', 'Partant');
    const loan = await newLoan('2024-07-03', leaver);
    await desk.sql(
      'UPDATE membership SET left_on = $1 WHERE reader_id IN (SELECT reader_id FROM loan WHERE due_on = $2)',
      ['2024-06-10', '2024-07-03'],
    );
    const loanQuery = 'query ($id: ID!) { reader(id: $id) { loans(first: 5) { nodes { id status } } } }';
    try {
      desk.clock.moveTo('2024-06-10T22:00:00.000Z');
      expect(await desk.ask('librarian-oak', takeBack, { loan })).toEqual(notFound('loan'));
      expect(await desk.ask('librarian-oak', loanQuery, { id: leaver })).toEqual({
        reader: { loans: { nodes: [{ id: loan, status: 'OUT' }] } },
      });
      desk.clock.moveTo('2024-06-10T21:59:59.000Z');
      expect(await desk.ask('librarian-oak', takeBack, { loan })).toEqual({
        m: { errors: [], loan: { id: loan, status: 'BACK' } },
      });
    } finally {
      desk.clock.moveTo('2024-06-01T12:00:00.000Z');
    }
  });

  it('shows the written row under the gates of every read, in each place where it is asked', async () => {
    const loan = await newLoan('2024-07-04');
    const query = `mutation ($loan: ID!) {
      one: takeBack(loan: $loan) { errors { code } a: loan { __typename status reader { phoneLast2 } } b: loan { title } }
    }`;
    const discreet = await desk.newReader('oak', 'R-5', 'Discrete', { discreet: true, phone: '+33639980077' });
    const hers = await newLoan('2024-07-05', discreet);
    const reply = await desk.send('librarian-oak', query, { loan: hers });
    expect(reply.data).toEqual({
      one: {
        errors: [],
        a: { __typename: 'Loan', status: 'BACK', reader: { phoneLast2: null } },
        b: { title: 'An Invented Book' },
      },
    });
    expect(reply.withheld).toEqual([['one', 'a', 'reader', 'phoneLast2']]);
    expect((await desk.send('librarian-oak', query, { loan })).withheld).toEqual([]);
  });

  it('is judged again once the row is locked: a link that ended while it waited is ended', async () => {
    const leaver = await desk.newReader('oak', 'R-7', 'Attente');
    const rows = await desk.sql('SELECT id FROM reader');
    const uuid = rows.map((row) => row['id']).find((each) => desk.idAt('oak', 'Reader', each) === leaver);
    await desk.sql('BEGIN');
    await desk.sql('SELECT FROM reader WHERE id = $1 FOR UPDATE', [uuid]);
    const pending = desk.ask('registrar-oak', correct, { input: { id: leaver, name: 'Trop Tard' } });
    await untilSomebodyWaits((text) => desk.sql(text));
    await desk.sql("UPDATE membership SET left_on = '2024-05-01' WHERE reader_id = $1", [uuid]);
    await desk.sql('COMMIT');
    expect(await pending).toEqual(notFound('reader'));
  });
});
