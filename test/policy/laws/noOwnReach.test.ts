import { expect, test } from 'vitest';
import { edited, problemsOf, refuses } from '../harness.js';
import { permits } from '../lawful.js';
import { strayWrites } from '../strays.js';

const mandate = `  @reach(name: "portfolio", role: MANAGER, through: "mandate", subject: "tenant_id", column: "account", row: "id",
         claim: ACCOUNT, starts: "starts_on", ends: "ends_on", longest: "P3Y")`;
const register = '@sets(field: "Mandate.account", claim: ACCOUNT)';
const prolongs = {
  code: 'WRITES_OWN_REACH',
  message: 'Mutation.endLease lets AGENCY write what may empty the end of its own reach "lodger" through lease.',
} as const;
const over = '@sets(field: "status", value: "OVER", from: ["OFFERED", "RUNNING"])';

refuses(strayWrites);

permits([
  ['a link with a last day need not age', [mandate, mandate.replace(', longest: "P3Y"', '')]],
  [
    'a link that closes and has no last day but its age may be made for a new person',
    [mandate, mandate.replace(' ends: "ends_on",', '')],
  ],
  ['an END may set what closes a link', ['endLease(id: ID!, endedOn: Date!)', 'endLease(id: ID!, objectedOn: Date!)']],
  [
    'an END may set ends in an object that brings them',
    ['endLease(id: ID!, endedOn: Date!)', 'endLease(id: ID!, input: EndLease!)'],
    ['input StartLease {', 'input EndLease {\n  endedOn: Date!\n}\n\ninput StartLease {'],
  ],
]);

refuses([
  {
    title: 'a new row that is its own link names itself',
    edits: [
      [
        '  @restrict(',
        '  @reach(name: "desk", role: MANAGER, through: "tenant", subject: "other_id", column: "desk", claim: UNIT, starts: "registered_on", longest: "P1M")\n  @restrict(',
      ],
    ],
    code: 'WRITES_OWN_REACH',
    at: '‸@write(kind: CREATE, type: "Tenant"',
    message: 'Mutation.registerTenant lets MANAGER write what makes its own reach "desk" through tenant.',
  },
  {
    title: 'the claim of the link is its author’s and no other',
    edits: [[register, register.replace('ACCOUNT', 'UNIT')]],
    code: 'WRITES_OWN_REACH',
    at: '‸@write(kind: CREATE, type: "Mandate"',
    message: 'Mutation.registerTenant lets MANAGER write what makes its own reach "portfolio" through mandate.',
  },
  {
    title: 'whose the link is, is stated by no constant',
    edits: [[register, '@sets(field: "Mandate.account", value: "somebody")']],
    code: 'WRITES_OWN_REACH',
    at: '‸@write(kind: CREATE, type: "Mandate"',
    message: 'Mutation.registerTenant lets MANAGER write what makes its own reach "portfolio" through mandate.',
  },
  {
    title: 'the person of the link is the new one, by no other column',
    edits: [[mandate, mandate.replace('"tenant_id"', '"other_id"')]],
    code: 'WRITES_OWN_REACH',
    at: '‸@write(kind: CREATE, type: "Mandate"',
    message: 'Mutation.registerTenant lets MANAGER write what makes its own reach "portfolio" through mandate.',
  },
  {
    ...prolongs,
    title: 'nor does an object that may bring no end',
    edits: [
      ['endLease(id: ID!, endedOn: Date!)', 'endLease(id: ID!, input: EndLease!)'],
      ['input StartLease {', 'input EndLease {\n  endedOn: Date\n}\n\ninput StartLease {'],
    ],
    at: 'input EndLease {\n  ‸endedOn',
  },
  {
    ...prolongs,
    title: 'a constant that states nothing empties the end',
    edits: [[over, `${over} @sets(field: "objectedOn")`]],
    at: '‸@sets(field: "objectedOn")',
    also: ['CONSTANT_INVALID'],
  },
]);

