import { refuses } from '../harness.js';

refuses([
  {
    title: 'a reach that starts with a sealed column is refused',
    edits: [
      [
        `  offeredOn: Date
    @personal(category: TENANCY, clear: "the reach of the agency starts with it")`,
        `  offeredOn: Date
    @personal(category: TENANCY)`,
      ],
    ],
    code: 'SEALED_COLUMN',
    at: `starts: ‸"offered_on", ends: "ended_on", longest: "P18M", closes: ["objected_on"])
{`,
    message: '@reach compares Lease.offeredOn, which is sealed.',
    more: 1,
  },
  {
    title: 'a reach that a sealed column closes is refused',
    edits: [['(category: TENANCY, clear: "it closes the reach of the agency")', '(category: TENANCY)']],
    code: 'SEALED_COLUMN',
    at: `closes: ‸["objected_on"])
{`,
    message: '@reach compares Lease.objectedOn, which is sealed.',
    more: 1,
  },
  {
    title: 'a retention that counts from a sealed column is refused',
    edits: [['@personal(category: TENANCY, clear: "retention counts from it")', '@personal(category: TENANCY)']],
    code: 'SEALED_COLUMN',
    at: 'from: ‸"left_on"',
    message: '@retain compares Tenant.leftOn, which is sealed.',
  },
  {
    title: 'a restriction by a sealed column is refused',
    edits: [
      [
        'protectedAddress: Boolean @impersonal(reason: "a mark of the file, not of the person")',
        `"Danger."
  protectedAddress: Boolean @personal(category: CONTACT)`,
      ],
    ],
    code: 'SEALED_COLUMN',
    at: '@restrict(column: ‸"protected_address"',
    message: '@restrict compares Tenant.protectedAddress, which is sealed.',
  },
  {
    title: 'a restriction goes by a yes or no',
    edits: [['protectedAddress: Boolean @impersonal', 'protectedAddress: Date @impersonal']],
    code: 'COLUMN_MISFIT',
    at: '@restrict(column: ‸"protected_address"',
    message: '@restrict compares Tenant.protectedAddress, of type Date.',
  },
  {
    title: 'a link ends on a day',
    edits: [
      [
        `  endedOn: Date
`,
        `  endedOn: YearMonth
`,
      ],
    ],
    code: 'COLUMN_MISFIT',
    at: `ends: ‸"ended_on", longest: "P18M", closes: ["objected_on"])
{`,
    message: '@reach compares Lease.endedOn, of type YearMonth.',
    also: ['INPUT_TYPE'],
    more: 1,
  },
  {
    title: 'a link names a person by key, never by a value',
    edits: [['column: "agency_id", row: "id"', 'column: "agency_id", row: "status"']],
    code: 'COLUMN_MISFIT',
    at: 'row: ‸"status"',
    message: '@reach compares Lease.status, of type LeaseStatus.',
    also: ['WRITES_OWN_REACH'],
  },
]);
