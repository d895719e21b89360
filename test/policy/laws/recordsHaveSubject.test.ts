import { refuses } from '../harness.js';

refuses([
  {
    title: 'a record of nobody is refused where several persons could be meant',
    edits: [
      [
        '"A firm that finds tenants."',
        `"A person who lets."
type Landlord @subject(table: "landlord") { id: ID! }

"What is owed."
type Debt @record(table: "debt", subject: "person_id") { id: ID! }

"A firm that finds tenants."`,
      ],
    ],
    code: 'RECORD_WITHOUT_SUBJECT',
    at: 'type Debt ‸@record',
    message: 'Debt is a record of nobody: person_id names no @subject.',
  },
  {
    title: 'a record of what is no person is refused',
    edits: [
      [
        'type Mandate @record(table: "mandate", subject: "tenant_id")',
        'type Mandate @record(table: "mandate", subject: "building_id")',
      ],
      [
        '  account: String @impersonal(reason: "names the manager")',
        `  account: String @impersonal(reason: "names the manager")
  building: Building`,
      ],
    ],
    code: 'RECORD_WITHOUT_SUBJECT',
    at: 'type Mandate ‸@record',
    message: 'Mandate is a record of nobody: building_id names no @subject.',
    also: ['WRITES_OWN_REACH', 'CREATE_WITHOUT_SUBJECT', 'NOT_SUPPORTED_YET'],
  },
]);
