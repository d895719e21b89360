import type { ASTNode } from 'graphql';
import { parseDuration } from '../../kernel/duration.js';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft } from '../read/draft.js';

/** Durations are ISO 8601's, and end: what reaches back before the calendar's first year stops every read. */
export function durationsAreWellFormed(draft: Draft): readonly PolicyProblem[] {
  return statedDurations(draft).flatMap(([text, node]) => {
    const wrong = text === undefined ? undefined : problemOf(text);
    return wrong === undefined
      ? []
      : [
          problemAt(node, {
            code: 'DURATION_MALFORMED',
            message: `${JSON.stringify(text)} is ${wrong}.`,
            remedy: 'Write an ISO 8601 duration: "P3M", "P1Y6M", "P2W", "PT36H", "PT0S".',
          }),
        ];
  });
}

const longestYears = 200;

function problemOf(text: string): string | undefined {
  const duration = parseDuration(text);
  if (duration === undefined) return 'no duration';
  const years = duration.months / 12 + duration.days / 365 + duration.seconds / (365 * 86_400);
  return years > longestYears ? `longer than ${String(longestYears)} years` : undefined;
}

function statedDurations(draft: Draft): readonly (readonly [text: string | undefined, node: ASTNode])[] {
  const types = [...draft.types.values()];
  const parties = [...draft.roles.values()].flatMap(({ use }) => (use === undefined ? [] : [use]));
  return [
    ...parties.flatMap((use) =>
      (['maxAge', 'stepUpAge'] as const).map((age) => [use.args[age], argumentNode(use, age)] as const),
    ),
    ...types.flatMap(({ reaches }) =>
      reaches.map(({ use }) => [use.args.longest, argumentNode(use, 'longest')] as const),
    ),
    ...types.flatMap(({ exceptionals }) =>
      exceptionals.flatMap((use) => [
        [use.args.lasts, argumentNode(use, 'lasts')] as const,
        [use.args.review, argumentNode(use, 'review')] as const,
        ...use.args.persons.map(({ per }) => [per, argumentNode(use, 'persons')] as const),
        ...use.args.misses.map(({ per }) => [per, argumentNode(use, 'misses')] as const),
      ]),
    ),
    ...types.flatMap(({ retains }) => retains.map((use) => [use.args.keep, argumentNode(use, 'keep')] as const)),
    ...draft.grants.map(({ use }) => [use.args.within, argumentNode(use, 'within')] as const),
    ...draft.bounds.flatMap((use) => use.args.persons.map(({ per }) => [per, argumentNode(use, 'persons')] as const)),
    ...draft.bounds.flatMap((use) => use.args.misses.map(({ per }) => [per, argumentNode(use, 'misses')] as const)),
    ...draft.matches.flatMap(({ use }) =>
      use.args.misses.map(({ per }) => [per, argumentNode(use, 'misses')] as const),
    ),
    ...draft.requests.flatMap(({ use }) => [
      [use.args.expires, argumentNode(use, 'expires')] as const,
      ...use.args.misses.map(({ per }) => [per, argumentNode(use, 'misses')] as const),
    ]),
  ];
}
