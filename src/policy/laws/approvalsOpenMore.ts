import { disclosuresOf } from '../compile/grants.js';
import { contractName } from '../naming.js';
import { parseDuration } from '../../kernel/duration.js';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Use } from '../read/directives.js';
import { argumentNode } from '../read/directives.js';
import type { Draft } from '../read/draft.js';
import type { OwnedField } from './law.js';
import { ownedFields } from './law.js';

type Disclosure = Use<'disclose'>;

/**
 * Each grant grants by itself: one with `approval` opens another link, or the same link for longer. Where the role reads the same
 * without, the approval would be asked for and change nothing.
 */
export function approvalsOpenMore(draft: Draft): readonly PolicyProblem[] {
  return ownedFields(draft).flatMap((owned) => problemsOf(owned));
}

function problemsOf({ type, field }: OwnedField): readonly PolicyProblem[] {
  const meant = new Set(disclosuresOf(type, field));
  const uses = field.disclosures.filter(({ args }) => meant.has(args));
  const free = uses.filter(({ args }) => !args.approval);
  return uses
    .filter(({ args }) => args.approval)
    .flatMap((use) => {
      const [reader] = free.filter((each) => opensAsMuch(each, use)).flatMap((other) => sharedReaders(other, use));
      if (reader === undefined) return [];
      const name = contractName(field.model.path, use.args.as);
      return [
        problemAt(argumentNode(use, 'approval'), {
          code: 'APPROVAL_WITHOUT_EFFECT',
          message: `${reader.role} reads ${type.name}.${name} for ${reader.purpose} without the person's approval, through the same link and for no shorter a time.`,
          remedy:
            'Take `approval` off, or the grant without it; or let one of them have another rung, reach, purpose or a longer window.',
        }),
      ];
    });
}

/** A grant of fewer links or of less time leaves something to approve. */
function opensAsMuch({ args: other }: Disclosure, { args }: Disclosure): boolean {
  return (
    other.as === args.as &&
    args.through.every((name) => other.through.includes(name)) &&
    lastsAsLong(other.within, args.within)
  );
}

function lastsAsLong(other: string | undefined, within: string | undefined): boolean {
  const [long, short] = [parseDuration(other ?? ''), parseDuration(within ?? '')];
  if (long === undefined || short === undefined) return false;
  return long.months >= short.months && long.days >= short.days && long.seconds >= short.seconds;
}

function sharedReaders(
  { args: other }: Disclosure,
  { args }: Disclosure,
): readonly { readonly role: string; readonly purpose: string }[] {
  const purposes = args.for.filter((purpose) => other.for.includes(purpose));
  return args.to
    .filter((role) => other.to.includes(role))
    .flatMap((role) => purposes.map((purpose) => ({ role, purpose })));
}
