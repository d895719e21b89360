/** What a server asks for that wants a stronger or fresher authentication (RFC 9470, section 3). */
export interface AuthenticationWish {
  readonly acrValues: string | undefined;
  readonly maxAgeSeconds: number | undefined;
}

/** Reads a WWW-Authenticate line; undefined when it asks for something else. */
export function stepUpAskedFor(challenge: string | undefined): AuthenticationWish | undefined {
  if (challenge === undefined || parameter(challenge, 'error') !== 'insufficient_user_authentication') return undefined;
  const maxAge = parameter(challenge, 'max_age');
  return {
    acrValues: parameter(challenge, 'acr_values'),
    maxAgeSeconds: maxAge !== undefined && /^\d{1,9}$/.test(maxAge) ? Number(maxAge) : undefined,
  };
}

function parameter(challenge: string, name: string): string | undefined {
  return new RegExp(`(?:^|[ ,])${name}="([^"]*)"`).exec(challenge)?.[1];
}
