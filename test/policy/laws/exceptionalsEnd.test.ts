import { counter, exceptional, grant, opens } from '../counter.js';
import { refuses } from '../harness.js';
import { permits } from '../lawful.js';

const named = (name: string): readonly (readonly [string, string])[] => [
  ...counter,
  ...[exceptional, grant, opens].map((each) => [each, each.replace('counter', name)] as const),
];

permits([
  ['a grant that ends with the opening', ...counter],
  ['a reach of another role, which has the name of what was opened, may go on', ...named('lodger')],
]);

refuses(
  ['P1M', 'P1D', 'PT1S'].map((within) => ({
    title: `not for ${within} either`,
    edits: [...counter, [grant, grant.replace('PT0S', within)] as const],
    code: 'EXCEPTIONAL_PROLONGED',
    at: `within: ‸"${within}"${within === 'PT1S' ? '' : ')\n    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "P1Y")'}`,
    message: `A grant goes on for ${within} after the exceptional reach "counter" has ended.`,
  })),
);

refuses([
  {
    title: 'what is no duration is refused for that',
    edits: [...counter, [grant, grant.replace('PT0S', 'soon')]],
    code: 'DURATION_MALFORMED',
    at: 'within: ‸"soon"',
    message: '"soon" is no duration.',
  },
  {
    title: 'of several roles one is enough',
    edits: [
      ...counter,
      [
        grant,
        grant
          .replace('[MANAGER]', '[AGENCY, MANAGER]')
          .replace('["counter"]', '["lodger", "counter"]')
          .replace('PT0S', 'PT1H'),
      ],
    ],
    code: 'EXCEPTIONAL_PROLONGED',
    at: 'within: ‸"PT1H"',
    message: 'A grant goes on for PT1H after the exceptional reach "counter" has ended.',
    also: ['REACH_UNKNOWN'],
  },
  {
    title: 'of an object that an entity shares, the person’s ends too',
    edits: [
      ...counter,
      [
        '  line: String\n    @personal(category: CONTACT)',
        `  line: String\n    @personal(category: CONTACT)\n    ${grant.replace('PT0S', 'PT1H')}`,
      ],
    ],
    code: 'EXCEPTIONAL_PROLONGED',
    at: 'within: ‸"PT1H"',
    message: 'A grant goes on for PT1H after the exceptional reach "counter" has ended.',
  },
]);

refuses([
  {
    title: 'nothing goes on after the opening has ended',
    edits: [...counter, [grant, grant.replace('"PT0S"', '"PT1H"')]],
    code: 'EXCEPTIONAL_PROLONGED',
    at: 'within: ‸"PT1H"',
    message: 'A grant goes on for PT1H after the exceptional reach "counter" has ended.',
  },
]);
