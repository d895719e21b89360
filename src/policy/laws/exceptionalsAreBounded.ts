import { parseDuration } from '../../kernel/duration.js';
import { isOutOfMeasure, isSenseless } from '../amounts.js';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Use } from '../read/directives.js';
import { argumentNode } from '../read/directives.js';
import type { Draft, TypeDraft } from '../read/draft.js';

/**
 * What is opened for a reason is small: hours and not days, reviewed within a month, in fixed amounts for each account. Its name is its
 * own, and SQL and budgets hold it as it stands.
 */
export function exceptionalsAreBounded(draft: Draft): readonly PolicyProblem[] {
  return [...draft.types.values()].flatMap((type) =>
    type.exceptionals.flatMap((use) => [
      ...nameProblems(draft, type, use),
      ...partyProblems(draft, use),
      ...timeProblems(use),
      ...(['persons', 'misses'] as const).flatMap((amounts) => amountProblems(use, amounts)),
      ...shownProblems(draft, type, use),
    ]),
  );
}

type Exceptional = Use<'exceptional'>;

const plainName = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

function nameProblems(draft: Draft, type: TypeDraft, use: Exceptional): readonly PolicyProblem[] {
  const { name, role } = use.args;
  const exceptionals = [...draft.types.values()].flatMap((each) => each.exceptionals);
  const first = exceptionals.find(({ args }) => args.name === name && args.role === role);
  const isTaken = first !== use || type.reaches.some(({ use: { args } }) => args.name === name && args.role === role);
  // The amounts of each are counted for `ROLE:name`: of one name, they would spend each other's.
  const isOfField = [...draft.matches, ...draft.requests].some(
    ({ field, use: { args } }) => field.name === name && args.to.includes(role),
  );
  return [
    ...(plainName.test(name)
      ? []
      : [
          wrong(use, 'name', 'has no plain name', 'Write letters, digits and underscores, at most 64, a letter first.'),
        ]),
    ...(isTaken ? [wrong(use, 'name', 'has the name of another reach', ownName)] : []),
    ...(isOfField ? [wrong(use, 'name', 'has the name of a field with misses of its own', ownName)] : []),
  ];
}

const ownName = 'Give it a name of its own.';

function partyProblems({ roles }: Draft, use: Exceptional): readonly PolicyProblem[] {
  return roles.get(use.args.role)?.use?.args.as === 'DATA_SUBJECT'
    ? [
        wrong(
          use,
          'role',
          'is for the person, who has the own file',
          'Name a role whose accounts stand in the register.',
        ),
      ]
    : [];
}

const daySeconds = 86_400;

function timeProblems(use: Exceptional): readonly PolicyProblem[] {
  const { lasts, review } = use.args;
  return [
    ...(isWithin(lasts, daySeconds)
      ? []
      : [wrong(use, 'lasts', `lasts ${lasts}`, 'Write hours, "PT2H": "P1D" at most, and no months.')]),
    ...(isWithin(review, 31 * daySeconds)
      ? []
      : [wrong(use, 'review', `is reviewed within ${review}`, 'Write days, "P7D": "P31D" at most, and no months.')]),
  ];
}

/** What is no duration at all another law refuses. */
function isWithin(text: string, mostSeconds: number): boolean {
  const duration = parseDuration(text);
  if (duration === undefined) return true;
  const seconds = duration.days * daySeconds + duration.seconds;
  return duration.months === 0 && seconds > 0 && seconds <= mostSeconds;
}

/** A share would grow with the links, and an account without the claim would be bounded by nothing. */
function amountProblems(use: Exceptional, amounts: 'persons' | 'misses'): readonly PolicyProblem[] {
  const stated = use.args[amounts];
  const remedy = `Write ${amounts}: [{ of: …, per: "P1D", by: ACCOUNT }], in fixed numbers and not in shadow.`;
  return [
    ...(stated.some(({ by }) => by === 'ACCOUNT')
      ? []
      : [wrong(use, amounts, `has no amount of ${amounts} for an account`, remedy)]),
    ...(stated.some((each) => isSenseless(each) || each.of === undefined || each.shadow || each.by === 'SUBJECT')
      ? [wrong(use, amounts, `has an amount of ${amounts} that bounds nothing`, remedy)]
      : []),
    ...(stated.some(isOutOfMeasure)
      ? [wrong(use, amounts, 'has a window out of measure', 'Write `per` from PT1M to P400D.')]
      : []),
  ];
}

function shownProblems({ grants }: Draft, type: TypeDraft, use: Exceptional): readonly PolicyProblem[] {
  const { name, role } = use.args;
  const isShown = grants.some(
    ({ use: { args }, owners }) =>
      args.to.includes(role) && args.through.includes(name) && owners.some((owner) => owner.type === type),
  );
  return isShown
    ? []
    : [
        wrong(
          use,
          'name',
          'shows nothing',
          `Write @disclose(to: [${role}], through: ["${name}"], within: "PT0S", …) on what it is opened for.`,
        ),
      ];
}

function wrong(
  use: Exceptional,
  argument: 'name' | 'role' | 'lasts' | 'review' | 'persons' | 'misses',
  what: string,
  remedy: string,
): PolicyProblem {
  const message = `The exceptional reach "${use.args.name}" of ${use.args.role} ${what}.`;
  return problemAt(argumentNode(use, argument), { code: 'EXCEPTIONAL_INVALID', message, remedy });
}
