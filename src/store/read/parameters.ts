/** Parameters of a compiled statement: collected by name while the SQL is written, given values request by request. */
import type { ClaimName } from '../../kernel/caller.js';
import type { Duration } from '../../kernel/duration.js';
import type { ReadTimes } from './readTimes.js';

export type Parameter =
  | { readonly kind: 'claim'; readonly claim: ClaimName; readonly type: string }
  | { readonly kind: 'organisations'; readonly type: string }
  | { readonly kind: 'purpose' }
  | { readonly kind: 'now' }
  | { readonly kind: 'startedDay' }
  | { readonly kind: 'earliestLiving'; readonly durations: readonly Duration[] }
  | { readonly kind: 'given'; readonly name: string };

/** Who reads and when: what the reach predicates compare. */
export interface Reading {
  readonly claims: Readonly<Partial<Record<ClaimName, string>>>;
  /** Organisations that the caller's has absorbed: what is linked to them is linked to it. */
  readonly absorbed: readonly string[];
  /** Of the operation: an approval is for one. */
  readonly purpose: string;
  readonly times: ReadTimes;
}

/** For how many organisations a caller stands: each has statements of its own, so that an absorption changes nobody else's. */
export type Organisations = 'ONE' | 'SEVERAL';

export function organisationsOf({ absorbed }: Reading): Organisations {
  return absorbed.length === 0 ? 'ONE' : 'SEVERAL';
}

export class Parameters {
  readonly #list: Parameter[] = [];
  readonly #index = new Map<string, number>();
  readonly #organisations: Organisations;

  constructor(organisations: Organisations) {
    this.#organisations = organisations;
  }

  /** Whether a claim is compared with several values: {@link organisations}. */
  isSeveral(claim: ClaimName): boolean {
    return claim === 'ORGANISATION' && this.#organisations === 'SEVERAL';
  }

  claim(claim: ClaimName, type: string): string {
    return `${this.#place(`claim ${claim} ${type}`, { kind: 'claim', claim, type })}::${type}`;
  }

  /** The caller's organisation and those that it has absorbed, as an array. */
  organisations(type: string): string {
    return `${this.#place(`organisations ${type}`, { kind: 'organisations', type })}::${type}[]`;
  }

  purpose(): string {
    return `${this.#place('purpose', { kind: 'purpose' })}::text`;
  }

  now(): string {
    return `${this.#place('now', { kind: 'now' })}::timestamptz`;
  }

  startedDay(): string {
    return `${this.#place('startedDay', { kind: 'startedDay' })}::date`;
  }

  earliestLiving(durations: readonly Duration[]): string {
    const key = `earliestLiving ${durations.map(({ text }) => text).join(' ')}`;
    return `${this.#place(key, { kind: 'earliestLiving', durations })}::date`;
  }

  given(name: string, type: string): string {
    return `${this.#place(`given ${name}`, { kind: 'given', name })}::${type}`;
  }

  list(): readonly Parameter[] {
    return Object.freeze([...this.#list]);
  }

  #place(key: string, parameter: Parameter): string {
    let index = this.#index.get(key);
    if (index === undefined) {
      index = this.#list.push(parameter);
      this.#index.set(key, index);
    }
    return `$${String(index)}`;
  }
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function valuesOf(
  parameters: readonly Parameter[],
  reading: Reading,
  given: Readonly<Record<string, unknown>>,
): readonly unknown[] {
  return parameters.map((parameter) => {
    switch (parameter.kind) {
      case 'claim':
        return claimValue(reading.claims[parameter.claim], parameter.type);
      case 'organisations':
        return organisationValues(reading, parameter.type);
      case 'purpose':
        return reading.purpose;
      case 'now':
        return reading.times.now;
      case 'startedDay':
        return reading.times.startedDay;
      case 'earliestLiving':
        return reading.times.earliestLiving(parameter.durations);
      case 'given':
        return given[parameter.name];
    }
  });
}

/** A token that names no organisation names none that was absorbed either. */
function organisationValues({ claims, absorbed }: Reading, type: string): readonly string[] {
  if (claims.ORGANISATION === undefined) return [];
  return [claims.ORGANISATION, ...absorbed].filter((organisation) => claimValue(organisation, type) !== null);
}

/** What a token has not, or what cannot be a key of the column, is NULL: it equals nothing, whatever the store holds. */
function claimValue(claim: string | undefined, type: string): string | null {
  if (claim === undefined) return null;
  return type === 'uuid' && !uuidForm.test(claim) ? null : claim;
}
