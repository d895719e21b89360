/** What the SDL states and this version does not do: said aloud at every start, so that nobody relies on it. */
import type { Draft } from '../read/draft.js';

export function notEnforced(draft: Draft): readonly string[] {
  const retains = [...draft.types.values()].flatMap(({ name, retains: uses }) =>
    uses.map(({ args }) => `@retain of ${name} is not enforced: nobody is erased ${args.keep} after ${args.from}.`),
  );
  return Object.freeze([...retains]);
}
