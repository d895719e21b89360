import { confirmStanding } from './confirmStanding.js';
import type { Disclosure } from './disclosureContext.js';
import type { Minimised } from './pages.js';

/** What may leave: made here and nowhere else, and the only thing that `respond` takes. */
export class Released {
  readonly minimised: Minimised;

  private constructor(minimised: Minimised) {
    this.minimised = minimised;
  }

  /** Asks the register last. An operation without a coordinate has read and mapped nothing. */
  static async of(context: Disclosure, minimised: Minimised): Promise<Released> {
    const { coordinates } = minimised;
    if (coordinates.length > 0) await confirmStanding(context, context.rooms.database, coordinates);
    return new Released(minimised);
  }
}
