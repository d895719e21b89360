/** What the policy says of the names that ledger and notices hold: `Type.path` of the store. */
import type { CompiledPolicy, RolePolicy, WriteModel } from '../policy/compiled.js';
import { isRecipient } from '../policy/isRecipient.js';

export class PolicyNames {
  readonly #policy: CompiledPolicy;

  constructor(policy: CompiledPolicy) {
    this.#policy = policy;
  }

  /** A role that the policy no longer has was a recipient's, for all that is known. */
  isRecipient(role: string | null): boolean {
    return isRecipient(this.#policy.roles.get(role ?? '')?.party ?? 'RECIPIENT');
  }

  /** The type of the person whose these are; undefined when the policy no longer says. */
  personOf(coordinates: readonly string[]): string | undefined {
    const subjects = coordinates.flatMap(
      (coordinate) => this.#policy.types.get(typeOf(coordinate))?.subject?.type ?? [],
    );
    return subjects[0];
  }

  /** The writes that an entry names, as its role may do them. */
  writesOf(operation: string | null): readonly WriteModel[] {
    return (operation ?? '')
      .split(',')
      .flatMap((name) => this.#policy.writes.get(name.replace(/^Mutation\./, '')) ?? []);
  }

  /**
   * Whether a role that was served the field sees every row of the person that holds it. Of one that sees some records, nobody knows
   * whether it saw the one that was changed: to tell it would tell of another's.
   */
  seesEveryRow(role: string, coordinate: string): boolean {
    const model = this.#policy.types.get(typeOf(coordinate));
    if (model === undefined || model.kind === 'entity') return false;
    const reaches = this.#policy.roles.get(role)?.reaches.get(model.name) ?? [];
    return model.kind === 'subject' || reaches.some(({ row }) => row === undefined);
  }
}

function typeOf(coordinate: string): string {
  return coordinate.split('.', 1)[0] ?? '';
}

/** Names in the role's contract by those of the store: `Tenant.phone` is `Tenant.phoneLast2`. */
export function contractNames({ types }: RolePolicy): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  for (const { type, fields } of types.values()) {
    for (const { name, path } of fields.values()) {
      const coordinate = `${type}.${path}`;
      names.set(coordinate, [...(names.get(coordinate) ?? []), `${type}.${name}`]);
    }
  }
  return names;
}
