import type { Edit } from '../harness.js';
import { refuses } from '../harness.js';
import { permits } from '../lawful.js';

const line = `  line: String
    @personal(category: CONTACT)`;
const shared = (grant: string): Edit => [line, `${line}\n    ${grant}`];

permits([
  [
    'of an object that an entity shares with persons, a grant without a reach is the entity’s',
    shared('@disclose(to: [AGENCY], for: [LETTING])'),
  ],
  [
    'of such an object a grant with a reach is the person’s',
    shared('@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P3M")'),
  ],
]);

refuses([
  {
    title: 'of such an object a grant with a reach ends too',
    edits: [shared('@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"])')],
    code: 'GRANT_WITHOUT_WINDOW',
    at: '‸@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"])',
    message: 'A grant of Address.line has no end.',
  },
  {
    title: 'a grant through an empty list of reaches is refused where the list stands',
    edits: [['through: ["portfolio"], within: "P1Y")', 'through: [], within: "P1Y")']],
    code: 'GRANT_WITHOUT_THROUGH',
    at: 'through: ‸[], within: "P1Y"',
    message: 'A grant of Tenant.birthName goes through no reach.',
  },
  {
    title: 'a window that is null is none',
    edits: [['through: ["portfolio"], within: "P1Y")', 'through: ["portfolio"], within: null)']],
    code: 'GRANT_WITHOUT_WINDOW',
    at: 'within: ‸null',
    message: 'A grant of Tenant.birthName has no end.',
  },
  {
    title: 'a grant on a whole type of persons is refused for that, and asked for nothing more',
    edits: [
      [
        '  @record(table: "lease", subject: "tenant_id")\n',
        '  @record(table: "lease", subject: "tenant_id")\n  @disclose(to: [AGENCY], for: [LETTING])\n',
      ],
    ],
    code: 'GRANT_ON_PERSON',
    at: '@disclose(to: ‸[AGENCY], for: [LETTING])',
    message: 'A grant of Lease stands on a whole type of persons.',
  },
]);

refuses([
  {
    title: 'a grant to nobody is refused',
    edits: [
      [
        '@disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "P1Y")',
        '@disclose(to: [], for: [MANAGEMENT], through: ["portfolio"], within: "P1Y")',
      ],
    ],
    code: 'GRANT_WITHOUT_ROLE',
    at: 'to: ‸[]',
    message: 'A grant of Tenant.birthName is to nobody.',
  },
  {
    title: 'a grant without purpose is refused',
    edits: [
      [
        '@disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "P1Y")',
        '@disclose(to: [MANAGER], for: [], through: ["portfolio"], within: "P1Y")',
      ],
    ],
    code: 'GRANT_WITHOUT_PURPOSE',
    at: 'for: ‸[]',
    message: 'A grant of Tenant.birthName is for nothing.',
  },
  {
    title: 'a grant of a person without reach is refused',
    edits: [
      [
        '@disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "P1Y")',
        '@disclose(to: [MANAGER], for: [MANAGEMENT], within: "P1Y")',
      ],
    ],
    code: 'GRANT_WITHOUT_THROUGH',
    at: '‸@disclose(to: [MANAGER], for: [MANAGEMENT], within: "P1Y")',
    message: 'A grant of Tenant.birthName goes through no reach.',
  },
  {
    title: 'a grant of a person without window is refused',
    edits: [
      [
        '@disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "P1Y")',
        '@disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])',
      ],
    ],
    code: 'GRANT_WITHOUT_WINDOW',
    at: '‸@disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])',
    message: 'A grant of Tenant.birthName has no end.',
  },
  {
    title: 'a grant on a whole type of persons is refused',
    edits: [
      [
        `  @record(table: "lease", subject: "tenant_id")
`,
        `  @record(table: "lease", subject: "tenant_id")
  @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P3M")
`,
      ],
    ],
    code: 'GRANT_ON_PERSON',
    at: `  @record(table: "lease", subject: "tenant_id")
  @disclose(to: ‸[AGENCY]`,
    message: 'A grant of Lease stands on a whole type of persons.',
  },
  {
    title: 'a grant on a whole type is exact',
    edits: [
      [
        '@entity(table: "building") @disclose(to: [MANAGER, AGENCY], for: [MANAGEMENT, LETTING])',
        '@entity(table: "building") @disclose(to: [MANAGER, AGENCY], for: [MANAGEMENT, LETTING], as: PRESENCE)',
      ],
    ],
    code: 'PRECISION_MISFIT',
    at: 'as: ‸PRESENCE',
    message: 'A grant of Building makes every field of a type less precise.',
  },
  {
    title: 'a grant of what is about no person has no reach',
    edits: [
      [
        'name: String! @disclose(to: [MANAGER], for: [MANAGEMENT])',
        'name: String! @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])',
      ],
    ],
    code: 'ENTITY_GRANT_WITH_REACH',
    at: 'name: String! @disclose(to: [MANAGER], for: [MANAGEMENT], through: ‸["portfolio"])',
    message: 'A grant of Agency.name has a reach and is about no person.',
  },
  {
    title: 'a grant of what is about no person has no window',
    edits: [
      [
        'name: String! @disclose(to: [MANAGER], for: [MANAGEMENT])',
        'name: String! @disclose(to: [MANAGER], for: [MANAGEMENT], within: "P3M")',
      ],
    ],
    code: 'ENTITY_GRANT_WITH_REACH',
    at: 'name: String! @disclose(to: [MANAGER], for: [MANAGEMENT], within: ‸"P3M")',
    message: 'A grant of Agency.name has a reach and is about no person.',
  },
  {
    title: "an embedded object takes its members' grants",
    edits: [
      [
        '@embedded(prefix: "address_")',
        '@embedded(prefix: "address_") @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P3M")',
      ],
    ],
    code: 'EMBEDDED_TAKES_MEMBERS',
    at: '@embedded(prefix: "address_") @disclose(to: ‸[AGENCY]',
    message: 'A grant of Tenant.address stands on an embedded object.',
  },
]);
