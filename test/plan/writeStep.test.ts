/** What one @write of a mutation lets the store write, which rows it must reach, and what its inputs set. */
import { describe, expect, it } from 'vitest';
import type { CompiledPolicy } from '../../src/policy/compiled.js';
import { compiled } from '../policy/harness.js';
import { bent, lending, librarian, registrar } from './lending.js';
import { goodStanding } from './planning.js';
import type { Asked } from './planning.js';
import { held, open, spoken } from './spoken.js';
import { onlyWrite, refusalOfWrite } from './writePlanning.js';

const manager = { role: 'MANAGER', purpose: 'MANAGEMENT' } as const;
const agency = { role: 'AGENCY', purpose: 'LETTING' } as const;

const lend = {
  ...librarian,
  query: 'mutation { lend(input: { reader: "r", branch: "b", title: "t" }) { errors { row } } }',
};
const takeBack = { ...librarian, query: 'mutation { takeBack(loan: "l") { errors { row } } }' };
const correct = { ...registrar, query: 'mutation { correctReader(input: { id: "i", name: "n" }) { errors { row } } }' };
const remind = { ...librarian, query: 'mutation { remind(input: { loan: "l", text: "t" }) { errors { row } } }' };
const registered =
  'mutation { register(input: { card: "c", name: "n", born: "1984-03-02" }) { errors { row } receipt } }';

/** A step with what it takes of the policy by name. */
interface SpokenStep {
  readonly writing: unknown;
  readonly settings: readonly { readonly input: string; readonly sets: unknown; readonly coordinates: unknown }[];
  readonly [part: string]: unknown;
}

function stepsOf(policy: CompiledPolicy, asked: Asked): readonly SpokenStep[] {
  const { step, following } = onlyWrite(policy, asked).template;
  return spoken([step, ...following]) as readonly SpokenStep[];
}

function stepOf(policy: CompiledPolicy, asked: Asked): SpokenStep {
  const [step] = stepsOf(policy, asked);
  if (step === undefined) throw new Error('no step');
  return step;
}

function settingOf(policy: CompiledPolicy, asked: Asked, input: string): SpokenStep['settings'][number] {
  const found = stepOf(policy, asked).settings.find((each) => each.input === input);
  if (found === undefined) throw new Error(`no input ${input}`);
  return found;
}

/** A field of the argument `input` that sets the field of its own name. */
function bringing(input: string, sets: { readonly field: string; readonly [part: string]: unknown }): unknown {
  return { input, argument: 'input', path: [input], sets, coordinates: [sets.field] };
}

