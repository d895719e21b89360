import { refuses } from '../harness.js';

refuses([
  {
    title: 'a restriction of a field that is not there is refused',
    edits: [['fields: ["address"]', 'fields: ["adress"]']],
    code: 'FIELD_UNKNOWN',
    at: 'fields: ‸["adress"]',
    message: 'Tenant has no field adress to withhold.',
  },
  {
    title: 'a restriction of no field is refused',
    edits: [['fields: ["address"]', 'fields: []']],
    code: 'FIELD_UNKNOWN',
    at: 'fields: ‸[]',
    message: '@restrict of Tenant withholds no field.',
  },
]);
