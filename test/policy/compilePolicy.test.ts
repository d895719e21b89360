import { describe, expect, test } from 'vitest';
import type { CompiledPolicy } from '../../src/policy/compiled.js';
import { compilePastPolicy, compilePolicy } from '../../src/policy/compilePolicy.js';
import { printProblem } from '../../src/policy/problem.js';
import { compiled, digestOf, edited, policyOf, problemsOf, roleOf, tenancy } from './harness.js';

describe('what GraphQL itself refuses', () => {
  test('a syntax error is reported where it stands', () => {
    expect(problemsOf([{ name: 'broken.graphql', text: 'type Tenant {\n  name String\n}' }])).toMatchObject([
      {
        code: 'SDL_SYNTAX',
        file: 'broken.graphql',
        line: 2,
        column: 8,
        message: 'Syntax Error: Expected ":", found Name "String".',
      },
    ]);
  });

  test('two syntax errors in two files are both reported', () => {
    const broken = ['a.graphql', 'b.graphql'].map((name) => ({ name, text: 'type {' }));
    expect(problemsOf(broken).map(({ file }) => file)).toEqual(['a.graphql', 'b.graphql']);
  });

  test('an unknown type is reported where it stands', () => {
    expect(problemsOf(edited(['  floors: Int', '  floors: Number']))).toMatchObject([
      { code: 'SDL_INVALID', file: 'types.graphql', column: 11, message: 'Unknown type "Number".' },
    ]);
  });

  test('an unknown argument of a directive is reported where it stands', () => {
    expect(
      problemsOf(edited(['@personal(category: HEALTH)', '@personal(category: HEALTH, hidden: true)'])),
    ).toMatchObject([
      { code: 'SDL_INVALID', file: 'types.graphql', message: 'Unknown argument "hidden" on directive "@personal".' },
    ]);
  });

  test('a missing argument of a directive is reported where it stands', () => {
    expect(problemsOf(edited(['@personal(category: HEALTH)', '@personal']))).toMatchObject(
      [{ code: 'SDL_INVALID', file: 'types.graphql', message: /"category" of type "Category!" is required/ }].map(
        (problem) => ({ ...problem, message: expect.stringMatching(problem.message) as unknown }),
      ),
    );
  });

  test('a value of another type is reported where it stands', () => {
    expect(problemsOf(edited(['keep: "P5Y"', 'keep: "P5Y", from: 3']))).not.toEqual([]);
    expect(
      problemsOf(edited(['@format(pattern: "[12][0-9]{12}(?:[0-9]{2})?")', '@format(pattern: 12)'])),
    ).toMatchObject([
      { code: 'SDL_INVALID', file: 'words.graphql', message: 'String cannot represent a non string value: 12' },
    ]);
  });

  test('a type without fields is reported', () => {
    expect(
      problemsOf(edited(['enum LeaseStatus', 'type Empty @entity(table: "empty")\n\nenum LeaseStatus'])),
    ).toMatchObject([{ code: 'SDL_INVALID', message: 'Type Empty must define one or more fields.' }]);
  });

  test('a store cannot redefine the vocabulary', () => {
    expect(
      problemsOf(edited(['enum LeaseStatus', 'directive @impersonal on FIELD_DEFINITION\n\nenum LeaseStatus'])),
    ).toContainEqual(
      expect.objectContaining({ code: 'SDL_INVALID', message: 'There can be only one directive named "@impersonal".' }),
    );
  });
});

describe("what is the engine's own", () => {
  test.each([
    [
      'a type',
      'type RegisteredAccount @entity(table: "account") { id: ID! }',
      'There can be only one type named "RegisteredAccount".',
    ],
    [
      'a root',
      'extend type Query { accounts: [Lease!] @root(kind: LIST) }',
      'Field "Query.accounts" can only be defined once.',
    ],
    [
      'a mutation',
      'extend type Mutation { createAccount(id: ID!): Lease }',
      'Field "Mutation.createAccount" can only be defined once.',
    ],
  ])('%s is not taken by a store, which is told where', (_what, sdl, message) => {
    expect(problemsOf(edited(['enum LeaseStatus', `${sdl}\n\nenum LeaseStatus`]))).toContainEqual(
      expect.objectContaining({ code: 'SDL_INVALID', file: 'words.graphql', message }),
    );
  });
});

