import { expect, test } from 'vitest';
import { named, ownClaim, requesting } from '../firstContact.js';
import type { Edit } from '../harness.js';
import { compiled, refuses } from '../harness.js';

refuses([
  {
    title: 'a constant is a value of its enum',
    edits: [['@sets(field: "status", value: "OFFERED")', '@sets(field: "status", value: "GONE")']],
    code: 'CONSTANT_INVALID',
    at: '‸@sets(field: "status", value: "GONE")',
    message: 'Mutation.offerLease sets status to "GONE".',
  },
  {
    title: 'a constant has a value',
    edits: [['@sets(field: "status", value: "OFFERED")', '@sets(field: "status")']],
    code: 'CONSTANT_INVALID',
    at: '‸@sets(field: "status")',
    message: 'Mutation.offerLease sets status to nothing.',
  },
  {
    title: 'a constant is a value or a claim',
    edits: [['@sets(field: "status", value: "OFFERED")', '@sets(field: "status", value: "OFFERED", claim: UNIT)']],
    code: 'CONSTANT_INVALID',
    at: '‸@sets(field: "status", value: "OFFERED", claim: UNIT)',
    message: 'Mutation.offerLease sets status to two things.',
  },
  {
    title: 'a claim is no status',
    edits: [['@sets(field: "status", value: "OFFERED")', '@sets(field: "status", claim: UNIT)']],
    code: 'CONSTANT_INVALID',
    at: '‸@sets(field: "status", claim: UNIT)',
    message: 'Mutation.offerLease sets status to a claim.',
  },
  {
    title: 'a claim is not sealed: it is no value of the person',
    edits: [
      ['@sets(field: "Mandate.account", claim: ACCOUNT)', '@sets(field: "birthName", claim: ACCOUNT)'],
      [
        `  birthName: String!
  birthDate: PartialDate
  address`,
        `  birthDate: PartialDate
  address`,
      ],
    ],
    code: 'CONSTANT_INVALID',
    at: '‸@sets(field: "birthName", claim',
    message: 'Mutation.registerTenant sets birthName to a claim.',
  },
  {
    title: 'a day is no constant',
    edits: [['@sets(field: "status", value: "OFFERED")', '@sets(field: "endedOn", value: "2026-01-01")']],
    code: 'CONSTANT_INVALID',
    at: '‸@sets(field: "endedOn"',
    message: 'Mutation.offerLease sets endedOn to "2026-01-01".',
  },
  {
    title: 'a constant is a field of the row itself',
    edits: [['@sets(field: "status", value: "OFFERED")', '@sets(field: "building.name", value: "The Elms")']],
    code: 'FIELD_UNKNOWN',
    at: '‸@sets(field: "building.name"',
    message: 'Mutation.offerLease sets building.name, which is no field of Lease itself.',
  },
  {
    title: 'a state that a field never has is no state to come from',
    edits: [['value: "OVER", from: ["OFFERED", "RUNNING"]', 'value: "OVER", from: ["GONE"]']],
    code: 'CONSTANT_INVALID',
    at: 'from: ‸["GONE"]',
    message: 'Mutation.endLease changes status from GONE.',
  },
  {
    title: 'a row that is created comes from no state',
    edits: [['@sets(field: "status", value: "OFFERED")', '@sets(field: "status", value: "OFFERED", from: ["OVER"])']],
    code: 'CONSTANT_INVALID',
    at: 'from: ‸["OVER"]',
    message: 'Mutation.offerLease changes status from OVER.',
    also: ['COMPARES_UNREAD'],
  },
]);

const agentOf: Edit = ['  floors: Int', '  agent: Agency\n  floors: Int'];
const stating = (...stated: readonly string[]): Edit =>
  requesting(`${named}, building: ID!`, [ownClaim, ...stated].join('\n    '));

test('a first contact states what its fields take, and what an entity holds that an argument or a claim names', () => {
  const stated = [
    '"status", value: "OFFERED"',
    '"building.agent", claim: ORGANISATION',
    '"agency.name", value: "Keys"',
  ];
  const edit = stating(...stated.map((each) => `@sets(field: ${each})`));
  expect(compiled(edit, agentOf).requests.get('requestLink')?.constants).toEqual([
    { field: 'agency', value: undefined, claim: 'ORGANISATION' },
    { field: 'status', value: 'OFFERED', claim: undefined },
    { field: 'building.agent', value: undefined, claim: 'ORGANISATION' },
    { field: 'agency.name', value: 'Keys', claim: undefined },
  ]);
});

refuses(
  (
    [
      ['a value that the enum has not', '"status", value: "GONE"', 'sets status to "GONE"'],
      ['a claim where the enum stands', '"status", claim: UNIT', 'sets status to a claim'],
      ['a value and a claim at once', '"status", value: "OFFERED", claim: UNIT', 'sets status to two things'],
      ['a day', '"startedOn", value: "2026-01-01"', 'sets startedOn to "2026-01-01"'],
      ['a number that an entity cannot hold', '"building.floors", value: "many"', 'sets building.floors to "many"'],
      ['a row of an entity by its text', '"building.agent", value: "Keys"', 'sets building.agent to "Keys"'],
    ] as const
  ).map(([title, stated, what]) => ({
    title: `a first contact does not state ${title}`,
    edits: [stating(`@sets(field: ${stated})`), agentOf],
    code: 'CONSTANT_INVALID',
    at: `‸@sets(field: ${stated})`,
    message: `Mutation.requestLink ${what}.`,
  })),
);

refuses(
  (
    [
      ['whose the record is', 'tenant', 'claim: ORGANISATION'],
      ['what the person holds', 'tenant.birthName', 'value: "Exemple"'],
      ['the state of a row that is not there yet', 'version', 'value: "1"'],
      ['a field two steps away', 'building.agent.name', 'value: "Keys"'],
    ] as const
  ).map(([title, path, stated]) => ({
    title: `a first contact does not state ${title}`,
    edits: [stating(`@sets(field: "${path}", ${stated})`), agentOf],
    code: 'FIELD_UNKNOWN',
    at: `‸@sets(field: "${path}", ${stated})`,
    message: `Mutation.requestLink states ${path}, which is neither of Lease itself nor of an entity that it names.`,
  })),
);

refuses([
  {
    title: 'a first contact compares no entity that nobody names',
    edits: [requesting(named, `${ownClaim} @sets(field: "building.name", value: "Mill House")`)],
    code: 'FIELD_UNKNOWN',
    at: '‸@sets(field: "building.name"',
    message:
      'Mutation.requestLink states building.name, which is neither of Lease itself nor of an entity that it names.',
  },
]);
