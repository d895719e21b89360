import { refuses } from '../harness.js';

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
