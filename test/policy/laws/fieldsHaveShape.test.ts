import { refuses } from '../harness.js';

refuses([
  {
    title: 'a field of a type takes no arguments',
    edits: [['  floors: Int', '  floors(unit: String): Int']],
    code: 'FIELD_SHAPE',
    at: '‸floors(unit',
    message: 'Building.floors takes arguments.',
  },
  {
    title: 'the key is never null and says nothing else',
    edits: [
      [
        `type Agency @entity(table: "agency") {
  id: ID!`,
        `type Agency @entity(table: "agency") {
  id: ID`,
      ],
    ],
    code: 'FIELD_SHAPE',
    at: `‸id: ID
`,
    message: 'Agency.id is the key and comes with any other field.',
  },
  {
    title: 'a key of another row is a relation, never an ID',
    edits: [['  floors: Int', '  ownerId: ID']],
    code: 'FIELD_SHAPE',
    at: '‸ownerId: ID',
    message: 'Building.ownerId is ID, which has no column.',
  },
  {
    title: 'a list of values has no column',
    edits: [['  floors: Int', '  floors: [Int!]']],
    code: 'FIELD_SHAPE',
    at: '‸floors: [Int!]',
    message: 'Building.floors is [Int!], which has no column.',
  },
  {
    title: 'an object without a table is embedded, or refused',
    edits: [['  address: Address @embedded(prefix: "")', '  address: Address']],
    code: 'FIELD_SHAPE',
    at: `‸address: Address
  leases`,
    message: 'Building.address is Address, which has no column.',
  },
  {
    title: 'an embedded object holds values only',
    edits: [
      [
        'type Address {',
        `type Address {
  agency: Agency`,
      ],
    ],
    code: 'FIELD_SHAPE',
    at: `‸agency: Agency
  "Number`,
    message: 'Address.agency stands in an embedded object and is no value.',
  },
]);
