/** How the demo's persons log in. Everything about it is invented and shown on the page: it proves nobody's identity. */

/** Two factors: REFEDS' profile, which the roles of partners ask for. */
export const strongAcr = 'https://refeds.org/profile/mfa';
/** A password alone. */
export const plainAcr = 'https://refeds.org/profile/sfa';

export const demoPassword = 'demo';
/** What a second factor would show. */
export const demoCode = '246810';

export interface Authentication {
  readonly acr: string;
  /** RFC 8176. */
  readonly amr: readonly string[];
}

/**
 * What a login must reach for `acr_values` (OpenID Connect Core 1.0, section 3.1.2.1): the first one that there is, the
 * strong one where nothing was asked for; undefined when there is none of them.
 */
export function acrFor(acrValues: string | undefined): string | undefined {
  if (acrValues === undefined) return strongAcr;
  return acrValues.split(' ').find((value) => value === strongAcr || value === plainAcr);
}

/** Undefined when the two are not what the page shows. Without a second factor a login reaches the plain one only. */
export function authenticationBy(password: string, code: string): Authentication | undefined {
  if (password !== demoPassword) return undefined;
  if (code === demoCode) return { acr: strongAcr, amr: ['pwd', 'otp', 'mfa'] };
  return code === '' ? { acr: plainAcr, amr: ['pwd'] } : undefined;
}
