import { confirmStanding } from './confirmStanding.js';
import type { Disclosure } from './disclosureContext.js';
import type { Minimised } from './pages.js';

/** What may leave: made here and nowhere else, and the only thing that `respond` takes. */
export class Released {
  readonly minimised: Minimised;

  private constructor(minimised: Minimised) {
    this.minimised = minimised;
  }

  /** Asks the register last. An operation without a root of the store has read nothing. */
  static async of(context: Disclosure, minimised: Minimised): Promise<Released> {
    if (minimised.roots.length > 0) await confirmStanding(context, context.rooms.database, minimised.coordinates);
    return new Released(minimised);
  }
}
