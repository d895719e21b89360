import { describe, expect, it } from 'vitest';
import { canonicalText } from '../../src/plan/canonicalText.js';
import type { StepPlan, WriteRequest } from '../../src/plan/writePlan.js';
import type { CompiledPolicy, WriteModel, WriteStep } from '../../src/policy/compiled.js';
import { libraryFolder } from '../disclosure/writeDesk.js';
import { compiled } from '../support/policies.js';
import { plannedWrite, refusalOfWrite } from './writePlanning.js';

const policy = compiled(libraryFolder);
const librarian = { role: 'LIBRARIAN', purpose: 'LENDING' } as const;
const registrar = { role: 'REGISTRAR', purpose: 'FILING' } as const;

const lend = {
  ...librarian,
  query: 'mutation ($input: LendInput!) { lend(input: $input) { errors { row } loan { title } } }',
  variables: { input: { reader: 'r', branch: 'b', title: 'x' } },
};
const correct = {
  ...registrar,
  query: 'mutation ($input: CorrectReaderInput!) { correctReader(input: $input) { errors { row } } }',
  variables: { input: { id: 'i', name: 'x' } },
};

function only(request: { readonly writes: readonly WriteRequest[] }): WriteRequest {
  const [write] = request.writes;
  if (write === undefined) throw new Error('no write');
  return write;
}

/** The policy with one write or its first step changed after it was compiled: what no SDL could say. */
function bent(
  name: string,
  change: { readonly write?: Partial<WriteModel>; readonly step?: Partial<WriteStep> },
): CompiledPolicy {
  const write = policy.writes.get(name);
  if (write === undefined) throw new Error(`no write ${name}`);
  const [first, ...others] = write.steps;
  if (first === undefined) throw new Error(`no step of ${name}`);
  const steps = [{ ...first, ...change.step }, ...others];
  return { ...policy, writes: new Map([...policy.writes, [name, { ...write, steps, ...change.write }]]) };
}

function gateOf(step: StepPlan, which: 'target' | 'person'): unknown {
  const gate = step[which]?.classes[0]?.gate;
  return gate?.kind === 'linked' ? gate.terms.map(({ reach, within }) => `${reach.id}+${within.text}`) : gate?.kind;
}

