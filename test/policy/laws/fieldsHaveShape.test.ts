import { refuses } from '../harness.js';

refuses([
  {
    title: 'a type with a table is refused for being embedded, and its fields for nothing',
    edits: [['  agency: Agency\n', '  agency: Agency @embedded(prefix: "agency_")\n']],
    code: 'DIRECTIVE_MISPLACED',
    at: '‸@embedded(prefix: "agency_")',
    message: '@embedded says nothing here.',
  },
  {
    title: 'the key is not classified',
    edits: [
      [
        'type Agency @entity(table: "agency") {\n  id: ID!',
        'type Agency @entity(table: "agency") {\n  id: ID! @impersonal(reason: "a key")',
      ],
    ],
    code: 'FIELD_SHAPE',
    at: '‸id: ID! @impersonal',
    message: 'Agency.id is the key and comes with any other field.',
  },
  {
    title: 'a member of an object takes no arguments either',
    edits: [['  line: String\n    @personal', '  line(of: Int): String\n    @personal']],
    code: 'FIELD_SHAPE',
    at: '‸line(of: Int)',
    message: 'Address.line stands in an embedded object and is no value.',
  },
]);

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
    remedy: 'Write a relation to the type whose row it names, or `id: ID!` for the row itself.',
  },
  {
    title: 'a list of values has no column',
    edits: [['  floors: Int', '  floors: [Int!]']],
    code: 'FIELD_SHAPE',
    at: '‸floors: [Int!]',
    message: 'Building.floors is [Int!], which has no column.',
    remedy: 'Write a scalar, an enum, a type with a table, a list of such a type, or @embedded(prefix:) on an object.',
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
