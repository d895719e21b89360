/** Which states of which links were met: what was not is said, for nothing was proved of it. */
import { possibleStates } from './reading/linkState.js';
import type { StatedPolicy } from './reading/statedPolicy.js';
import { waysOf } from './reading/ways.js';

/** By role, way and state. */
export class Coverage {
  readonly #met = new Set<string>();

  note(role: string, way: string, state: string): void {
    this.#met.add(keyOf(role, way, state));
  }

  /** What could have been met by `roles` and was not, each as `ROLE way STATE`. */
  unmet(policy: StatedPolicy, roles: readonly string[]): readonly string[] {
    return roles.flatMap((role) =>
      [...waysOf(policy, role)].flatMap(([name, way]) =>
        possibleStates(way)
          .map((state) => keyOf(role, name, state))
          .filter((key) => !this.#met.has(key)),
      ),
    );
  }
}

function keyOf(role: string, way: string, state: string): string {
  return `${role} ${way} ${state}`;
}
