import { refuses } from '../harness.js';
import { permits } from '../lawful.js';

const register = '@write(kind: CREATE, type: "Mandate", to: [MANAGER], for: [MANAGEMENT], through: [])';

permits([
  ['an idempotency key may be an id', ['key: String!, rows', 'key: ID!, rows']],
  ['one row needs no list', [register, register.replace('[])', '[], rows: 1)')]],
]);

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
  {
    title: 'two rows of a further step come in a list too',
    edits: [[register, register.replace('[])', '[], rows: 2)')]],
    code: 'ARGUMENT_SHAPE',
    at: '‸registerTenant',
    message: 'Mutation.registerTenant writes 2 rows and takes no list.',
  },
  {
    title: 'rows are compulsory',
    edits: [['rows: [StartLease!]!', 'rows: [StartLease!]']],
    code: 'ARGUMENT_SHAPE',
    at: '‸rows: [StartLease!])',
    message: 'Mutation.startLeases takes rows or nothing.',
    also: ['WRITE_ROW'],
  },
  {
    title: 'a list that may be null is a list',
    edits: [['endLease(id: ID!, endedOn: Date!)', 'endLease(id: [ID!], endedOn: Date!)']],
    code: 'ARGUMENT_SHAPE',
    at: '‸id: [ID!], endedOn',
    message: 'Mutation.endLease takes a list of ID.',
    also: ['INPUT_TYPE', 'WRITE_ROW'],
  },
  {
    title: 'a row holds no list',
    edits: [['  startedOn: Date!\n}', '  startedOn: [Date!]!\n}']],
    code: 'ARGUMENT_SHAPE',
    at: '‸startedOn: [Date!]!',
    message: 'Mutation.startLeases takes a list in StartLease.',
    also: ['INPUT_TYPE'],
  },
]);