describe('a step', () => {
  it('that creates a record must reach its person, and writes just what is set', () => {
    expect(stepsOf(lending, lend)).toEqual([
      {
        writing: {
          kind: 'CREATE',
          model: 'Loan',
          columns: [
            { column: 'branch_id', storage: 'clear' },
            { column: 'title', storage: 'sealed' },
            { column: 'due_on', storage: 'clear' },
          ],
          indexes: [],
          from: [],
          shortens: [],
        },
        settings: [
          bringing('reader', { kind: 'person', field: 'Loan.reader' }),
          bringing('branch', { kind: 'relation', field: 'Loan.branch', related: open('Branch'), isOwn: false }),
          bringing('title', { kind: 'value', field: 'Loan.title' }),
          bringing('dueOn', { kind: 'value', field: 'Loan.dueOn' }),
        ],
        constants: [],
        target: undefined,
        versioned: undefined,
        person: held('Reader', 'Reader', 'member.LIBRARIAN.1'),
      },
    ]);
  });

  it('that changes a row must reach it, opens nothing of it, and says from which states it goes', () => {
    expect(stepsOf(lending, takeBack)).toEqual([
      {
        writing: {
          kind: 'UPDATE',
          model: 'Loan',
          columns: [{ column: 'status', storage: 'clear' }],
          indexes: [],
          from: [{ column: 'status', values: ['OUT', 'LOST'] }],
          shortens: [],
        },
        settings: [
          { input: 'loan', argument: 'loan', path: [], sets: { kind: 'row', type: 'Loan' }, coordinates: [] },
          { input: 'version', argument: 'version', path: [], sets: { kind: 'version' }, coordinates: [] },
        ],
        constants: [{ field: 'Loan.status', from: { value: 'BACK' } }],
        target: held('Loan', 'Reader', 'member.LIBRARIAN.1'),
        versioned: expect.objectContaining({ model: 'Loan' }) as unknown,
        person: undefined,
      },
    ]);
  });

  it('that ends a link can only shorten it, and takes no version where none is brought', () => {
    const query = 'mutation { leave(membership: "m", leftOn: "2024-07-01") { errors { row } } }';
    expect(stepsOf(lending, { ...librarian, query })).toMatchObject([
      {
        writing: { kind: 'END', columns: [{ column: 'left_on', storage: 'clear' }], shortens: ['left_on'] },
        target: held('Membership', 'Reader', 'member.LIBRARIAN.1'),
        versioned: undefined,
        person: undefined,
      },
    ]);
  });

  it('that creates a person reaches nobody; the record that comes with it is of that person, by the claim of its author', () => {
    const [person, record] = stepsOf(lending, { ...registrar, query: registered });
    expect(person).toMatchObject({
      writing: { kind: 'CREATE', model: 'Reader', indexes: ['card_bidx', 'name_born_bidx'], from: [] },
      constants: [],
      target: undefined,
      person: undefined,
    });
    expect(person?.settings.map(({ input, coordinates }) => [input, coordinates])).toEqual([
      ['card', ['Reader.card']],
      ['name', ['Reader.name']],
      ['born', ['Reader.born']],
      ['phone', ['Reader.phone']],
      ['post.line', ['Reader.post.line', 'Reader.post', 'Post.line']],
      ['post.postcode', ['Reader.post.postcode', 'Reader.post', 'Post.postcode']],
      ['discreet', ['Reader.discreet']],
    ]);
    expect(record).toEqual({
      writing: {
        kind: 'CREATE',
        model: 'Membership',
        columns: [{ column: 'branch_id', storage: 'clear' }],
        indexes: [],
        from: [],
        shortens: [],
      },
      settings: [],
      constants: [{ field: 'Membership.branch', from: { claim: 'ORGANISATION' } }],
      target: undefined,
      versioned: undefined,
      person: undefined,
    });
  });

  it('that changes one value of an index computes the index anew, and opens of the row what else is in it', () => {
    const query = 'mutation { correctTenant(id: "i", input: { birthName: "n" }) { errors { row } } }';
    const { writing, target } = stepOf(compiled(), { ...manager, query });
    expect(writing).toMatchObject({
      indexes: ['birth_name_bidx', 'birth_name_birth_date_bidx', 'number_birth_name_bidx'],
    });
    expect(target).toEqual(
      held('Tenant', 'Tenant', 'portfolio.MANAGER.1', [
        { column: 'birth_name', storage: 'sealed', openness: 0 },
        { column: 'birth_date', storage: 'sealed', openness: 0 },
        { column: 'number', storage: 'sealed', openness: 0 },
      ]),
    );
  });

  it('goes from the states that an input names, in the place of a constant', () => {
    const policy = compiled(
      ['startedOn: Date!\n}', 'startedOn: Date!\n  status: LeaseStatus! @sets(field: "status", from: ["OFFERED"])\n}'],
      ['\n    @sets(field: "status", value: "RUNNING", from: ["OFFERED"])', ''],
    );
    const query = 'mutation { startLeases(key: "k", building: "b", rows: []) { errors { row } } }';
    expect(stepOf(policy, { ...agency, query }).writing).toMatchObject({
      columns: [
        { column: 'building_id', storage: 'clear' },
        { column: 'started_on', storage: 'sealed' },
        { column: 'status', storage: 'clear' },
      ],
      from: [{ column: 'status', values: ['OFFERED'] }],
    });
  });

  it('of one type takes nothing that is brought for another', () => {
    const query =
      'mutation { registerTenant(input: { number: "1", birthName: "n", from: "2024-07-01" }) { errors { row } } }';
    const named = stepsOf(compiled(), { ...manager, query }).map(({ settings }) => settings.map(({ input }) => input));
    expect(named).toEqual([['number', 'birthName', 'birthDate', 'address.line', 'address.postcode', 'from'], ['from']]);
  });
});

describe('a row that an input names', () => {
  const query = 'mutation { remindReader(input: { reader: "r", loan: "l", text: "t" }) { errors { row } } }';

  it.each([
    ['of the same person is reached by the links of its own type', 'loan', 'Loan', true],
    ['that is a person itself may be somebody else', 'copyTo', 'Reader', false],
  ])('%s', (_title, input, model, isOwn) => {
    const related = held(model, 'Reader', 'member.LIBRARIAN.1');
    expect(settingOf(lending, { ...librarian, query }, input).sets).toMatchObject({ kind: 'relation', related, isOwn });
  });

  it('of another kind of person is nobody’s own', () => {
    const loan = lending.types.get('Loan');
    if (loan === undefined) throw new Error('no type Loan');
    const lent = { ...loan, subject: { type: 'Borrower', column: 'borrower_id' } };
    const policy = { ...lending, types: new Map([...lending.types, ['Loan', lent]]) };
    expect(settingOf(policy, { ...librarian, query }, 'loan').sets).toMatchObject({ isOwn: false });
  });
});

