/** What names somebody or something in a token or a proof: printable, bounded, without a space, a quote or a control character. */

const identifierForm = /^[A-Za-z0-9][A-Za-z0-9._:@|/+=~-]{0,127}$/;

/** What an identifier may be made of, in every claim that we read. */
export function isIdentifier(value: unknown): value is string {
  return typeof value === 'string' && identifierForm.test(value);
}

const uniqueIdForm = /^[A-Za-z0-9._:@|/+=~-]{1,128}$/;

/** A `jti` may start with `-` or `_` too: random base64url does, once in 32 times. */
export function isUniqueId(value: unknown): value is string {
  return typeof value === 'string' && uniqueIdForm.test(value);
}
