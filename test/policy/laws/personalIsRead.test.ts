import { expect, test } from 'vitest';
import type { Edit } from '../harness.js';
import { edited, problemsOf, refuses } from '../harness.js';

refuses([
  {
    title: 'a sealed field that nobody may read is refused',
    edits: [
      [
        `    @personal(category: HEALTH)
    @disclose(to: [TENANT], for: [OWN_FILE], through: ["self"], within: "PT0S")`,
        '    @personal(category: HEALTH)',
      ],
    ],
    code: 'PERSONAL_UNREAD',
    at: '‸stepless: Boolean',
    message: 'Tenant.stepless is personal and read by nobody.',
  },
  {
    title: 'a relation that says that it is personal, and that nobody may follow, is refused',
    edits: [
      ['  agency: Agency\n', '  agency: Agency\n  "Who is next."\n  successor: Agency @personal(category: TENANCY)\n'],
    ],
    code: 'PERSONAL_UNREAD',
    at: '‸successor: Agency',
    message: 'Lease.successor is personal and read by nobody.',
  },
]);

const matched: Edit = [
  'extend type Query {',
  `extend type Query {
  matchTenant(number: NationalNumber!, nickname: String!): Boolean!
    @match(type: "Tenant", on: ["number", "nickname"], to: [AGENCY], for: [LETTING], through: ["lodger"], misses: [{ of: 5, per: "P1D", by: ACCOUNT }])`,
];
const nicknamed: Edit = [
  '  "When the person left."',
  '  "What friends say."\n  nickname: String @personal(category: IDENTITY)\n  "When the person left."',
];
const messagesOf = (...edits: readonly Edit[]): readonly string[] =>
  problemsOf(edited(...edits)).map(({ message }) => message);

const cases: readonly (readonly [title: string, messages: readonly string[], ...edits: readonly Edit[]])[] = [
  [
    'a match of one field reads no other',
    ['Tenant.nickname is personal and read by nobody.'],
    [
      matched[0],
      matched[1].replace('on: ["number", "nickname"]', 'on: ["number", "birthName"]').replace('nickname', 'birthName'),
    ],
    nicknamed,
  ],
  [
    'a match of one type reads no other',
    ['Lease.nickname is personal and read by nobody.'],
    matched,
    nicknamed,
    ['  "When it ended:', '  "What they call it."\n  nickname: String @personal(category: TENANCY)\n  "When it ended:'],
  ],
  [
    'a list is not stored, so that nobody need read it',
    [],
    [
      '  leases: [Lease!]\n    @disclose(to: [MANAGER]',
      '  "Its leases."\n  mandates: [Mandate!] @personal(category: TENANCY)\n  leases: [Lease!]\n    @disclose(to: [MANAGER]',
    ],
  ],
  [
    'a list of several types is not stored either',
    [],
    ['enum LeaseStatus', 'union Any = Lease | Mandate\n\nenum LeaseStatus'],
    [
      '  leases: [Lease!]\n    @disclose(to: [MANAGER]',
      '  "Its papers."\n  papers: [Any!] @personal(category: TENANCY)\n  leases: [Lease!]\n    @disclose(to: [MANAGER]',
    ],
  ],
  [
    'what is about no person is refused for being personal there',
    ['Building.floors is personal on a type that is about no person.'],
    ['  floors: Int', '  floors: Int @personal(category: TENANCY)'],
    [
      '@entity(table: "building") @disclose(to: [MANAGER, AGENCY], for: [MANAGEMENT, LETTING])',
      '@entity(table: "building")',
    ],
    [
      '  name: String!\n  floors',
      '  name: String! @disclose(to: [MANAGER, AGENCY], for: [MANAGEMENT, LETTING])\n  floors',
    ],
  ],
];

test.each(cases.map(([title, messages, ...edits]) => ({ title, messages, edits })))('$title', ({ messages, edits }) => {
  expect(messagesOf(...edits)).toEqual(messages);
});

test('what the store reads itself for a stated reason needs no reader', () => {
  const text = edited()
    .map((source) => source.text)
    .join('\n');
  expect(text).toContain('leftOn: Date @personal(category: TENANCY, clear: "retention counts from it")');
  expect(problemsOf(edited())).toEqual([]);
});

test('what somebody may match needs no reader', () => {
  expect(problemsOf(edited(matched, nicknamed))).toEqual([]);
});
