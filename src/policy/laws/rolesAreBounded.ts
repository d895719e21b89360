import type { ASTNode } from 'graphql';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Use } from '../read/directives.js';
import { argumentNode } from '../read/directives.js';
import type { Draft } from '../read/draft.js';
import { amount, either, isOutOfMeasure, isSenseless, measure } from '../amounts.js';

/** More rows than this in a page are no cap: the amounts of persons would be all that stops a sweep. */
const largestPage = 1000;

/** A role that reaches, reads or writes has one @bound, and one that bounds something (law 2, law 11). */
export function rolesAreBounded(draft: Draft): readonly PolicyProblem[] {
  const bounded = new Set(draft.bounds.map(({ args }) => args.role));
  const named: readonly (readonly [readonly string[], ASTNode])[] = [
    ...draft.grants.map(({ use }) => [use.args.to, argumentNode(use, 'to')] as const),
    ...draft.writes.flatMap(({ steps }) => steps.map((use) => [use.args.to, argumentNode(use, 'to')] as const)),
    ...draft.openings.map(({ use }) => [use.args.to, argumentNode(use, 'to')] as const),
    ...draft.matches.map(({ use }) => [use.args.to, argumentNode(use, 'to')] as const),
    ...draft.requests.map(({ use }) => [use.args.to, argumentNode(use, 'to')] as const),
    ...[...draft.types.values()].flatMap(({ reaches }) =>
      reaches.map(({ use }) => [[use.args.role], argumentNode(use, 'role')] as const),
    ),
  ];
  const places = named.flatMap(([roles, node]) =>
    roles.filter((role) => !bounded.has(role)).map((role) => [role, node] as const),
  );
  // Every grant of the role would say the same: the first is enough.
  const unbounded = [...new Map(places.toReversed())].map(([role, node]) => withoutBound(role, node));
  return [...unbounded, ...twice(draft), ...draft.bounds.flatMap(senseless)];
}

function withoutBound(role: string, node: ASTNode): PolicyProblem {
  return problemAt(node, {
    code: 'ROLE_WITHOUT_BOUND',
    message: `${role} has no bound.`,
    remedy: `Write @bound(role: ${role}, page: …, cost: …, persons: …) on the schema.`,
  });
}

function twice({ bounds }: Draft): readonly PolicyProblem[] {
  return bounds
    .filter(({ args }, index) => bounds.findIndex((other) => other.args.role === args.role) < index)
    .map(({ node, args }) =>
      problemAt(node, { code: 'BOUND_TWICE', message: `${args.role} has two bounds.`, remedy: 'Keep one.' }),
    );
}

function senseless(use: Use<'bound'>): readonly PolicyProblem[] {
  const { page, cost, persons, misses } = use.args;
  return [
    ...(page < 1 ? [invalid(argumentNode(use, 'page'), `a page of ${String(page)} rows`, 'Write 1 or more.')] : []),
    ...(page > largestPage
      ? [invalid(argumentNode(use, 'page'), `a page of ${String(page)} rows`, `Write ${String(largestPage)} or fewer.`)]
      : []),
    ...(cost < 1 ? [invalid(argumentNode(use, 'cost'), `a cost of ${String(cost)}`, 'Write 1 or more.')] : []),
    ...(persons.length === 0
      ? [
          invalid(
            argumentNode(use, 'persons'),
            'no amount of persons',
            'Write persons: [{ of: …, per: "P1D", by: ACCOUNT }].',
          ),
        ]
      : []),
    ...(persons.length > 0 && persons.every(({ shadow }) => shadow)
      ? [
          invalid(
            argumentNode(use, 'persons'),
            'amounts in shadow only',
            'Let one of them stand without `shadow: true`.',
          ),
        ]
      : []),
    ...[...persons, ...misses].filter(isOutOfMeasure).map(() => invalid(use.node, 'a window out of measure', measure)),
    ...persons.filter(isSenseless).map(() => invalid(argumentNode(use, 'persons'), amount, either)),
    ...misses.filter(isSenseless).map(() => invalid(argumentNode(use, 'misses'), amount, either)),
  ];
}

function invalid(node: ASTNode, what: string, remedy: string): PolicyProblem {
  return problemAt(node, { code: 'BOUND_INVALID', message: `A bound has ${what}.`, remedy });
}
