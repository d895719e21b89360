/** The classes of authentication that @party(acr:) names, the preferred one first: words behind each other, as in `acr_values` (OpenID Connect Core, section 3.1.2.1; RFC 9470, section 3). */
export function acrValues(acr: string | undefined): readonly string[] {
  return acr === undefined ? [] : acr.split(' ');
}
