import { disclosuresOf } from '../compile/grants.js';
import { contractName } from '../naming.js';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Use } from '../read/directives.js';
import { argumentNode } from '../read/directives.js';
import type { Draft } from '../read/draft.js';
import type { OwnedField } from './law.js';
import { ownedFields } from './law.js';

/**
 * Grants of one rung of a field to one role for one purpose agree on `stepUp`. It is asked before anything is read, and
 * only the row would tell which of them opens it. Each rung stands by itself.
 */
export function stepUpsAgree(draft: Draft): readonly PolicyProblem[] {
  return ownedFields(draft).flatMap((owned) => problemsOf(owned));
}

function problemsOf({ type, field }: OwnedField): readonly PolicyProblem[] {
  const stated = new Map<string, boolean>();
  const uses = [...type.disclosures, ...field.disclosures];
  const meant = new Set(disclosuresOf(type, field));
  return uses
    .filter(({ args }) => meant.has(args))
    .flatMap((use) =>
      readersOf(use).flatMap(({ role, purpose }) => {
        const key = [role, purpose, use.args.as].join(' ');
        const before = stated.get(key) ?? use.args.stepUp;
        stated.set(key, before);
        if (before === use.args.stepUp) return [];
        const name = contractName(field.model.path, use.args.as);
        return [
          problemAt(argumentNode(use, 'stepUp'), {
            code: 'STEP_UP_DIFFERS',
            message: `One grant of ${type.name}.${name} to ${role} for ${purpose} asks for a fresh authentication, another does not.`,
            remedy: 'Write `stepUp: true` on both or on neither, or give one of them another rung or purpose.',
          }),
        ];
      }),
    );
}

function readersOf({ args }: Use<'disclose'>): readonly { readonly role: string; readonly purpose: string }[] {
  return args.to.flatMap((role) => args.for.map((purpose) => ({ role, purpose })));
}
