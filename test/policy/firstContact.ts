/** The tenancy with a first contact: an agency asks to let to a person whom it can name. */
import type { Edit } from './harness.js';

/** What names the person. */
export const named = 'number: NationalNumber!, birthName: String!';

/** Whose the link is. */
export const ownClaim = '@sets(field: "agency", claim: ORGANISATION)';

/** `given`: its arguments; `states`: what it sets and compares by itself. */
export function requesting(given: string, states = ownClaim): Edit {
  return [
    '  "Corrects what is wrong."',
    `  requestLink(${given}): LinkRequestState!
    @request(
      type: "Lease", by: ["number", "birthName"], to: [AGENCY], for: [LETTING], confirm: ["portfolio"]
      expires: "P14D", misses: [{ of: 9, per: "P1D", by: ACCOUNT }]
    )
    ${states}
  "Corrects what is wrong."`,
  ];
}
