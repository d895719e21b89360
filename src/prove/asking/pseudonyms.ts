import type { Asker } from '../reading/callerReading.js';
import type { Plain } from '../reading/rungs.js';

/** As long for every value, so that none shows through. */
const form = /^[\w-]{22}$/;

/** What is promised of pseudonyms, over all that were served: stable in one organisation, other in another, no value. */
export class Pseudonyms {
  /** By organisation, field and value. */
  readonly #served = new Map<string, string>();
  /** Whose it is, and what it stands for. */
  readonly #meanings = new Map<string, string>();

  /** `PSEUDONYM`, or what is wrong with it. */
  judge(
    { claims }: Asker,
    coordinate: string,
    { value, served }: { readonly value: Plain; readonly served: unknown },
  ): string {
    if (typeof served !== 'string' || !form.test(served) || served === value) return 'NO_PSEUDONYM';
    const scope = claims['ORGANISATION'] ?? claims['ACCOUNT'] ?? '';
    const meaning = JSON.stringify([scope, coordinate, value]);
    const before = this.#served.get(meaning) ?? served;
    const means = this.#meanings.get(served) ?? meaning;
    this.#served.set(meaning, before);
    this.#meanings.set(served, means);
    if (before !== served) return 'UNSTABLE_PSEUDONYM';
    return means === meaning ? 'PSEUDONYM' : 'LINKABLE_PSEUDONYM';
  }
}
