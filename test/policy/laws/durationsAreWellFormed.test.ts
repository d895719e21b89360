import { counter, exceptional } from '../counter.js';
import type { Edit } from '../harness.js';
import { refuses } from '../harness.js';
import { permits } from '../lawful.js';

const window = (text: string): Edit => [
  'through: ["portfolio"], within: "P1Y")',
  `through: ["portfolio"], within: "${text}")`,
];
const reach = (from: string, to: string): readonly Edit[] => [...counter, [exceptional, exceptional.replace(from, to)]];
const match: Edit = [
  '  leases(filter: LeaseFilter)',
  `  isTenant(number: NationalNumber!, birthName: String!): Boolean!
    @match(type: "Tenant", on: ["number", "birthName"], to: [AGENCY], for: [LETTING], through: ["lodger"], misses: { of: 5, per: "daily", by: ACCOUNT })
  leases(filter: LeaseFilter)`,
];
const request = (expires: string, per: string): Edit => [
  '  "Corrects what is wrong."',
  `  requestLink(number: NationalNumber!, birthName: String!): LinkRequestState!
    @request(type: "Lease", by: ["number", "birthName"], to: [AGENCY], for: [LETTING], confirm: ["portfolio"], expires: "${expires}", misses: { of: 9, per: "${per}", by: ACCOUNT })
    @sets(field: "agency", claim: ORGANISATION)
  "Corrects what is wrong."`,
];

permits(
  ['P200Y', 'P2400M', 'P73000D', 'P188YT99999H'].map((text) => [`200 years are not too long: ${text}`, window(text)]),
);

refuses(
  ['P200Y1M', 'P73001D', 'P189YT99999H', 'P100Y36501D'].map((text) => ({
    title: `more than 200 years are too long: ${text}`,
    edits: [window(text)],
    code: 'DURATION_MALFORMED',
    at: `within: ‸"${text}"`,
    message: `"${text}" is longer than 200 years.`,
  })),
);

const elsewhere: readonly (readonly [what: string, edits: readonly Edit[], at: string, text: string])[] = [
  ['how long an opening lasts', reach('review:', 'lasts: "hours", review:'), 'lasts: ‸"hours"', 'hours'],
  ['when an opening is reviewed', reach('"P7D"', '"week"'), 'review: ‸"week"', 'week'],
  [
    'the window of persons of an opening',
    reach('{ of: 20, per: "P1D"', '{ of: 20, per: "days"'),
    'persons: ‸[{ of: 20, per: "days"',
    'days',
  ],
  [
    'the window of misses of an opening',
    reach('{ of: 10, per: "P1D"', '{ of: 10, per: "days"'),
    'misses: ‸[{ of: 10, per: "days"',
    'days',
  ],
  [
    'the window of misses of a role',
    [
      [
        '{ of: 1, per: "P1D", by: ACCOUNT }]',
        '{ of: 1, per: "P1D", by: ACCOUNT }], misses: [{ of: 1, per: "days", by: ACCOUNT }]',
      ],
    ],
    'misses: ‸[{ of: 1, per: "days"',
    'days',
  ],
  ['the window of misses of a match', [match], 'misses: ‸{ of: 5, per: "daily"', 'daily'],
  ['how long a request waits', [request('soon', 'P1D')], 'expires: ‸"soon"', 'soon'],
  ['the window of misses of a request', [request('P14D', 'daily')], 'misses: ‸{ of: 9, per: "daily"', 'daily'],
];

refuses(
  elsewhere.map(([what, edits, at, text]) => ({
    title: `${what} is an ISO 8601 duration`,
    edits,
    code: 'DURATION_MALFORMED',
    at,
    message: `"${text}" is no duration.`,
  })),
);

refuses([
  {
    title: 'the age of a link is an ISO 8601 duration',
    edits: [
      [
        `longest: "P3Y")
  @reach(name: "lodger", role: AGENCY, through: "lease", subject: "tenant_id", column: "agency_id", claim`,
        `longest: "3 years")
  @reach(name: "lodger", role: AGENCY, through: "lease", subject: "tenant_id", column: "agency_id", claim`,
      ],
    ],
    code: 'DURATION_MALFORMED',
    at: 'longest: ‸"3 years"',
    message: '"3 years" is no duration.',
  },
  {
    title: 'a window is an ISO 8601 duration',
    edits: [['through: ["portfolio"], within: "P1Y")', 'through: ["portfolio"], within: "soon")']],
    code: 'DURATION_MALFORMED',
    at: 'within: ‸"soon"',
    message: '"soon" is no duration.',
  },
  {
    title: 'a window for ever would reach back before the calendar',
    edits: [['through: ["portfolio"], within: "P1Y")', 'through: ["portfolio"], within: "P9999Y")']],
    code: 'DURATION_MALFORMED',
    at: 'within: ‸"P9999Y"',
    message: '"P9999Y" is longer than 200 years.',
  },
  {
    title: 'a window that is no text is refused',
    edits: [['through: ["portfolio"], within: "P1Y")', 'through: ["portfolio"], within: 3)']],
    code: 'DURATION_MALFORMED',
    at: 'within: ‸3',
    message: '"3" is no duration.',
  },
  {
    title: 'a retention period is an ISO 8601 duration',
    edits: [['keep: "P5Y"', 'keep: "P5"']],
    code: 'DURATION_MALFORMED',
    at: 'keep: ‸"P5"',
    message: '"P5" is no duration.',
  },
  {
    title: 'a window of a bound is an ISO 8601 duration',
    edits: [['{ of: 200, per: "P1D", by: ACCOUNT }', '{ of: 200, per: "day", by: ACCOUNT }']],
    code: 'DURATION_MALFORMED',
    at: 'persons: ‸[{ of: 200',
    message: '"day" is no duration.',
  },
  {
    title: 'the age of a session is an ISO 8601 duration',
    edits: [['@party(as: RECIPIENT)', '@party(as: RECIPIENT, maxAge: "8 hours")']],
    code: 'DURATION_MALFORMED',
    at: 'maxAge: ‸"8 hours"',
    message: '"8 hours" is no duration.',
  },
  {
    title: 'the age of a fresh authentication is one too',
    edits: [['@party(as: RECIPIENT)', '@party(as: RECIPIENT, stepUpAge: 900)']],
    code: 'DURATION_MALFORMED',
    at: 'stepUpAge: ‸900',
    message: '"900" is no duration.',
  },
]);
