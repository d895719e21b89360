import { refuses } from '../harness.js';

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
