import { refuses } from '../harness.js';
import { permits } from '../lawful.js';

permits([['a column of another table may hold anything', ['  floors: Int', '  floors: Int\n  leftOn: String']]]);

refuses([
  {
    title: 'a record is a person’s by a key, never by a value',
    edits: [['@record(table: "lease", subject: "tenant_id")', '@record(table: "lease", subject: "status")']],
    code: 'COLUMN_MISFIT',
    at: '‸@record(table: "lease"',
    message: '@record compares Lease.status, of type LeaseStatus.',
    remedy: 'Name a column that holds a key.',
    also: ['CREATE_WITHOUT_SUBJECT', 'LIST_AMBIGUOUS', 'SUBJECT_IMMUTABLE'],
  },
  {
    title: 'a link is a person’s by a key too',
    edits: [
      [
        'type Lease\n',
        'type Lease\n  @reach(name: "odd", role: AGENCY, through: "lease", subject: "status", column: "agency_id", claim: ORGANISATION, starts: "offered_on", longest: "P1Y")\n',
      ],
    ],
    code: 'COLUMN_MISFIT',
    at: 'subject: ‸"status"',
    message: '@reach compares Lease.status, of type LeaseStatus.',
    remedy: 'Name a column that holds a key.',
    also: ['WRITES_OWN_REACH'],
  },
  {
    title: 'whose a link is, is in clear',
    edits: [
      [
        '  account: String @impersonal(reason: "names the manager")',
        '  "Who."\n  account: String @personal(category: TENANCY)',
      ],
    ],
    code: 'SEALED_COLUMN',
    at: 'column: ‸"account", row',
    message: '@reach compares Mandate.account, which is sealed.',
    remedy: 'Name another column, or write @personal(clear: "…") on Mandate.account.',
    also: ['CONSTANT_INVALID'],
    more: 2,
  },
  {
    title: 'a retention counts from a day',
    edits: [['  leftOn: Date @personal', '  leftOn: YearMonth @personal']],
    code: 'COLUMN_MISFIT',
    at: 'from: ‸"left_on"',
    message: '@retain compares Tenant.leftOn, of type YearMonth.',
    remedy: 'Name a column that holds Date or DateTime.',
  },
]);

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