describe('a condition', () => {
  const near = compiled([
    'offeredOn: Date!\n}',
    'offeredOn: Date!\n  postcode: PostalCode @sets(field: "building.address.postcode")\n}',
  ]);
  const offered = '{ tenant: "t", agency: "a", building: "b", offeredOn: "2024-07-01" }';
  const offer = { ...manager, query: `mutation { offerLease(input: ${offered}) { errors { row } } }` };

  it.each([
    {
      title: 'compares a relation of the row that another input names',
      asked: { ...remind, input: 'branch' },
      by: 'Reminder.loan',
      field: 'Loan.branch',
      condition: { start: 'Loan', joins: [], column: 'branch_id' },
      coordinates: ['Loan.branch', 'Reminder.loan'],
    },
    {
      title: 'leads through relations to a value, by the name of each',
      asked: { ...remind, input: 'branchName' },
      by: 'Reminder.loan',
      field: 'Branch.name',
      condition: { start: 'Loan', joins: [{ column: 'branch_id', target: 'Branch' }], column: 'name' },
      coordinates: ['Branch.name', 'Loan.branch', 'Reminder.loan'],
    },
    {
      title: 'compares a value of an object that the row holds, by every name of it',
      policy: near,
      asked: { ...offer, input: 'postcode' },
      by: 'Lease.building',
      field: 'Address.postcode',
      condition: { start: 'Building', joins: [], column: 'postcode' },
      coordinates: ['Address.postcode', 'Building.address', 'Building.address.postcode', 'Lease.building'],
    },
  ])('$title', ({ policy = lending, asked, by, field, condition, coordinates }) => {
    const sets = { kind: 'condition', by, field, condition };
    expect(settingOf(policy, asked, asked.input)).toMatchObject({ sets, coordinates });
  });

  it('of a row that is changed starts at what the row holds, and sets nothing', () => {
    const query = 'mutation { prolong(input: { id: "l", dueOn: "2024-07-01" }) { errors { row } } }';
    const { writing, target } = stepOf(lending, { ...librarian, query });
    expect(writing).toMatchObject({ columns: [{ column: 'due_on', storage: 'clear' }] });
    expect(target).toEqual(
      held('Loan', 'Reader', 'member.LIBRARIAN.1', [{ column: 'branch_id', storage: 'clear', openness: 0 }]),
    );
  });

  it('is stopped by any relation through which it leads', () => {
    const query = 'mutation { remind(input: { loan: "l", branchName: "Oak", text: "t" }) { errors { row } } }';
    const standing = { ...goodStanding, stoppedFields: ['Loan.branch'] };
    const stopped = { ...librarian, query, asking: { standing } };
    expect(refusalOfWrite(lending, stopped)).toEqual({ code: 'FIELD_STOPPED', message: 'Loan.branch is stopped.' });
  });
});

describe('a write is refused', () => {
  it.each([
    [
      'that chooses the id of a new row',
      { kind: 'CREATE', through: [] },
      'correctReader cannot choose the id of a new row.',
    ],
    ['that has no way to the row', { through: [] }, 'There is no way to Reader.'],
    ['that has a way which is another role’s', { through: ['member'] }, 'There is no way to Reader.'],
  ] as const)('%s', (_title, step, message) => {
    expect(refusalOfWrite(bent('correctReader', { step }), correct)).toEqual({ code: 'FORBIDDEN', message });
  });

  it.each([
    ['that moves a row to another person', { kind: 'UPDATE' }],
    ['that chooses the person of a record which comes with a new person', { through: [] }],
  ] as const)('%s', (_title, step) => {
    const message = 'lend cannot choose whose row it is.';
    expect(refusalOfWrite(bent('lend', { step }), lend)).toEqual({ code: 'FORBIDDEN', message });
  });

  it('that has no way to the person of a new record, or to a record that it names', () => {
    const query = 'mutation { remindReader(input: { reader: "r", loan: "l", text: "t" }) { errors { row } } }';
    const unreached = bent('remindReader', { step: { through: ['filed'] } });
    const message = 'There is no way to Loan.';
    expect(refusalOfWrite(unreached, { ...librarian, query })).toEqual({ code: 'FORBIDDEN', message });
  });
});