describe('a schema that names no mutation', () => {
  const bound = '@bound(role: TENANT, page: 10, cost: 500, persons: [{ of: 1, per: "P1D", by: ACCOUNT }])';

  test("has the store's and the engine's all the same", () => {
    const named = policyOf(edited(['extend schema', 'schema'], [bound, `${bound} { query: Query }`]));
    const contracts = ({ roles }: CompiledPolicy): readonly string[] =>
      [...roles.values()].map((role) => role.contract);
    expect(contracts(named)).toEqual(contracts(policyOf(tenancy)));
  });

  test('is that of a store that only shows persons their own file', () => {
    const text = `
      schema @zones(of: ["Europe/Paris"]) ${bound} { query: Query }
      enum Role { "The person." TENANT @party(as: DATA_SUBJECT) }
      enum Purpose { OWN_FILE @purpose(basis: "GDPR Art. 15", text: "To show you your file.") }
      enum Category { IDENTITY @category(sensitivity: ORDINARY) }
      type Tenant @subject(table: "tenant", population: 100000) @retain(from: "left_on", keep: "P5Y")
        @reach(name: "self", role: TENANT, through: "tenant", subject: "id", column: "id", claim: SUBJECT, starts: "registered_on")
      {
        id: ID!
        "The name."
        name: String
          @personal(category: IDENTITY)
          @disclose(to: [TENANT], for: [OWN_FILE], through: ["self"], within: "PT0S")
        "Own access starts with it."
        registeredOn: Date @personal(category: IDENTITY, clear: "the reach starts with it")
        "Retention counts from it."
        leftOn: Date @personal(category: IDENTITY, clear: "retention counts from it")
      }
      type Query { "The own file." myself: Tenant @root(kind: NODE) }`;
    const { contract } = roleOf(policyOf([{ name: 'store.graphql', text }]), 'TENANT');
    expect(contract).toContain('myself: Tenant');
    expect(contract).not.toContain('type Mutation');
  });
});

describe('words that nobody declared', () => {
  test('a grant to an unknown role names the roles that there are', () => {
    const [problem] = problemsOf(
      edited([
        'through: ["lodger"], within: "P1M")',
        'through: ["lodger"], within: "P1M")\n    @disclose(to: [LODGER], for: [LETTING], through: ["lodger"], within: "P1M")',
      ]),
    );
    expect(problem).toMatchObject({
      code: 'UNKNOWN_ROLE',
      message: 'LODGER is no value of Role.',
      remedy: 'Write one of MANAGER, AGENCY, TENANT, or declare LODGER in enum Role.',
    });
  });

  test.each([
    ['UNKNOWN_ROLE', 'role: TENANT, through', 'role: LANDLORD, through'],
    [
      'UNKNOWN_PURPOSE',
      'for: [OWN_FILE], through: ["self"], within: "PT0S")\n  "The birth',
      'for: [CURIOSITY], through: ["self"], within: "PT0S")\n  "The birth',
    ],
    ['UNKNOWN_CATEGORY', '@personal(category: HEALTH)', '@personal(category: WEALTH)'],
    ['UNKNOWN_WORD', 'as: POSTCODE_AREA', 'as: STREET'],
    ['UNKNOWN_WORD', 'search: [UNIQUE]', 'search: [FUZZY]'],
  ])('%s', (code, from, to) => {
    expect(problemsOf(edited([from, to])).map((problem) => problem.code)).toEqual([code]);
  });

  test('a store without roles, purposes and categories is told to write them', () => {
    const problems = problemsOf([{ name: 'empty.graphql', text: 'type Thing @entity(table: "thing") { id: ID! }' }]);
    expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'WORDS_MISSING The store defines no enum Role.',
      'WORDS_MISSING The store defines no enum Purpose.',
      'WORDS_MISSING The store defines no enum Category.',
    ]);
  });
});

describe('a problem', () => {
  test('prints its place as editors read it, and what to write instead below', () => {
    const [problem] = problemsOf(edited(['keep: "P5Y"', 'keep: "ever"']));
    expect(problem && printProblem(problem)).toBe(
      'types.graphql:5:34 DURATION_MALFORMED "ever" is no duration.\n    Write an ISO 8601 duration: "P3M", "P1Y6M", "P2W", "PT36H", "PT0S".',
    );
  });

  test('comes in the order of files and lines, whichever law found it', () => {
    const problems = problemsOf(
      edited(['keep: "P5Y"', 'keep: "ever"'], ['  "When it began."\n', ''], ['rows: 500', 'rows: 0']),
    );
    expect(problems.map(({ file, code }) => `${file} ${code}`)).toEqual([
      'operations.graphql ROWS_INVALID',
      'types.graphql DURATION_MALFORMED',
      'types.graphql DESCRIPTION_MISSING',
    ]);
  });

  test('of a member that two types embed comes once', () => {
    const unclassified = problemsOf(edited(['  line: String\n    @personal(category: CONTACT)', '  line: String']));
    expect(unclassified).toHaveLength(1);
  });
});

describe('the digest', () => {
  test('is that of the policy, not of its layout', () => {
    const spaced = tenancy.map(({ name, text }) => ({ name, text: `# a comment\n${text.replaceAll('\n', '\n\n')}` }));
    expect(policyOf(spaced.toReversed()).digest).toBe(compiled().digest);
  });

  test('changes with a window, a bound, a reason', () => {
    const digests = [
      compiled(),
      compiled(['through: ["lodger"], within: "P1M")', 'through: ["lodger"], within: "P2M")']),
      compiled(['role: TENANT, page: 10', 'role: TENANT, page: 11']),
      compiled(['"a state of the file"', '"a state of the paper"']),
    ].map(({ digest }) => digest);
    expect(new Set(digests).size).toBe(4);
    expect(digests[0]).toMatch(/^[0-9a-f]{64}$/);
  });
});

