import { isWithin } from '../isWithin.js';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Use } from '../read/directives.js';
import { argumentNode } from '../read/directives.js';
import type { Draft, GrantDraft, ReachDraft, TypeDraft } from '../read/draft.js';
import { statedRoles } from './specialToStated.js';

/**
 * A link that tells a category is read by the roles that the category names, and held by them: whom a service for one
 * need serves has that need. Any role may read its own links: they tell it what it is itself.
 */
export function revealedToStated(draft: Draft): readonly PolicyProblem[] {
  return [...draft.types.values()].flatMap((type) => [
    ...type.reaches.flatMap((reach) => revealingReach(draft, reach)),
    ...type.reveals.flatMap((use) => [
      ...strangers(type, use),
      ...withoutReason(type, use),
      ...readOutside(draft, type, use),
    ]),
  ]);
}

function revealingReach(draft: Draft, { type, use }: ReachDraft): readonly PolicyProblem[] {
  const { reveals, role, name } = use.args;
  const stated = statedRoles(draft, reveals ?? '');
  if (reveals === undefined || stated === undefined || stated.includes(role)) return [];
  return [
    problemAt(argumentNode(use, 'reveals'), {
      code: 'SPECIAL_REVEALED',
      message: `The reach "${name}" on ${type} tells ${role} ${reveals}, which does not name it.`,
      remedy: `Name ${role} in @category(to:) of ${reveals} and say why, or take the reach from it.`,
    }),
  ];
}

function strangers({ name, fields }: TypeDraft, use: Use<'reveals'>): readonly PolicyProblem[] {
  return use.args.by
    .filter((path) => !fields.has(path))
    .map((path) =>
      problemAt(argumentNode(use, 'by'), {
        code: 'FIELD_UNKNOWN',
        message: `@reveals names ${path}, which ${name} has not.`,
        remedy: `Name a field of ${name}.`,
      }),
    );
}

function withoutReason({ name }: TypeDraft, use: Use<'reveals'>): readonly PolicyProblem[] {
  if (use.args.reason.trim() !== '') return [];
  return [
    problemAt(argumentNode(use, 'reason'), {
      code: 'REASON_MISSING',
      message: `${name} tells ${use.args.category} in clear for no reason.`,
      remedy: 'Write what the store must read it for, and what limits who sees it.',
    }),
  ];
}

function readOutside(draft: Draft, type: TypeDraft, { args }: Use<'reveals'>): readonly PolicyProblem[] {
  const stated = statedRoles(draft, args.category);
  if (stated === undefined) return [];
  return draft.grants
    .filter((grant) => grant.owners.some((owner) => owner.type === type && tells(args.by, owner.path)))
    .flatMap((grant) =>
      grant.use.args.to
        .filter((role) => !stated.includes(role) && seesMoreThanOwn(type, grant, role))
        .map((role) => revealed(type, grant, role, args.category)),
    );
}

/** Without `by` the row itself tells it, and any field shows the row. */
function tells(by: readonly string[], path: string | undefined): boolean {
  if (by.length === 0 || path === undefined) return true;
  return isWithin(path, by);
}

function seesMoreThanOwn(type: TypeDraft, { use }: GrantDraft, role: string): boolean {
  return type.reaches
    .filter((reach) => reach.use.args.role === role && use.args.through.includes(reach.use.args.name))
    .some(({ use: { args } }) => args.through !== type.table || args.row !== type.key);
}

function revealed({ name, table, key }: TypeDraft, { use }: GrantDraft, role: string, category: string): PolicyProblem {
  return problemAt(argumentNode(use, 'to'), {
    code: 'SPECIAL_REVEALED',
    message: `Links of others in ${name} tell ${role} ${category}, which does not name it.`,
    remedy: `Take ${role} out of the grant, reach its own rows only (through: "${table}", row: "${key}"), or name it in @category(to:) of ${category}.`,
  });
}
