/**
 * Which persons this process has seen counted in a scope, and when. It only spares the database a look-up: a person who was
 * counted stays counted, and whether that was in the bucket under way is for the database's clock to say.
 */

/** Persons in all scopes; then all are forgotten, and looked up again. */
const rememberedAtMost = 200_000;

export class CountedPersons {
  readonly #scopes = new Map<number, Map<string, number>>();
  #size = 0;

  add(scope: number, persons: readonly string[], at: number): void {
    if (this.#size + persons.length > rememberedAtMost) this.forget();
    const known = this.#scopes.get(scope) ?? new Map<string, number>();
    this.#scopes.set(scope, known);
    const before = known.size;
    for (const person of persons) known.set(person, Math.max(at, known.get(person) ?? 0));
    this.#size += known.size - before;
  }

  /** Since when all of them are known to be counted, in seconds since the epoch; undefined: of one nothing is known. */
  since(scope: number, persons: readonly string[]): number | undefined {
    const known = this.#scopes.get(scope);
    let since = Infinity;
    for (const person of persons) since = Math.min(since, known?.get(person) ?? -1);
    return since < 0 || since === Infinity ? undefined : since;
  }

  forget(): void {
    this.#scopes.clear();
    this.#size = 0;
  }
}
