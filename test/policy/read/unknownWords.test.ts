import { buildASTSchema, parse, Source } from 'graphql';
import { expect, test } from 'vitest';
import { unknownWords } from '../../../src/policy/read/unknownWords.js';

/** One word of a kind, where a directive takes it alone, in a list, or in an object. */
function wordsIn(directive: string): readonly unknown[] {
  const document = parse(
    new Source(
      `
enum Role { CLERK VISITOR }
enum Purpose { WORK }
enum Category { NAME }
enum Precision { EXACT YEAR }
input Allowance { by: Role }
directive @say(to: [Role!], for: Purpose, of: Category, as: Precision, bound: Allowance, text: String) on OBJECT
type Query { a: Int }
type Person ${directive} { id: ID! }`,
      'store.graphql',
    ),
  );
  const schema = buildASTSchema(document);
  return unknownWords(schema, document).map(({ code, line, column, message, remedy }) => [
    `${code} ${String(line)}:${String(column)}`,
    message,
    remedy,
  ]);
}

test.each([
  [
    'a role in a list',
    '@say(to: [CLERK, KEEPER])',
    [
      [
        'UNKNOWN_ROLE 9:30',
        'KEEPER is no value of Role.',
        'Write one of CLERK, VISITOR, or declare KEEPER in enum Role.',
      ],
    ],
  ],
  [
    'a role in an object',
    '@say(bound: { by: KEEPER })',
    [
      [
        'UNKNOWN_ROLE 9:31',
        'KEEPER is no value of Role.',
        'Write one of CLERK, VISITOR, or declare KEEPER in enum Role.',
      ],
    ],
  ],
  [
    'a purpose',
    '@say(for: PLAY)',
    [['UNKNOWN_PURPOSE 9:23', 'PLAY is no value of Purpose.', 'Write one of WORK, or declare PLAY in enum Purpose.']],
  ],
  [
    'a category',
    '@say(of: SIZE)',
    [
      [
        'UNKNOWN_CATEGORY 9:22',
        'SIZE is no value of Category.',
        'Write one of NAME, or declare SIZE in enum Category.',
      ],
    ],
  ],
  [
    'a word of another enum',
    '@say(as: DAY)',
    [
      [
        'UNKNOWN_WORD 9:22',
        'DAY is no value of Precision.',
        'Write one of EXACT, YEAR, or declare DAY in enum Precision.',
      ],
    ],
  ],
  [
    'each of several',
    '@say(to: [KEEPER, CLERK], for: PLAY)',
    [
      [
        'UNKNOWN_ROLE 9:23',
        'KEEPER is no value of Role.',
        'Write one of CLERK, VISITOR, or declare KEEPER in enum Role.',
      ],
      ['UNKNOWN_PURPOSE 9:44', 'PLAY is no value of Purpose.', 'Write one of WORK, or declare PLAY in enum Purpose.'],
    ],
  ],
  ['no word that is known', '@say(to: [CLERK, VISITOR], for: WORK, of: NAME, as: YEAR, bound: { by: CLERK })', []],
  ['no word where text is asked for', '@say(text: KEEPER)', []],
])('what nobody declared is told: %s', (_what, directive, problems) => {
  expect(wordsIn(directive)).toEqual(problems);
});
