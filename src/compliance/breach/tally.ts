/** Counts persons by what was served of them; a person counts once, and as completed where one answer was. */
import type { CompiledPolicy } from '../../policy/compiled.js';
import type { DisclosedField } from '../coordinates.js';
import { disclosedField } from '../coordinates.js';
import type { Delivery, DisclosedPerson } from './disclosedPersons.js';
import { isEarlier } from './disclosedPersons.js';

/** `unknown`: persons of whom no answer is known to have arrived. `written`: persons whose row was changed, served or not. */
export interface PersonCount {
  readonly completed: number;
  readonly unknown: number;
  readonly written: number;
}

type Names = Readonly<Record<Delivery, readonly string[]>>;

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
    const of = (delivery: Delivery): DisclosedPerson['served'] => served.filter((each) => each.delivery === delivery);
    const names = mapped(of, namesOf);
    this.#persons.add(mapped(of, (each) => (each.length > 0 ? [''] : [])));
    this.#fields.add(names);
    this.#categories.add(
      mapped(
        (delivery) => names[delivery],
        (each) => this.#categoriesOf(each),
      ),
    );
    this.#addHour(served.filter(({ delivery }) => delivery !== 'written').map(({ first }) => first));
  }

  #addHour(served: readonly string[]): void {
    const [one, ...others] = served;
    if (one === undefined) return;
    const hour = hourOf(others.reduce((first, other) => (isEarlier(other, first) ? other : first), one));
    this.#newPersons.set(hour, (this.#newPersons.get(hour) ?? 0) + 1);
  }

  tallied(): Tallied {
    const [persons] = this.#persons.list();
    return {
      persons: persons === undefined ? { completed: 0, unknown: 0, written: 0 } : persons[1],
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
    const names = fields === '' ? [] : fields.split(' ');
    namesOfFields.set(fields, names);
    return names;
  });
}

function mapped<From>(of: (delivery: Delivery) => From, map: (each: From) => readonly string[]): Names {
  return { completed: map(of('completed')), unknown: map(of('unknown')), written: map(of('written')) };
}

class Counts {
  readonly #counts = new Map<string, { completed: number; unknown: number; written: number }>();

  /** Of one person: a name may be given twice, and be both completed and unknown. */
  add({ completed, unknown, written }: Names): void {
    const served = new Set<string>();
    for (const name of completed) if (isNew(served, name)) this.#of(name).completed += 1;
    for (const name of unknown) if (isNew(served, name)) this.#of(name).unknown += 1;
    for (const name of new Set(written)) this.#of(name).written += 1;
  }

  /** By name. */
  list(): readonly (readonly [string, PersonCount])[] {
    return [...this.#counts].toSorted(([one], [other]) => (one < other ? -1 : 1));
  }

  #of(name: string): { completed: number; unknown: number; written: number } {
    const known = this.#counts.get(name) ?? { completed: 0, unknown: 0, written: 0 };
    this.#counts.set(name, known);
    return known;
  }
}

function isNew(counted: Set<string>, name: string): boolean {
  const size = counted.size;
  return counted.add(name).size > size;
}
