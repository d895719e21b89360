import { refuses } from '../harness.js';

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
