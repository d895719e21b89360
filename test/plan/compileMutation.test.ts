/** What a mutation asks before any value of the request matters: granted writes, in order, and what they show. */
import { describe, expect, it } from 'vitest';
import type { CompiledPolicy, RolePolicy } from '../../src/policy/compiled.js';
import type { MutationTemplate } from '../../src/plan/writePlan.js';
import { compiled, rentalFolder } from '../support/policies.js';
import { bent, lending, librarian, registrar, twoStepsOf, writeOf } from './lending.js';
import type { Asked } from './planning.js';
import { spoken } from './spoken.js';
import { compiledWrite, refusalOfWrite } from './writePlanning.js';

const rental = compiled(rentalFolder);
const agent = { role: 'AGENT', purpose: 'LETTING' } as const;
const landlord = { role: 'LANDLORD', purpose: 'LETTING' } as const;

const takeBack = 'takeBack(loan: "l") { errors { row } }';
const lend = 'lend(input: { reader: "r", branch: "b", title: "t" }) { errors { row } }';
const register = 'register(input: { card: "c", name: "n", born: "1984-03-02" }) { receipt }';
const counter = 'openCounter(fileNumber: "T-1", surname: "Exemple", reason: REPAIR) { errors { row } }';
const correct = 'correctTenant(input: { id: "i", phone: null }) { errors { row } }';
const handOver = 'handOver(lease: "l") { errors { row } }';
const requestTenancy = 'requestTenancy(fileNumber: "T-1", surname: "Exemple", dwelling: "d")';

function templateOf(policy: CompiledPolicy, asked: Asked): MutationTemplate {
  return compiledWrite(policy, asked).template;
}

function changed(
  policy: CompiledPolicy,
  name: string,
  change: (role: RolePolicy) => Partial<RolePolicy>,
): CompiledPolicy {
  const role = policy.roles.get(name);
  if (role === undefined) throw new Error(`no role ${name}`);
  return { ...policy, roles: new Map([...policy.roles, [name, { ...role, ...change(role) }]]) };
}

describe('a mutation', () => {
  it('is planned in the order of its text, one write a response key, and without the fields of the engine', () => {
    const query = `mutation { second: ${takeBack} __typename ...More } fragment More on Mutation { ${lend} ${takeBack} }`;
    const { writes, requests, opening } = templateOf(lending, { ...librarian, query });
    const keys = writes.map(({ responseKey, name, node }) => [responseKey, name, node.name.value]);
    expect(keys).toEqual([
      ['second', 'takeBack', 'takeBack'],
      ['lend', 'lend', 'lend'],
      ['takeBack', 'takeBack', 'takeBack'],
    ]);
    expect([requests, opening]).toEqual([[], undefined]);
  });

  it('of the engine alone writes nothing', () => {
    const query = 'mutation { __typename }';
    expect(templateOf(lending, { ...librarian, query })).toMatchObject({
      writes: [],
      requests: [],
      opening: undefined,
    });
  });

  it('is bound as its role is', () => {
    const asked = { ...librarian, query: `mutation { ${takeBack} }` };
    expect(templateOf(lending, asked).bound).toBe(lending.roles.get('LIBRARIAN')?.bound);
  });

  it.each([
    ['serves every request', 'mutation { takeBack(loan: "l") { loan { id } } }', true],
    [
      'serves one request only, when a variable decides what it asks',
      'mutation ($x: Boolean!) { takeBack(loan: "l") { loan { id status @include(if: $x) } } }',
      false,
    ],
  ])('%s', (_title, query, reusable) => {
    const template = templateOf(lending, { ...librarian, query, variables: { x: true } });
    const shown = template.writes.flatMap(({ payload }) => payload.map(({ operation }) => operation.reusable));
    expect([template.reusable, shown]).toEqual([reusable, [reusable]]);
  });

  it('asks for a first contact by the name and the arguments that it has in the text', () => {
    const { writes, requests } = templateOf(rental, { ...landlord, query: `mutation { mine: ${requestTenancy} }` });
    expect(writes).toEqual([]);
    expect(requests.map(({ responseKey, node, request }) => [responseKey, node.name.value, request.name])).toEqual([
      ['mine', 'requestTenancy', 'requestTenancy'],
    ]);
  });
});

