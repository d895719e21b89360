import { refuses } from '../harness.js';

refuses([
  {
    title: 'an input object is compulsory',
    edits: [['offerLease(input: OfferLease!)', 'offerLease(input: OfferLease)']],
    code: 'ARGUMENT_SHAPE',
    at: '‸input: OfferLease)',
    message: 'Mutation.offerLease takes input or nothing.',
  },
  {
    title: 'a list of values is refused',
    edits: [['endLease(id: ID!, endedOn: Date!)', 'endLease(id: [ID!]!, endedOn: Date!)']],
    code: 'ARGUMENT_SHAPE',
    at: '‸id: [ID!]!',
    message: 'Mutation.endLease takes a list of ID.',
    also: ['INPUT_TYPE'],
  },
  {
    title: 'an idempotency key is text',
    edits: [['key: String!, rows', 'key: Int!, rows']],
    code: 'ARGUMENT_SHAPE',
    at: '‸key: Int!',
    message: 'Mutation.startLeases takes a key of type Int.',
  },
  {
    title: 'an input object holds no list',
    edits: [
      [
        'input OfferLease {',
        `input OfferLease {
  guarantors: [ID!]`,
      ],
    ],
    code: 'ARGUMENT_SHAPE',
    at: '‸guarantors',
    message: 'Mutation.offerLease takes a list in OfferLease.',
    also: ['FIELD_UNKNOWN'],
  },
  {
    title: 'an input object holds one level of objects',
    edits: [
      [
        'input AddressInput {',
        `input AddressInput {
  geo: GeoInput`,
      ],
      [
        'input OfferLease',
        `input GeoInput { line: String }

input OfferLease`,
      ],
    ],
    code: 'ARGUMENT_SHAPE',
    at: '‸geo: GeoInput',
    message: 'Mutation.correctTenant takes objects in objects in AddressInput.',
    also: ['FIELD_UNKNOWN'],
    more: 1,
  },
  {
    title: 'a mutation takes one list of rows',
    edits: [['rows: [StartLease!]!', 'rows: [StartLease!]!, more: [StartLease!]!']],
    code: 'ARGUMENT_SHAPE',
    at: '‸startLeases',
    message: 'Mutation.startLeases takes two lists of rows.',
    also: ['SET_TWICE', 'WRITE_ROW'],
  },
  {
    title: 'rows come in a list',
    edits: [
      [
        `through: ["lodger"])
    @sets(field: "status", value: "OVER"`,
        `through: ["lodger"], rows: 20)
    @sets(field: "status", value: "OVER"`,
      ],
    ],
    code: 'ARGUMENT_SHAPE',
    at: '‸endLease',
    message: 'Mutation.endLease writes 20 rows and takes no list.',
  },
]);