describe('a write is refused in the plan', () => {
  it('when no step names the role and the purpose', () => {
    expect(refusalOfWrite(policy, { ...lend, purpose: 'FILING' })).toEqual({
      code: 'WRITE_NOT_FOR_PURPOSE',
      message: 'Mutation.lend is not granted for the purpose FILING.',
      extensions: { coordinate: 'Mutation.lend' },
    });
  });

  it('when a step of one of its types is another role’s: half a write is none', () => {
    const register = {
      ...registrar,
      query: 'mutation ($i: RegisterInput!) { register(input: $i) { receipt } }',
      variables: { i: { card: 'c', name: 'n', born: '1984-03-02' } },
    };
    expect(plannedWrite(policy, register).writes).toHaveLength(1);
    const half =
      policy.writes
        .get('register')
        ?.steps.map((step) => (step.type === 'Membership' ? { ...step, to: ['LIBRARIAN'] } : step)) ?? [];
    expect(refusalOfWrite(bent('register', { write: { steps: half } }), register).code).toBe('WRITE_NOT_FOR_PURPOSE');
  });

  it('when it is not of the contract, though its text were let through', () => {
    const role = policy.roles.get('LIBRARIAN');
    if (role === undefined) throw new Error('no role');
    const without = { ...policy, roles: new Map([['LIBRARIAN', { ...role, writes: [] }]]) };
    expect(refusalOfWrite(without, lend).code).toBe('FORBIDDEN');
  });

  it('when the role writes nothing at all: GraphQL has no type to hold its text against', () => {
    const reader = { role: 'READER', purpose: 'OWN_FILE', query: 'mutation { lend { errors { row } } }' };
    expect(refusalOfWrite(policy, reader)).toEqual({ code: 'FORBIDDEN', message: 'This role writes nothing.' });
  });

  it('when the role has no such way to the row, or no way at all', () => {
    expect(refusalOfWrite(bent('lend', { step: { through: ['filed'] } }), lend).code).toBe('FORBIDDEN');
    expect(refusalOfWrite(bent('lend', { step: { through: [] } }), lend).code).toBe('FORBIDDEN');
    expect(refusalOfWrite(bent('correctReader', { step: { through: [] } }), correct).code).toBe('FORBIDDEN');
  });

  it('when it would choose the id of a new row, or whose row it is', () => {
    expect(refusalOfWrite(bent('correctReader', { step: { kind: 'CREATE', through: [] } }), correct).code).toBe(
      'FORBIDDEN',
    );
    expect(refusalOfWrite(bent('lend', { step: { kind: 'UPDATE' } }), lend).code).toBe('FORBIDDEN');
  });

  it('when it would change what identifies a person', () => {
    const write = policy.writes.get('correctReader');
    const renamed = write?.arguments.map((argument) => ({
      ...argument,
      fields: argument.fields.map((field) => (field.sets === 'name' ? { ...field, sets: 'card' } : field)),
    }));
    expect(() => plannedWrite(bent('correctReader', { write: { arguments: renamed ?? [] } }), correct)).toThrow(
      'correctReader changes what identifies a person',
    );
  });

  it('when a further step is anything but a record of the person just created', () => {
    const register = {
      ...registrar,
      query: 'mutation ($i: RegisterInput!) { register(input: $i) { receipt } }',
      variables: { i: { card: 'c', name: 'n', born: '1984-03-02' } },
    };
    const [person, record] = policy.writes.get('register')?.steps ?? [];
    if (person === undefined || record === undefined) throw new Error('register has two steps');
    const reversed = bent('register', { write: { steps: [record, person] } });
    expect(refusalOfWrite(reversed, register).code).toBe('FORBIDDEN');
    const changing = bent('register', {
      write: { steps: [person, { ...record, kind: 'UPDATE', through: ['filed'] }] },
    });
    expect(() => plannedWrite(changing, register)).toThrow('a step after the first makes a record of a new person');
  });
});

