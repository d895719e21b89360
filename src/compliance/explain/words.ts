/** Reaches, durations and bounds in words: what a person reads who has never seen the SDL. */
import type { Duration } from '../../kernel/duration.js';
import type { Allowance, Bound, Reach } from '../../policy/compiled.js';

/** `P18M` is "18 months", `P3Y` "3 years", `PT2H` "2 hours". */
export function durationWords({ months, days, seconds }: Duration): string {
  const parts = [
    ...(months > 0 && months % 12 === 0
      ? [counted(months / 12, 'year')]
      : months > 0
        ? [counted(months, 'month')]
        : []),
    ...(days > 0 ? [counted(days, 'day')] : []),
    ...clockWords(seconds),
  ];
  return parts.length === 0 ? 'nothing' : parts.join(' and ');
}

export function secondsWords(seconds: number): string {
  return durationWords({ text: '', months: 0, days: 0, seconds });
}

function clockWords(seconds: number): readonly string[] {
  if (seconds === 0) return [];
  if (seconds % 3600 === 0) return [counted(seconds / 3600, 'hour')];
  return seconds % 60 === 0 ? [counted(seconds / 60, 'minute')] : [counted(seconds, 'second')];
}

function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Whose rows link to whom, from when, until when. */
export function reachWords({ through, column, claim, starts, ends, longest, closes, opened }: Reach): string {
  const ending = [
    ...(ends === undefined ? [] : [`until ${ends}`]),
    ...(longest === undefined ? [] : [`for ${durationWords(longest)} at most`]),
  ];
  const closing = closes.length === 0 ? '' : `; ${closes.join(' or ')} closes it at once`;
  const lasting = ending.length === 0 ? 'without end' : ending.join(' and ');
  if (opened !== undefined)
    return `opened by the caller's ${claim.toLowerCase()} for one person and a reason, from ${starts} ${lasting}${closing}`;
  return `a row of ${through} whose ${column} is the caller's ${claim.toLowerCase()}, from ${starts} ${lasting}${closing}`;
}

/** What of the window comes after the end of a link. */
export function windowWords(within: Duration): string {
  const isNone = within.months === 0 && within.days === 0 && within.seconds === 0;
  return isNone ? 'not after the end of the link' : `and ${durationWords(within)} more after its end`;
}

export function boundWords({ page, cost, persons, misses }: Bound): readonly string[] {
  return [
    `pages of ${counted(page, 'row')} at most, operations that cost ${String(cost)} at most`,
    ...persons.map(
      (allowance) => `${amountWords(allowance, 'persons')}${allowance.shadow ? ' (in shadow: refuses nothing)' : ''}`,
    ),
    ...misses.map((allowance) => amountWords(allowance, 'misses')),
  ];
}

function amountWords({ of, share, floor, cap, per, by }: Allowance, noun: string): string {
  const amount =
    of === undefined
      ? `${noun} of ${String(share)} times the caseload, ${String(floor)} to ${String(cap)},`
      : `${String(of)} ${noun}`;
  return `${amount} in ${durationWords(per)} for each ${by.toLowerCase()}`;
}
