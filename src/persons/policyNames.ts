/** What the policy says of the names that ledger and notices hold: once for a policy. */
import type { CompiledPolicy, ObjectModel, RolePolicy, WriteModel } from '../policy/compiled.js';
import { isRecipient } from '../policy/engine.js';

export class PolicyNames {
  readonly #policy: CompiledPolicy;
  /** By coordinate: the types whose field it is; several where an embedded object stands in several. */
  readonly #owners = new Map<string, readonly ObjectModel[]>();

  constructor(policy: CompiledPolicy) {
    this.#policy = policy;
    for (const model of policy.types.values())
      for (const { coordinate } of model.fields.values())
        this.#owners.set(coordinate, [...(this.#owners.get(coordinate) ?? []), model]);
  }

  /** A role that the policy no longer has was a recipient's, for all that is known. */
  isRecipient(role: string | null): boolean {
    return isRecipient(this.#policy.roles.get(role ?? '')?.party ?? 'RECIPIENT');
  }

  /** The type of the person whose these are; undefined when the policy no longer says. */
  personOf(coordinates: Iterable<string>): string | undefined {
    for (const coordinate of coordinates) {
      const types = new Set(this.#owners.get(coordinate)?.map(({ subject }) => subject?.type));
      const [only] = types;
      if (types.size === 1 && only !== undefined) return only;
    }
    return undefined;
  }

  /** The writes that an entry names, as its role may do them. */
  writesOf(operation: string | null): readonly WriteModel[] {
    return (operation ?? '')
      .split(',')
      .flatMap((name) => this.#policy.writes.get(name.replace(/^Mutation\./, '')) ?? []);
  }

  /**
   * Whether a role that was served the field sees every row that holds it. Of one that sees some records of a person, nobody knows
   * whether it saw the one that was changed: to tell it would tell of another's.
   */
  seesEveryRow(role: string | null, coordinate: string): boolean {
    const models = this.#owners.get(coordinate) ?? [];
    const reaches = this.#policy.roles.get(role ?? '')?.reaches;
    return models.some(
      ({ kind, name }) =>
        kind === 'subject' || (kind === 'record' && (reaches?.get(name) ?? []).some(({ row }) => row === undefined)),
    );
  }
}

/** Contract's names by coordinate of the store: `Tenant.phone` is `Tenant.phoneLast2`. */
export function contractNames(policy: CompiledPolicy, role: RolePolicy): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  for (const { type, fields } of role.types.values()) {
    for (const { name, path } of fields.values()) {
      const coordinate = policy.types.get(type)?.fields.get(path)?.coordinate;
      if (coordinate !== undefined) names.set(coordinate, [...(names.get(coordinate) ?? []), `${type}.${name}`]);
    }
  }
  return names;
}
