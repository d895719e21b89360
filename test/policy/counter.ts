/** The tenancy with a reach that one opens for a reason: what tests of @exceptional and @opens change. */
import type { Edit } from './harness.js';

export const exceptional =
  '@exceptional(name: "counter", role: MANAGER, review: "P7D", persons: [{ of: 20, per: "P1D", by: ACCOUNT }], misses: [{ of: 10, per: "P1D", by: ACCOUNT }])';

export const grant = '@disclose(to: [MANAGER], for: [MANAGEMENT], through: ["counter"], as: INITIAL, within: "PT0S")';

export const opening =
  'openCounter(number: NationalNumber!, name: String! @sets(field: "birthName"), reason: CounterReason!): CorrectTenantPayload!';

export const opens = '@opens(reach: "counter", by: ["number", "birthName"], to: [MANAGER], for: [MANAGEMENT])';

const reach =
  '  @reach(name: "lodger", role: AGENCY, through: "lease", subject: "tenant_id", column: "agency_id", claim: ORGANISATION,\n         starts: "offered_on", ends: "ended_on", longest: "P18M", closes: ["objected_on"])\n  @reach(name: "self"';
const field = '    @personal(category: IDENTITY, search: [EXACT])\n';
const first = '  "Corrects what is wrong."\n';
const payload = 'type OfferLeasePayload {';

export const counter: readonly Edit[] = [
  [reach, `  ${exceptional}\n${reach}`],
  [field, `${field}    ${grant}\n`],
  [first, `  "Shows who stands before the counter."\n  ${opening}\n    ${opens}\n${first}`],
  [payload, `enum CounterReason { KEYS_LOST LETTER_RETURNED }\n\n${payload}`],
];
