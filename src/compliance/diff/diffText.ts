/** A report as people read it, in one language. */
import { effects } from './change.js';
import type { Effect } from './change.js';
import type { Departures } from './departures.js';
import type { DiffReport, ReportedChange } from './diffReport.js';
import { isUnapproved } from './diffReport.js';
import type { Language } from '../words/language.js';
import type { DiffWords } from './words/words.js';
import { tell, wordsIn } from './words/tell.js';

export function diffText(report: DiffReport, language: Language): string {
  const words = wordsIn(language);
  const blocks = [
    words.between(report.old, report.next),
    ...effects.flatMap((effect) => blockOf(report, effect, language)),
    ...departureBlock(report.departures, words),
    report.changes.length === 0 ? words.same : words.summary(countsOf(report), report.unapproved.length),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function countsOf({ changes }: DiffReport): Readonly<Record<Effect, number>> {
  const count = (effect: Effect): number => changes.filter((change) => change.effect === effect).length;
  return { widening: count('widening'), narrowing: count('narrowing'), neutral: count('neutral') };
}

function blockOf({ changes }: DiffReport, effect: Effect, language: Language): readonly string[] {
  const own = changes.filter((change) => change.effect === effect);
  if (own.length === 0) return [];
  const { headings } = wordsIn(language);
  return [[headings[effect], ...own.flatMap((change) => linesOf(change, language))].join('\n')];
}

function linesOf(reported: ReportedChange, language: Language): readonly string[] {
  const { change, effect, place, approval, key } = reported;
  const words = wordsIn(language);
  const judged = isUnapproved(reported) ? words.unapproved : approval && words.approved(approval.who, approval.when);
  const at = place && `${place.file}:${String(place.line)}:${String(place.column)}`;
  const under = [at, judged].filter((part) => part !== undefined).join('  ');
  return [
    `${marks[effect]} ${tell(language, change)}`,
    ...(under === '' ? [] : [`    ${under}`]),
    ...(effect === 'widening' ? [`    what: ${JSON.stringify(key)}`] : []),
  ];
}

const marks: Readonly<Record<Effect, string>> = { widening: '+', narrowing: '-', neutral: '=' };

function departureBlock({ left, announced }: Departures, words: DiffWords): readonly string[] {
  const lines = [
    ...left.map(({ role, member, notice }) => {
      const what = member === undefined ? words.leftContract(role) : words.left(role, member);
      return `${what}; ${notice === undefined ? words.unnoticed : words.noticed(notice)}`;
    }),
    ...announced.map(({ role, member, reason }) => words.announced(role, member, reason)),
  ];
  return lines.length === 0 ? [] : [[words.leaving, ...lines.map((line) => `  ${line}`)].join('\n')];
}
