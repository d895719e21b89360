import { refuses } from '../harness.js';

refuses([
  {
    title: "a table is one type's",
    edits: [['type Agency @entity(table: "agency")', 'type Agency @entity(table: "building")']],
    code: 'TABLE_TWICE',
    at: 'type ‸Agency',
    message: "The table building is another type's already.",
  },
  {
    title: "a column is one field's, embedded or not",
    edits: [
      [
        `  name: String!
  floors: Int
  address: Address @embedded(prefix: "")`,
        `  name: String!
  line: String
  floors: Int
  address: Address @embedded(prefix: "")`,
      ],
    ],
    code: 'COLUMN_TWICE',
    at: `  ‸line: String
    @personal`,
    message: 'The column building.line is taken already.',
  },
  {
    title: 'a relation and a value do not share a column',
    edits: [
      [
        `  agency: Agency
  building`,
        `  agencyId: String @impersonal(reason: "names a firm")
  agency: Agency
  building`,
      ],
    ],
    code: 'COLUMN_TWICE',
    at: `  ‸agency: Agency
  building`,
    message: 'The column lease.agency_id is taken already.',
  },
  {
    title: "the column of the wrapped data key is the engine's",
    edits: [
      [
        '  "When the person left."',
        `  "A key."
  dataKey: String @personal(category: IDENTITY)
  "When the person left."`,
      ],
    ],
    code: 'COLUMN_TWICE',
    at: '‸dataKey',
    message: 'The column tenant.data_key is taken already.',
  },
  {
    title: "the column of a blind index is the engine's",
    edits: [
      [
        '  "When the person left."',
        `  "An index."
  numberBidx: String @personal(category: IDENTITY)
  "When the person left."`,
      ],
    ],
    code: 'COLUMN_TWICE',
    at: '‸numberBidx',
    message: 'The column tenant.number_bidx is taken already.',
  },
]);