describe('a planned write', () => {
  it('must reach the row, its person and every record that it names, by the reaches of the @write and with no window', () => {
    const { step } = only(plannedWrite(policy, lend)).template;
    expect([gateOf(step, 'target'), gateOf(step, 'person')]).toEqual([undefined, ['Reader.member.LIBRARIAN.1+PT0S']]);
    const back = only(
      plannedWrite(policy, { ...librarian, query: 'mutation { takeBack(loan: "l") { errors { row } } }' }),
    ).template.step;
    expect(gateOf(back, 'target')).toEqual(['Loan.member.LIBRARIAN.1+PT0S']);
    const remind = {
      ...librarian,
      query: 'mutation ($i: RemindInput!) { remind(input: $i) { errors { row } } }',
      variables: { i: { loan: 'l', text: 't' } },
    };
    const named = only(plannedWrite(policy, remind)).template.step.settings.flatMap(({ sets }) =>
      sets.kind === 'relation'
        ? [{ to: sets.related.model.name, gate: sets.related.classes[0]?.gate.kind, isOwn: sets.isOwn }]
        : [],
    );
    expect(named).toEqual([{ to: 'Loan', gate: 'linked', isOwn: true }]);
  });

  it('lets the store write the columns that it names, and opens of the row what its indexes need beside', () => {
    const { writing, target } = only(plannedWrite(policy, correct)).template.step;
    expect(writing.columns.map(({ column }) => column)).toEqual([
      'name',
      'born',
      'phone',
      'post_line',
      'post_postcode',
      'discreet',
    ]);
    expect(writing.indexes.map(({ column }) => column)).toEqual(['name_born_bidx']);
    expect(target?.columns.map(({ column }) => column)).toEqual(['name', 'born']);
    const back = only(
      plannedWrite(policy, { ...librarian, query: 'mutation { takeBack(loan: "l") { errors { row } } }' }),
    ).template.step;
    expect(back.writing).toMatchObject({
      columns: [{ column: 'status', storage: 'clear' }],
      from: [{ column: 'status', values: ['OUT', 'LOST'] }],
    });
    expect(back.target?.columns).toEqual([]);
  });

  it('follows a condition through relations to a clear column', () => {
    const remind = {
      ...librarian,
      query: 'mutation ($i: RemindInput!) { remind(input: $i) { errors { row } } }',
      variables: { i: { loan: 'l', text: 't' } },
    };
    const conditions = only(plannedWrite(policy, remind)).template.step.settings.flatMap(({ sets }) =>
      sets.kind === 'condition'
        ? [
            {
              start: sets.condition.start.name,
              joins: sets.condition.joins.map(({ column, target }) => `${column} ${target.name}`),
              column: sets.condition.column,
            },
          ]
        : [],
    );
    expect(conditions).toEqual([
      { start: 'Loan', joins: [], column: 'branch_id' },
      { start: 'Loan', joins: ['branch_id Branch'], column: 'name' },
    ]);
  });

  it('takes the values of a row from their places, and tells null from nothing', () => {
    const input = { id: 'i', name: null, post: { line: 'x' } };
    const { rows, template } = only(plannedWrite(policy, { ...correct, variables: { input } }));
    const given = template.step.settings.map(({ input: name }, index) => [name, rows[0]?.[0]?.[index]]);
    expect(given).toEqual([
      ['id', 'i'],
      ['version', undefined],
      ['name', null],
      ['born', undefined],
      ['phone', undefined],
      ['post.line', 'x'],
      ['post.postcode', undefined],
      ['discreet', undefined],
    ]);
    const emptied = only(plannedWrite(policy, { ...correct, variables: { input: { id: 'i', post: null } } }));
    expect(emptied.rows[0]?.[0]).toEqual(['i', undefined, undefined, undefined, undefined, null, null, undefined]);
  });

  it('gives every row of a list what stands beside the list', () => {
    const query =
      'mutation ($rows: [LendRow!]!) { lendAll(key: "k", dueOn: "2024-07-01", rows: $rows) { errors { row } } }';
    const rows = [
      { reader: 'a', branch: 'b', title: 'x' },
      { reader: 'c', branch: 'd', title: 'y' },
    ];
    const write = only(plannedWrite(policy, { ...librarian, query, variables: { rows } }));
    expect(write.rows).toEqual([[['2024-07-01', 'a', 'b', 'x']], [['2024-07-01', 'c', 'd', 'y']]]);
    expect(write.key).toBe('k');
  });

  it('is the same request whatever the order of its arguments, and another for another value; the key apart', () => {
    const canonical = (query: string): string => only(plannedWrite(policy, { ...librarian, query })).canonical;
    const row = '{ reader: "a", branch: "b", title: "x" }';
    const first = canonical(`mutation { lendAll(key: "k", dueOn: "2024-07-01", rows: [${row}]) { errors { row } } }`);
    expect(
      canonical(
        `mutation { m: lendAll(rows: [{ title: "x", branch: "b", reader: "a" }], dueOn: "2024-07-01", key: "l") { loans { id } } }`,
      ),
    ).toBe(first);
    expect(
      canonical(`mutation { lendAll(key: "k", dueOn: "2024-07-02", rows: [${row}]) { errors { row } } }`),
    ).not.toBe(first);
    expect(canonicalText({ b: [1, 'x', null], a: new Date(0), c: undefined })).toBe(
      '{"a":"1970-01-01T00:00:00.000Z","b":[1,"x",null]}',
    );
  });

  it('counts what it writes and what it reads back, row by row, against the cost of the role', () => {
    const rows = Array.from({ length: 500 }, () => ({ reader: 'a', branch: 'b', title: 'x' }));
    const query = (payload: string): string =>
      `mutation ($rows: [LendRow!]!) { lendAll(key: "k", dueOn: "2024-07-01", rows: $rows) { ${payload} } }`;
    expect(
      plannedWrite(policy, { ...librarian, query: query('loans { title status }'), variables: { rows } }).writes,
    ).toHaveLength(1);
    expect(
      refusalOfWrite(policy, { ...librarian, query: query('loans { title status dueOn }'), variables: { rows } }),
    ).toEqual({
      code: 'COST_TOO_HIGH',
      message: 'The operation may write 3500 fields; the bound is 3000.',
      extensions: { cost: 3500, bound: 3000 },
    });
  });
});
