import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { disclosuresOf } from '../compile/grants.js';
import { argumentNode } from '../read/directives.js';
import type { Draft, FieldDraft, TypeDraft } from '../read/draft.js';
import { targetsOf } from '../targets.js';

/** A relation or list granted to a role leads to a type of which that role reads something: else the grant is dropped unseen. */
export function grantsLeadSomewhere(draft: Draft): readonly PolicyProblem[] {
  const readable = new Map([...draft.roles.keys()].map((role) => [role, readableBy(draft, role)]));
  return draft.grants.flatMap(({ use, owners }) =>
    owners.flatMap(({ type, path }) => {
      const model = type.fields.get(path ?? '')?.model;
      const targets = targetsOf(model);
      if (model === undefined || targets === undefined) return [];
      const target = 'target' in model ? model.target : '';
      return use.args.to
        .filter((role) => !targets.some((each) => readable.get(role)?.has(each)))
        .map((role) =>
          problemAt(argumentNode(use, 'to'), {
            code: 'GRANT_TO_NOTHING',
            message: `${model.coordinate} is granted to ${role}, who reads nothing of ${target}.`,
            remedy: `Grant ${role} a field of ${target}, or take ${role} out of \`to\`.`,
          }),
        );
    }),
  );
}

/** Types of which a role is granted a value, or a relation to such a type. */
function readableBy(draft: Draft, role: string): ReadonlySet<string> {
  const readable = new Set<string>();
  for (let before = -1; before !== readable.size;) {
    before = readable.size;
    for (const type of draft.types.values()) {
      if ([...type.fields.values()].some((field) => leads(type, field, role, readable))) readable.add(type.name);
    }
  }
  return readable;
}

function leads(type: TypeDraft, field: FieldDraft, role: string, readable: ReadonlySet<string>): boolean {
  if (!disclosuresOf(type, field).some(({ to }) => to.includes(role))) return false;
  return targetsOf(field.model)?.some((target) => readable.has(target)) ?? true;
}
