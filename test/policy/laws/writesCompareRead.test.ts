import type { Edit } from '../harness.js';
import { refuses } from '../harness.js';
import { permits } from '../lawful.js';
import { strayWrites } from '../strays.js';

const status = `@impersonal(reason: "a state of the file")
    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P3M")`;
const read = (more: string): Edit => [status, status.replace('"P3M")', `"P3M"${more})`)];
const condition = (path: string, type = 'String'): Edit => [
  'building: ID! @sets(field: "building")',
  `what: ${type}! @sets(field: "${path}")`,
];

permits([
  ['a member of an object of a related row may be a condition', condition('building.address.line')],
  [
    'a field of its own row is set, and compared with nothing',
    ['input CorrectTenant {', 'input CorrectTenant {\n  street: String @sets(field: "address.line")'],
    ['  email: Email\n  address: AddressInput\n}', '  email: Email\n}'],
  ],
  [
    'what is read exactly beside less may be a state to come from',
    [
      status,
      `${status}\n    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], as: PRESENCE, within: "P3M")`,
    ],
  ],
]);

refuses(strayWrites);

refuses(
  [', approval: true', ', as: PRESENCE'].map((more) => ({
    title: `a state that the writer reads only with${more} is no state to come from`,
    edits: [read(more)],
    code: 'COMPARES_UNREAD',
    at: '‸@sets(field: "status", value: "OVER"',
    message: 'Mutation.endLease compares status, which AGENCY does not read for LETTING.',
    more: 1,
  })),
);

refuses([
  {
    title: 'a path that leads nowhere is refused for that',
    edits: [condition('status.name')],
    code: 'FIELD_UNKNOWN',
    at: '‸@sets(field: "status.name")',
    message: 'Mutation.startLeases sets status.name, which Lease has not.',
  },
  {
    title: 'so is one that leads nowhere from another row, which nobody reads',
    edits: [condition('building.floors.x')],
    code: 'COMPARES_UNREAD',
    at: '‸@sets(field: "building.floors.x")',
    message: 'Mutation.startLeases compares building.floors.x, which AGENCY does not read for LETTING.',
    also: ['FIELD_UNKNOWN'],
  },
  {
    title: 'a field that is not there is read by nobody',
    edits: [
      [
        '@sets(field: "status", value: "OVER", from: ["OFFERED", "RUNNING"])',
        '@sets(field: "shoeSize", value: "9", from: ["8"])',
      ],
    ],
    code: 'COMPARES_UNREAD',
    at: '‸@sets(field: "shoeSize"',
    message: 'Mutation.endLease compares shoeSize, which AGENCY does not read for LETTING.',
    also: ['CONSTANT_INVALID', 'FIELD_UNKNOWN'],
  },
  {
    title: 'every relation of the path is read',
    edits: [
      condition('tenant.registeredOn', 'Date'),
      [
        '  tenant: Tenant\n    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P3M")',
        '  tenant: Tenant',
      ],
      [
        'clear: "the reach of the person starts with it")',
        'clear: "the reach of the person starts with it")\n    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P3M")',
      ],
    ],
    code: 'COMPARES_UNREAD',
    at: '‸@sets(field: "tenant.registeredOn")',
    message: 'Mutation.startLeases compares tenant.registeredOn, which AGENCY does not read for LETTING.',
  },
]);

refuses([
  {
    title: 'a state that the writer does not read is no state to come from',
    edits: [
      [
        '    @write(kind: END, type: "Lease", to: [AGENCY], for: [LETTING], through: ["lodger"])',
        '    @write(kind: END, type: "Lease", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])',
      ],
    ],
    code: 'COMPARES_UNREAD',
    at: '‸@sets(field: "status", value: "OVER"',
    message: 'Mutation.endLease compares status, which MANAGER does not read for MANAGEMENT.',
  },
  {
    title: 'a field of another row that the writer does not read is no condition',
    edits: [['building: ID! @sets(field: "building")', 'name: String! @sets(field: "agency.name")']],
    code: 'COMPARES_UNREAD',
    at: '‸@sets(field: "agency.name")',
    message: 'Mutation.startLeases compares agency.name, which AGENCY does not read for LETTING.',
  },
  {
    title: 'a field that the writer reads for another purpose is no condition',
    edits: [
      ['building: ID! @sets(field: "building")', 'name: String! @sets(field: "building.name")'],
      [
        '    @write(kind: UPDATE, type: "Lease", to: [AGENCY], for: [LETTING], through',
        '    @write(kind: UPDATE, type: "Lease", to: [AGENCY], for: [OWN_FILE], through',
      ],
      [', from: ["OFFERED"])', ')'],
    ],
    code: 'COMPARES_UNREAD',
    at: '‸@sets(field: "building.name")',
    message: 'Mutation.startLeases compares building.name, which AGENCY does not read for OWN_FILE.',
  },
  {
    title: 'a state that the writer reads only after a fresh authentication is no state to come from',
    edits: [
      ['@party(as: RECIPIENT)', '@party(as: RECIPIENT, acr: "gold", stepUpAge: "PT5M")'],
      [
        `@impersonal(reason: "a state of the file")
    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P3M")`,
        `@impersonal(reason: "a state of the file")
    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P3M", stepUp: true)`,
      ],
    ],
    code: 'COMPARES_UNREAD',
    at: '‸@sets(field: "status", value: "OVER"',
    message: 'Mutation.endLease compares status, which AGENCY does not read for LETTING.',
    more: 1,
  },
]);
