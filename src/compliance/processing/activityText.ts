import type { Language } from '../words/language.js';
import { lengthIn } from '../words/lengths.js';
import { precisionWord } from '../words/precisions.js';
import { table } from '../words/table.js';
import type { Activity, Disclosure } from './activities.js';
import type { Writing } from './writing.js';

/** One purpose: what the law and the person are told of it, then a line for each role and category. */
export function activityText(activity: Activity, writing: Writing): readonly string[] {
  const { words } = writing;
  const { purpose, basis, text, persons, categories, readers, writers } = activity;
  const named = (names: readonly string[]): string => (names.length === 0 ? words.nothing : names.join(', '));
  const rows = readers.flatMap(({ role, disclosures }) =>
    disclosures.map((disclosure) => [role, ...cellsOf(disclosure, writing)]),
  );
  return [
    `### ${purpose}`,
    [
      `- ${words.basis}: ${basis}`,
      `- ${words.told}: ${text}`,
      `- ${words.about}: ${named(persons)}`,
      `- ${words.kinds}: ${named(categories)}`,
      ...writers.map(({ role, mutations }) => `- ${words.writes(role, mutations.join(', '))}`),
    ].join('\n'),
    ...(rows.length === 0 ? [] : [table(words.readHeadings, rows)]),
  ];
}

function cellsOf(
  { category, fields, through, asksApproval, asksStepUp }: Disclosure,
  { language, words }: Writing,
): readonly string[] {
  const conditions = [...(asksApproval ? [words.approval] : []), ...(asksStepUp ? [words.stepUp] : [])];
  return [
    category,
    fields.map((each) => fieldText(each, language)).join(', '),
    through.map(({ reach, within }) => words.after(reach, lengthIn(language, within))).join('; '),
    conditions.join('; '),
  ];
}

function fieldText({ field, precision }: Disclosure['fields'][number], language: Language): string {
  return precision === 'EXACT' ? field : `${field} (${precisionWord(language, precision)})`;
}
