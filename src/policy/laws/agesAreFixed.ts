import type { Duration } from '../../kernel/duration.js';
import { parseDuration } from '../../kernel/duration.js';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Use } from '../read/directives.js';
import { argumentNode } from '../read/directives.js';
import type { Draft } from '../read/draft.js';

type Age = 'maxAge' | 'stepUpAge';

/**
 * How old an authentication may be is told to a client in seconds (`max_age`, RFC 9470, section 3): no calendar part,
 * more than nothing, and fresh is no older than what does at all.
 */
export function agesAreFixed({ roles }: Draft): readonly PolicyProblem[] {
  return [...roles.values()].flatMap(({ use }) =>
    use === undefined ? [] : [...senseless(use, 'maxAge'), ...senseless(use, 'stepUpAge'), ...reversed(use)],
  );
}

const longest = 366 * 86_400;

function senseless(use: Use<'party'>, age: Age): readonly PolicyProblem[] {
  const duration = durationOf(use, age);
  if (duration === undefined) return [];
  if (duration.months > 0) return [invalid(use, age, 'has no fixed length', 'Write days, hours or minutes: "PT12H".')];
  const seconds = secondsOf(duration);
  if (seconds === 0) return [invalid(use, age, 'is nothing', 'Write a duration: "PT15M".')];
  return seconds <= longest
    ? []
    : [invalid(use, age, 'is longer than a year', 'Write what bounds a session: "PT12H".')];
}

function reversed(use: Use<'party'>): readonly PolicyProblem[] {
  const maxAge = durationOf(use, 'maxAge');
  const stepUpAge = durationOf(use, 'stepUpAge');
  if (maxAge === undefined || stepUpAge === undefined || secondsOf(stepUpAge) <= secondsOf(maxAge)) return [];
  const what = `is longer than maxAge, ${maxAge.text}`;
  return [invalid(use, 'stepUpAge', what, 'Write at most maxAge: an older authentication does not do at all.')];
}

/** Undefined when it is not stated, or when another law refuses it. */
function durationOf({ args }: Use<'party'>, age: Age): Duration | undefined {
  return parseDuration(args[age] ?? '');
}

/** Months apart. */
function secondsOf({ days, seconds }: Duration): number {
  return days * 86_400 + seconds;
}

function invalid(use: Use<'party'>, age: Age, what: string, remedy: string): PolicyProblem {
  const message = `The ${age} ${JSON.stringify(use.args[age])} ${what}.`;
  return problemAt(argumentNode(use, age), { code: 'AGE_INVALID', message, remedy });
}
