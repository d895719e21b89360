/** What the SDL states and this version does not do: said aloud at every start, so that nobody relies on it. */
import type { AllowanceArguments } from '../read/directives.js';
import type { Draft } from '../read/draft.js';

export function notEnforced(draft: Draft): readonly string[] {
  const bounds = draft.bounds.flatMap(({ args }) => [
    ...args.persons.map(
      (allowance) => `@bound(persons:) of ${args.role} is not enforced: ${printAllowance(allowance)}.`,
    ),
    ...args.misses.map((allowance) => `@bound(misses:) of ${args.role} is not enforced: ${printAllowance(allowance)}.`),
  ]);
  return Object.freeze(bounds);
}

function printAllowance({ of, share, floor, cap, per, by }: AllowanceArguments): string {
  const amounts = [
    of === undefined ? undefined : String(of),
    share === undefined ? undefined : `${String(share)} of the caseload`,
    floor === undefined ? undefined : `at least ${String(floor)}`,
    cap === undefined ? undefined : `at most ${String(cap)}`,
  ].filter((amount) => amount !== undefined);
  return `${amounts.join(', ')} per ${per} by ${by}`;
}
