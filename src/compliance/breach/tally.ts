/** Counts persons by what was served of them; a person counts once, and as completed where one answer was. */
import type { CompiledPolicy } from '../../policy/compiled.js';
import type { DisclosedField } from '../coordinates.js';
import { disclosedField } from '../coordinates.js';
import type { DisclosedPerson } from './disclosedPersons.js';
import { isEarlier } from './disclosedPersons.js';

/** `unknown`: persons of whom no answer is known to have arrived. */
export interface PersonCount {
  readonly completed: number;
  readonly unknown: number;
}

export type FieldCount = DisclosedField & PersonCount;

export interface CategoryCount extends PersonCount {
  readonly category: string;
  readonly sensitivity: string;
}

export interface Tallied {
  readonly persons: PersonCount;
  readonly fields: readonly FieldCount[];
  readonly categories: readonly CategoryCount[];
  /** By hour, `2026-11-30T08:00:00Z`: how many persons were served for the first time in it. */
  readonly newPersons: ReadonlyMap<string, number>;
}

export class Tally {
  readonly #policy: CompiledPolicy;
  readonly #persons = new Counts();
  readonly #fields = new Counts();
  readonly #categories = new Counts();
  readonly #newPersons = new Map<string, number>();
  readonly #known = new Map<string, DisclosedField>();

  constructor(policy: CompiledPolicy) {
    this.#policy = policy;
  }

  add({ served }: DisclosedPerson): void {
    const completed = namesOf(served.filter(({ isCompleted }) => isCompleted));
    const unknown = namesOf(served.filter(({ isCompleted }) => !isCompleted));
    this.#persons.add(completed.length > 0 ? [''] : [], ['']);
    this.#fields.add(completed, unknown);
    this.#categories.add(this.#categoriesOf(completed), this.#categoriesOf(unknown));
    const hour = hourOf(served.map(({ first }) => first).reduce((one, other) => (isEarlier(other, one) ? other : one)));
    this.#newPersons.set(hour, (this.#newPersons.get(hour) ?? 0) + 1);
  }

  tallied(): Tallied {
    const [persons] = this.#persons.list();
    return {
      persons: persons === undefined ? { completed: 0, unknown: 0 } : persons[1],
      fields: this.#fields.list().map(([name, count]) => ({ ...this.#field(name), ...count })),
      categories: this.#categories.list().map(([category, count]) => ({
        category,
        sensitivity: this.#policy.categories.get(category) ?? 'ORDINARY',
        ...count,
      })),
      newPersons: this.#newPersons,
    };
  }

  #categoriesOf(names: readonly string[]): readonly string[] {
    return names.flatMap((name) => this.#field(name).category ?? []);
  }

  #field(name: string): DisclosedField {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const made = disclosedField(this.#policy, name);
    this.#known.set(name, made);
    return made;
  }
}

function hourOf(instant: string): string {
  return `${instant.slice(0, 13)}:00:00Z`;
}

/** Few shapes meet many persons: each is taken apart once. */
const namesOfFields = new Map<string, readonly string[]>();

function namesOf(served: DisclosedPerson['served']): readonly string[] {
  return served.flatMap(({ fields }) => {
    const known = namesOfFields.get(fields);
    if (known !== undefined) return known;
    const names = fields.split(' ');
    namesOfFields.set(fields, names);
    return names;
  });
}

class Counts {
  readonly #counts = new Map<string, { completed: number; unknown: number }>();

  /** Of one person: names may be given twice, and `unknown` may hold completed ones. */
  add(completed: readonly string[], unknown: readonly string[]): void {
    const counted = new Set<string>();
    for (const name of completed) if (isNew(counted, name)) this.#of(name).completed += 1;
    for (const name of unknown) if (isNew(counted, name)) this.#of(name).unknown += 1;
  }

  /** By name. */
  list(): readonly (readonly [string, PersonCount])[] {
    return [...this.#counts].toSorted(([one], [other]) => (one < other ? -1 : 1));
  }

  #of(name: string): { completed: number; unknown: number } {
    const known = this.#counts.get(name) ?? { completed: 0, unknown: 0 };
    this.#counts.set(name, known);
    return known;
  }
}

function isNew(counted: Set<string>, name: string): boolean {
  const size = counted.size;
  return counted.add(name).size > size;
}
