/** Who was really served of a person (GDPR Art. 15(1)(c), C-154/21): not who might have been. */
import type { Executor, PersonEntry } from './personEntries.js';
import { everyEntryOf } from './personEntries.js';

/** One organisation, or the controller's own staff of a role, for one purpose. */
export interface Served {
  readonly organisation: string | null;
  readonly name: string | null;
  readonly role: string;
  readonly purpose: string;
  /** `Type.field`, with `:PRECISION` unless EXACT; sorted. */
  readonly fields: readonly string[];
  /** ISO 8601 in UTC. */
  readonly first: string;
  readonly last: string;
  readonly completed: number;
  /** Answers of which nobody knows whether they arrived. */
  readonly unknown: number;
  readonly written: number;
}

/** By organisation, role and purpose; reads of the person's own role too: the caller leaves out what it does not want. */
export async function servedOf(executor: Executor, person: string): Promise<readonly Served[]> {
  const tallies = new Map<string, Tally>();
  for await (const entry of everyEntryOf(executor, person)) {
    const key = JSON.stringify([entry.organisation, entry.role, entry.purpose]);
    const tally = tallies.get(key) ?? new Tally(entry);
    tally.add(entry);
    tallies.set(key, tally);
  }
  return [...tallies.values()].map((tally) => tally.served());
}

class Tally {
  readonly #newest: PersonEntry;
  readonly #fields = new Set<string>();
  #first: string;
  #completed = 0;
  #unknown = 0;
  #written = 0;

  constructor(newest: PersonEntry) {
    this.#newest = newest;
    this.#first = newest.at;
  }

  /** From the newest to the oldest. */
  add({ at, kind, fields, isComplete }: PersonEntry): void {
    this.#first = at;
    for (const { coordinate, precision } of fields)
      this.#fields.add(precision === 'EXACT' ? coordinate : `${coordinate}:${precision}`);
    if (kind === 'WRITE') this.#written += 1;
    else if (isComplete) this.#completed += 1;
    else this.#unknown += 1;
  }

  served(): Served {
    const { organisation, name, role, purpose, at } = this.#newest;
    return {
      organisation,
      name,
      role: role ?? '',
      purpose: purpose ?? '',
      fields: [...this.#fields].toSorted(),
      first: this.#first,
      last: at,
      completed: this.#completed,
      unknown: this.#unknown,
      written: this.#written,
    };
  }
}
