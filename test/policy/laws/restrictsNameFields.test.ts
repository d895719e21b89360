import { refuses } from '../harness.js';

refuses([
  {
    title: 'of several fields the one is named that is not there',
    edits: [
      [
        '@record(table: "mandate", subject: "tenant_id")',
        '@record(table: "mandate", subject: "tenant_id") @restrict(column: "ends_on", fields: ["account", "acount"])',
      ],
    ],
    code: 'FIELD_UNKNOWN',
    at: 'fields: ‸["account", "acount"]',
    message: 'Mandate has no field acount to withhold.',
    remedy: 'Write one of tenant, account, startsOn, endsOn.',
    also: ['COLUMN_MISFIT'],
  },
]);

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
