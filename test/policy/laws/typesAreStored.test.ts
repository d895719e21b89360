import { refuses } from '../harness.js';

refuses([
  {
    title: 'a type says where its rows are',
    edits: [['type Agency @entity(table: "agency") {', 'type Agency {']],
    code: 'TYPE_WITHOUT_TABLE',
    at: 'type ‸Agency',
    message: 'Agency does not say where its rows are.',
    also: ['FIELD_SHAPE', 'DIRECTIVE_MISPLACED', 'FIELD_UNKNOWN'],
  },
  {
    title: 'a type is one of person, record and entity',
    edits: [
      [
        'type Agency @entity(table: "agency") {',
        'type Agency @entity(table: "agency") @record(table: "agency", subject: "person_id") {',
      ],
    ],
    code: 'TYPE_STORED_TWICE',
    at: 'type ‸Agency',
    message: 'Agency says 2 times where its rows are.',
    also: ['WRITE_WITHOUT_REACH', 'FIELD_UNCLASSIFIED', 'GRANT_WITHOUT_THROUGH', 'GRANT_WITHOUT_WINDOW'],
  },
]);