refuses([
  {
    title: 'a role does not create the link through which it reads',
    edits: [
      [
        'type: "Lease", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])',
        'type: "Lease", to: [AGENCY], for: [LETTING], through: ["lodger"])',
      ],
    ],
    code: 'WRITES_OWN_REACH',
    at: '‸@write(kind: CREATE, type: "Lease"',
    message: 'Mutation.offerLease lets AGENCY write what makes its own reach "lodger" through lease.',
  },
  {
    title: 'a role does not create one more link to whom it reaches',
    edits: [
      [
        '  "Offers a home',
        `  renewMandate(input: RenewMandate!): EndPayload!
    @write(kind: CREATE, type: "Mandate", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])
  "Offers a home`,
      ],
      [
        'input StartLease',
        `input RenewMandate { tenant: ID! startsOn: Date! }
type EndPayload { errors: [RowError!]! }

input StartLease`,
      ],
    ],
    code: 'WRITES_OWN_REACH',
    at: '‸@write(kind: CREATE, type: "Mandate", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])',
    message: 'Mutation.renewMandate lets MANAGER write what makes its own reach "portfolio" through mandate.',
  },
  {
    title: 'a role does not move the start of its link',
    edits: [
      [
        `  startedOn: Date!
}`,
        `  startedOn: Date! @sets(field: "offeredOn")
}`,
      ],
    ],
    code: 'WRITES_OWN_REACH',
    at: '‸@sets(field: "offeredOn")',
    message: 'Mutation.startLeases lets AGENCY write what moves its own reach "lodger" through lease.',
  },
  {
    title: 'a role does not prolong its link by an UPDATE',
    edits: [
      [
        `  startedOn: Date!
}`,
        `  startedOn: Date! @sets(field: "endedOn")
}`,
      ],
    ],
    code: 'WRITES_OWN_REACH',
    at: '‸@sets(field: "endedOn")',
    message: 'Mutation.startLeases lets AGENCY write what moves its own reach "lodger" through lease.',
  },
  {
    title: 'a role does not reopen its link by clearing what closed it',
    edits: [
      [
        `  startedOn: Date!
}`,
        `  startedOn: Date
  objectedOn: Date
}`,
      ],
    ],
    code: 'WRITES_OWN_REACH',
    at: `‸objectedOn: Date
}`,
    message: 'Mutation.startLeases lets AGENCY write what moves its own reach "lodger" through lease.',
  },
  {
    title: "a role does not turn another's link into its own",
    edits: [['building: ID! @sets(field: "building")', 'agency: ID!']],
    code: 'WRITES_OWN_REACH',
    at: '‸agency: ID!, key',
    message: 'Mutation.startLeases lets AGENCY write what moves its own reach "lodger" through lease.',
  },
  {
    title: 'a constant moves a link as an argument does',
    edits: [
      ['@sets(field: "status", value: "RUNNING", from: ["OFFERED"])', '@sets(field: "agency", claim: ORGANISATION)'],
    ],
    code: 'WRITES_OWN_REACH',
    at: '‸@sets(field: "agency", claim: ORGANISATION)',
    message: 'Mutation.startLeases lets AGENCY write what moves its own reach "lodger" through lease.',
  },
  {
    title: 'an END does not move the start',
    edits: [['endLease(id: ID!, endedOn: Date!)', 'endLease(id: ID!, endedOn: Date!, offeredOn: Date!)']],
    code: 'WRITES_OWN_REACH',
    at: '‸offeredOn: Date!)',
    message: 'Mutation.endLease lets AGENCY write what moves its own reach "lodger" through lease.',
  },
  {
    title: 'an END does not empty the end',
    edits: [['endLease(id: ID!, endedOn: Date!)', 'endLease(id: ID!, endedOn: Date)']],
    code: 'WRITES_OWN_REACH',
    at: '‸endedOn: Date)',
    message: 'Mutation.endLease lets AGENCY write what may empty the end of its own reach "lodger" through lease.',
  },
  {
    title: 'the link to a new person ends',
    edits: [
      [
        `claim: ACCOUNT,
         starts: "starts_on", ends: "ends_on", longest: "P3Y")
  @reach(name: "lodger", role: AGENCY, through: "lease", subject: "tenant_id", column: "agency_id", claim`,
        `claim: ACCOUNT,
         starts: "starts_on")
  @reach(name: "lodger", role: AGENCY, through: "lease", subject: "tenant_id", column: "agency_id", claim`,
      ],
    ],
    code: 'WRITES_OWN_REACH',
    at: '‸@write(kind: CREATE, type: "Mandate"',
    message: 'Mutation.registerTenant lets MANAGER write what makes its own reach "portfolio" through mandate.',
    also: ['LINK_WITHOUT_END'],
  },
  {
    title: 'the link to a new person is to no other',
    edits: [
      [
        '  from: Date! @sets',
        `  other: ID! @sets(field: "Mandate.tenant")
  from: Date! @sets`,
      ],
    ],
    code: 'WRITES_OWN_REACH',
    at: '‸@write(kind: CREATE, type: "Mandate"',
    message: 'Mutation.registerTenant lets MANAGER write what makes its own reach "portfolio" through mandate.',
  },
  {
    title: 'the link to a new person is its author’s',
    edits: [
      ['    @sets(field: "Mandate.account", claim: ACCOUNT)\n', ''],
      ['  from: Date! @sets', '  account: String! @sets(field: "Mandate.account")\n  from: Date! @sets'],
    ],
    code: 'WRITES_OWN_REACH',
    at: '‸@write(kind: CREATE, type: "Mandate"',
    message: 'Mutation.registerTenant lets MANAGER write what makes its own reach "portfolio" through mandate.',
  },
]);

test("another role may end or move the link: only its own reach is out of a role's hands", () => {
  const write = '@write(kind: END, type: "Lease", to: [AGENCY], for: [LETTING], through: ["lodger"])';
  const other = '@write(kind: UPDATE, type: "Lease", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])';
  expect(problemsOf(edited([write, other], ['value: "OVER", from: ["OFFERED", "RUNNING"]', 'value: "OVER"']))).toEqual(
    [],
  );
});

test('a person registers through the row that is its own link, when that link ends', () => {
  const reach =
    '@reach(name: "desk", role: MANAGER, through: "tenant", subject: "id", column: "desk", claim: UNIT, starts: "registered_on", longest: "P1M")';
  expect(problemsOf(edited(['  @restrict(', `  ${reach}\n  @restrict(`]))).toEqual([]);
});