describe('a mutation is refused', () => {
  const alone = 'An operation opens for one person and does nothing else: send one request for each.';

  it.each([
    ['that opens and writes', agent, `${counter} ${correct}`, alone],
    ['that writes and opens', agent, `${correct} ${counter}`, alone],
    ['that opens twice', agent, `${counter} again: ${counter}`, alone],
    [
      'that writes and asks for a link',
      landlord,
      `${handOver} ${requestTenancy}`,
      'An operation asks for a link, or writes: send two requests.',
    ],
  ])('%s', (_title, caller, fields, message) => {
    const asked = { ...caller, query: `mutation { ${fields} }` };
    expect(refusalOfWrite(rental, asked)).toEqual({ code: 'BAD_REQUEST', message });
  });

  it('when the role writes nothing at all: GraphQL has no type to hold its text against', () => {
    const reader = { role: 'READER', purpose: 'OWN_FILE', query: 'mutation { lend { errors { row } } }' };
    expect(refusalOfWrite(lending, reader)).toEqual({ code: 'FORBIDDEN', message: 'This role writes nothing.' });
  });

  it('when no step names the role and the purpose', () => {
    const asked = { ...librarian, purpose: 'FILING', query: `mutation { ${lend} }` };
    expect(refusalOfWrite(lending, asked)).toEqual({
      code: 'WRITE_NOT_FOR_PURPOSE',
      message: 'Mutation.lend is not granted for the purpose FILING.',
      extensions: { coordinate: 'Mutation.lend' },
    });
  });

  it('when it opens for another purpose', () => {
    const asked = { ...agent, purpose: 'GUARANTEE', query: `mutation { ${counter} }` };
    expect(refusalOfWrite(rental, asked)).toEqual({
      code: 'WRITE_NOT_FOR_PURPOSE',
      message: 'Mutation.openCounter is not granted for the purpose GUARANTEE.',
      extensions: { coordinate: 'Mutation.openCounter' },
    });
  });

  it('when a step of one of its types is another role’s, or for another purpose: half a write is none', () => {
    const query = `mutation { ${register} }`;
    expect(templateOf(lending, { ...registrar, query }).writes).toHaveLength(1);
    const [person, record] = twoStepsOf('register');
    for (const different of [{ to: ['LIBRARIAN'] }, { purposes: ['LENDING'] }]) {
      const half = bent('register', { write: { steps: [person, { ...record, ...different }] } });
      expect(refusalOfWrite(half, { ...registrar, query }).code).toBe('WRITE_NOT_FOR_PURPOSE');
    }
  });

  it('when it is not of the contract, though its text were let through', () => {
    const without = changed(lending, 'LIBRARIAN', () => ({ writes: [] }));
    const message = 'The field Mutation.lend is not granted.';
    const asked = { ...librarian, query: `mutation { ${lend} }` };
    expect(refusalOfWrite(without, asked)).toEqual({ code: 'FORBIDDEN', message });
  });

  it('when it opens for other roles, though the contract had it', () => {
    const write = writeOf('openCounter', rental);
    const opens = write.opens && { ...write.opens, to: ['LANDLORD'] };
    const policy = { ...rental, writes: new Map([...rental.writes, ['openCounter', { ...write, opens }]]) };
    const message = 'The field Mutation.openCounter is not granted.';
    const asked = { ...agent, query: `mutation { ${counter} }` };
    expect(refusalOfWrite(policy, asked)).toEqual({ code: 'FORBIDDEN', message });
  });

  it('when it makes a record of nobody', () => {
    const [person, record] = twoStepsOf('register');
    const reversed = bent('register', { write: { steps: [record, person] } });
    expect(refusalOfWrite(reversed, { ...registrar, query: `mutation { ${register} }` })).toEqual({
      code: 'FORBIDDEN',
      message: 'Mutation.register makes a record of nobody whom its author reaches.',
    });
  });
});

describe('a step after the first', () => {
  const [person, record] = twoStepsOf('register');
  const membership = lending.types.get('Membership');
  if (membership === undefined) throw new Error('no type Membership');
  const ofBranch = { ...membership, subject: { type: 'Borrower', column: 'borrower_id' } };
  const asked = { ...registrar, query: `mutation { ${register} }` };
  const message = 'a step after the first makes a record of a new person';

  it.each([
    ['changes', bent('register', { write: { steps: [person, { ...record, kind: 'UPDATE', through: ['filed'] }] } })],
    ['makes a second person', bent('register', { write: { steps: [person, record, person] } })],
    [
      'makes a record of another kind of person',
      { ...lending, types: new Map([...lending.types, ['Membership', ofBranch]]) },
    ],
    [
      'makes a record of a person who is reached',
      bent('register', { write: { steps: [person, { ...record, through: ['filed'] }] } }),
    ],
  ])('is none that %s', (_title, policy) => {
    expect(() => templateOf(policy, asked)).toThrow(`register: ${message}`);
  });

  it('is none that follows the change of a person', () => {
    const policy = bent('correctReader', { write: { steps: [...writeOf('correctReader').steps, record] } });
    const query = 'mutation { correctReader(input: { id: "i", name: "n" }) { errors { row } } }';
    expect(() => templateOf(policy, { ...registrar, query })).toThrow(`correctReader: ${message}`);
  });
});

