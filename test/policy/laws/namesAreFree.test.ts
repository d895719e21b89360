import type { Edit } from '../harness.js';
import { refuses } from '../harness.js';
import { permits } from '../lawful.js';

const typed = (name: string): Edit => [
  '"A firm that finds tenants."',
  `type ${name} @entity(table: "other") { id: ID! }\n\n"A firm that finds tenants."`,
];

permits([
  ['a type and a value of another make no name together', typed('TenantString')],
  ['the engine’s lists without pages leave theirs free', typed('RegisteredAccountStateEdge')],
  ['a thing may have a version', ['  floors: Int', '  floors: Int\n  version: Int']],
]);

refuses([
  {
    title: 'a page says where it ends',
    edits: [typed('PageInfo')],
    code: 'NAME_RESERVED',
    at: 'type ‸PageInfo',
    message: 'Contracts generate PageInfo themselves.',
  },
  {
    title: 'a grant on a whole type makes no sibling',
    edits: [['for: [MANAGEMENT, LETTING]) {', 'for: [MANAGEMENT, LETTING], as: PRESENCE) {']],
    code: 'PRECISION_MISFIT',
    at: 'as: ‸PRESENCE',
    message: 'A grant of Building makes every field of a type less precise.',
  },
]);

refuses([
  {
    title: 'the version of a row of a person is made by contracts',
    edits: [
      ['  "When the person left."', '  version: Int @impersonal(reason: "counts edits")\n  "When the person left."'],
    ],
    code: 'NAME_RESERVED',
    at: '‸version: Int',
    message: 'Contracts generate Tenant.version themselves.',
  },
  {
    title: 'a type does not take the name of a page',
    edits: [
      [
        '"A firm that finds tenants."',
        `type LeaseConnection @entity(table: "lease_connection") { id: ID! }

"A firm that finds tenants."`,
      ],
    ],
    code: 'NAME_RESERVED',
    at: 'type ‸LeaseConnection',
    message: 'Contracts generate LeaseConnection themselves.',
  },
  {
    title: "a type does not take the name of a page of the engine's own",
    edits: [
      [
        '"A firm that finds tenants."',
        `type RegisteredAccountEdge @entity(table: "registered_account_edge") { id: ID! }

"A firm that finds tenants."`,
      ],
    ],
    code: 'NAME_RESERVED',
    at: 'type ‸RegisteredAccountEdge',
    message: 'Contracts generate RegisteredAccountEdge themselves.',
  },
  {
    title: 'a type does not take the name of an embedded object told apart',
    edits: [
      [
        '"A firm that finds tenants."',
        `type TenantAddress @entity(table: "tenant_address") { id: ID! }

"A firm that finds tenants."`,
      ],
    ],
    code: 'NAME_RESERVED',
    at: 'type ‸TenantAddress',
    message: 'Contracts generate TenantAddress themselves.',
  },
  {
    title: 'a field does not take the name of a sibling',
    edits: [
      [
        '  "Where the tenant is written to:',
        `  "A band."
  birthDateAgeBand: String @personal(category: IDENTITY)
  "Where the tenant is written to:`,
      ],
    ],
    code: 'NAME_RESERVED',
    at: '‸birthDateAgeBand',
    message: 'Contracts generate birthDateAgeBand themselves.',
  },
]);