test('a store may write Query and Mutation themselves, or extend them', () => {
  const own = tenancy.map(({ name, text }) => ({ name, text: text.replaceAll('extend type', 'type') }));
  expect(policyOf(own).roles.get('AGENCY')?.contract).toBe(compiled().roles.get('AGENCY')?.contract);
});

test('a store without mutations compiles', () => {
  const [head = ''] = (tenancy[2]?.text ?? '').split('extend type Mutation');
  const policy = policyOf([...tenancy.slice(0, 2), { name: 'operations.graphql', text: head }]);
  expect(policy.writes.size).toBe(0);
  expect(policy.roles.get('TENANT')?.contract).not.toContain('Mutation');
});

test('a policy is immutable where it is shared', () => {
  const result = compilePolicy(tenancy, digestOf);
  if (!('policy' in result)) throw new Error('the tenancy compiles');
  const { policy } = result;
  expect(Object.isFrozen(policy)).toBe(true);
  expect(
    [...policy.types.values()].every(
      (type) => Object.isFrozen(type) && [...type.fields.values()].every(Object.isFrozen),
    ),
  ).toBe(true);
  expect([...policy.roles.values()].every((role) => Object.isFrozen(role) && Object.isFrozen(role.bound))).toBe(true);
});

describe('the words of a policy', () => {
  const policy = policyOf(tenancy);

  test('are its zones, its purposes with their basis and text, and its categories with what they can do', () => {
    const { zones, purposes, categories } = policyOf(tenancy);
    expect(zones).toEqual(['Europe/Paris', 'Indian/Reunion']);
    expect([...purposes]).toEqual([
      ['MANAGEMENT', { name: 'MANAGEMENT', basis: 'GDPR Art. 6(1)(b)', text: 'To manage your lease.' }],
      ['LETTING', { name: 'LETTING', basis: 'GDPR Art. 6(1)(b)', text: 'To find you a home.' }],
      ['OWN_FILE', { name: 'OWN_FILE', basis: 'GDPR Art. 15', text: 'To show you your file.' }],
    ]);
    expect([...categories]).toEqual([
      ['IDENTITY', 'ORDINARY'],
      ['CONTACT', 'ORDINARY'],
      ['NATIONAL_NUMBER', 'NATIONAL_ID'],
      ['HEALTH', 'SPECIAL'],
      ['TENANCY', 'ORDINARY'],
    ]);
    expect([zones, ...purposes.values()].every(Object.isFrozen)).toBe(true);
  });

  test('stand beside its types, roots, writes and roles', () => {
    expect([...policy.types.keys()]).toEqual(['Tenant', 'Lease', 'Mandate', 'Building', 'Agency']);
    expect([policy.roots.size, policy.writes.size, policy.matches.size, policy.requests.size]).toEqual([6, 5, 0, 0]);
    expect([...policy.roles.keys()]).toEqual(['MANAGER', 'AGENCY', 'TENANT']);
  });
});

describe('a policy of the past', () => {
  const undescribed = edited(['  "When it began."\n', '']);

  test('that is lawful is what it is', () => {
    expect(compilePastPolicy(tenancy, digestOf)).toEqual({ policy: policyOf(tenancy), broken: [] });
  });

  test('that a younger law refuses is compared all the same, beside what is wrong with it', () => {
    const past = compilePastPolicy(undescribed, digestOf);
    if (!('policy' in past)) throw new Error('it compiles');
    expect(past.broken).toEqual(problemsOf(undescribed));
    expect(past.broken.map(({ code }) => code)).toEqual(['DESCRIPTION_MISSING']);
    expect(past.policy.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(past.policy.roles.get('AGENCY')?.contract).toContain('  startedOn: Date');
    expect(compilePolicy(undescribed, digestOf)).toEqual({ problems: past.broken });
  });

  test('of which nothing can be made is its problems alone', () => {
    const malformed = edited(['keep: "P5Y"', 'keep: "ever"']);
    expect(compilePastPolicy(malformed, digestOf)).toEqual({ problems: problemsOf(malformed) });
  });

  test('that GraphQL refuses is its problems alone', () => {
    const broken = [{ name: 'broken.graphql', text: 'type {' }];
    expect(compilePastPolicy(broken, digestOf)).toEqual({ problems: problemsOf(broken) });
  });

  test('hides no failure that is not its own', () => {
    const failing = (): string => {
      throw new Error('no digest today');
    };
    expect(() => compilePastPolicy(tenancy, failing)).toThrow('no digest today');
  });
});
