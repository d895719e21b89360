import { expect, test } from 'vitest';
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

test('what the store reads itself for a stated reason needs no reader', () => {
  const text = edited()
    .map((source) => source.text)
    .join('\n');
  expect(text).toContain('leftOn: Date @personal(category: TENANCY, clear: "retention counts from it")');
  expect(problemsOf(edited())).toEqual([]);
});

test('what somebody may match needs no reader', () => {
  const match = `extend type Query {
  matchTenant(number: NationalNumber!, nickname: String!): Boolean!
    @match(type: "Tenant", on: ["number", "nickname"], to: [AGENCY], for: [LETTING], through: ["lodger"], misses: [{ of: 5, per: "P1D", by: ACCOUNT }])`;
  const nickname = '  "What friends say."\n  nickname: String @personal(category: IDENTITY)\n  "When the person left."';
  const added = edited(['extend type Query {', match], ['  "When the person left."', nickname]);
  expect(problemsOf(added)).toEqual([]);
});