describe('a planned write', () => {
  it('knows its list and its key, and reads back what its payload shows, under every alias', () => {
    const rows = '[{ reader: "r", branch: "b", title: "t" }]';
    const lendAll = `lendAll(key: "k", dueOn: "2024-07-01", rows: ${rows}) { errors { row } lent: loans { title } }`;
    const [write] = templateOf(lending, { ...librarian, query: `mutation { ${lendAll} }` }).writes;
    const coordinates = ['Loan.title'];
    expect(spoken({ ...write, step: undefined })).toEqual({
      responseKey: 'lendAll',
      name: 'lendAll',
      step: undefined,
      following: [],
      rows: { argument: 'rows', atMost: 500 },
      keyArgument: 'key',
      payload: [
        {
          responseKey: 'lent',
          property: '#lent loans()',
          isList: true,
          operation: {
            roots: [
              {
                responseKey: 'lent',
                root: {
                  name: 'lendAll.loans',
                  kind: 'NODE',
                  type: 'Loan',
                  members: ['Loan'],
                  takesId: false,
                  by: [],
                  changedSince: false,
                  filter: undefined,
                  find: undefined,
                  description: '',
                },
                selection: expect.objectContaining({ asksId: false, fieldCount: 1 }) as unknown,
                finds: [],
                filters: [],
                connection: undefined,
                node: 'loans',
                definition: 'loans',
              },
            ],
            mappings: [],
            matches: [],
            bound: lending.roles.get('LIBRARIAN')?.bound,
            reusable: true,
            coordinates,
            stepUp: [],
          },
        },
      ],
      readsRows: true,
      reading: { coordinates: ['Loan.title', 'Mutation.lendAll'], stepUp: [] },
      node: 'lendAll',
      definition: 'lendAll',
    });
  });

  it('merges what its text asks of one alias in two places, and shows a row that is no list', () => {
    const query = `mutation { ${lend} lend(input: { reader: "r", branch: "b", title: "t" }) { loan { id } loan { title } } }`;
    const [write] = templateOf(lending, { ...librarian, query }).writes;
    const [shown, ...others] = write?.payload ?? [];
    expect(others).toEqual([]);
    expect(shown).toMatchObject({ isList: false, operation: { coordinates: ['Loan.id', 'Loan.title'] } });
  });

  it('that has one row, no key and nothing to show says so, and reads nothing but what it states', () => {
    const [write] = templateOf(lending, { ...registrar, query: `mutation { ${register} }` }).writes;
    expect(write).toMatchObject({ rows: undefined, keyArgument: undefined, payload: [], readsRows: false });
    expect(write?.reading).toEqual({ coordinates: ['Membership.branch', 'Mutation.register'], stepUp: [] });
  });

  it('takes as many rows as each of its steps does', () => {
    const [person, record] = twoStepsOf('registerAll');
    const policy = bent('registerAll', { write: { steps: [person, { ...record, rows: 2 }] } });
    const query = 'mutation { registerAll(key: "k", rows: []) { receipt } }';
    const [write] = templateOf(policy, { ...registrar, query }).writes;
    expect(write?.rows).toEqual({ argument: 'rows', atMost: 2 });
  });
});

describe('an opening', () => {
  const leak = 'leak: openLeak(file: "T-1", name: "Exemple", reason: "A leak") { tenant { phone } }';
  const asked = { ...agent, query: `mutation { ${leak} }` };

  it('names the person by its index, opens the reach of its own name, and reads back under it', () => {
    const { writes, requests, opening } = templateOf(rental, asked);
    expect([writes, requests]).toEqual([[], []]);
    expect(opening).toMatchObject({ responseKey: 'leak', name: 'openLeak', reach: { name: 'leak', type: 'Tenant' } });
    expect(spoken(opening?.wanted)).toEqual([
      { argument: 'file', field: 'Tenant.fileNumber' },
      { argument: 'name', field: 'Tenant.surname' },
    ]);
    expect(opening?.payload.map(({ responseKey }) => responseKey)).toEqual(['tenant']);
    expect(opening?.reading).toEqual({
      coordinates: ['Mutation.openLeak', 'Tenant.fileNumber', 'Tenant.phone', 'Tenant.surname'],
      stepUp: [],
    });
    expect([opening?.node.name.value, opening?.definition.name]).toEqual(['openLeak', 'openLeak']);
  });

  it('opens a reach of its own type of person only', () => {
    const policy = changed(rental, 'AGENT', ({ exceptional }) => ({
      exceptional: [...exceptional.map((reach) => ({ ...reach, type: 'Landlord' })), ...exceptional],
    }));
    expect(templateOf(policy, asked).opening?.reach).toMatchObject({ name: 'leak', type: 'Tenant' });
  });
});
