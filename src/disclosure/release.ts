import { confirmStanding } from './confirmStanding.js';
import type { Disclosure } from './disclosureContext.js';
import { requireNobodyErased } from './erasedMeanwhile.js';
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
    if (coordinates.length === 0) return new Released(minimised);
    const standing = await confirmStanding(context, context.rooms.database, coordinates);
    if (standing === 'CONFIRMED') await requireNobodyErased(context, minimised);
    return new Released(minimised);
  }
}
