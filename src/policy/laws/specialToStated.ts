import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft } from '../read/draft.js';

/** A special category (GDPR Art. 9) or an offence (Art. 10) names the roles that may read any of it; no grant goes to another. */
export function specialToStated(draft: Draft): readonly PolicyProblem[] {
  return [...unstated(draft), ...outside(draft), ...matched(draft)];
}

/** The roles that a category names; undefined: all may be granted it. */
export function statedRoles(draft: Draft, category: string): readonly string[] | undefined {
  const args = draft.categories.get(category)?.use?.args;
  return args === undefined || args.to.length === 0 ? undefined : args.to;
}

function unstated({ categories }: Draft): readonly PolicyProblem[] {
  return [...categories.values()].flatMap(({ name, use }) => {
    if (use === undefined || use.args.to.length > 0) return [];
    const { sensitivity } = use.args;
    if (sensitivity !== 'SPECIAL' && sensitivity !== 'OFFENCE') return [];
    return [
      problemAt(use.node, {
        code: 'SPECIAL_UNSTATED',
        message: `${name} is ${sensitivity} and names no role that may read it.`,
        remedy: 'Write `to`: the only roles to which anything of it may be granted.',
      }),
    ];
  });
}

function outside(draft: Draft): readonly PolicyProblem[] {
  return draft.grants.flatMap(({ use, owners }) =>
    owners.flatMap(({ type, path }) => {
      const field = type.fields.get(path ?? '');
      if (field?.personal === undefined || type.kind === 'entity') return [];
      const { category } = field.personal.args;
      const stated = statedRoles(draft, category);
      if (stated === undefined) return [];
      return use.args.to
        .filter((role) => !stated.includes(role))
        .map((role) =>
          problemAt(argumentNode(use, 'to'), {
            code: 'SPECIAL_OUTSIDE',
            message: `${field.model.coordinate} is ${category} and granted to ${role}, which ${category} does not name.`,
            remedy: `Take ${role} out of the grant, or name it in @category(to:) of ${category} and say why.`,
          }),
        );
    }),
  );
}

/** A yes to values that one brings tells that they are the person's. */
function matched(draft: Draft): readonly PolicyProblem[] {
  return draft.matches.flatMap(({ field, use }) =>
    use.args.on.flatMap((path) => {
      const category = draft.types.get(use.args.type)?.fields.get(path)?.personal?.args.category ?? '';
      const stated = statedRoles(draft, category);
      if (stated === undefined) return [];
      return use.args.to
        .filter((role) => !stated.includes(role))
        .map((role) =>
          problemAt(argumentNode(use, 'to'), {
            code: 'SPECIAL_OUTSIDE',
            message: `Query.${field.name} answers ${role} on ${path}, which is ${category}: ${category} does not name it.`,
            remedy: `Take ${path} out of \`on\`, or name ${role} in @category(to:) of ${category} and say why.`,
          }),
        );
    }),
  );
}
