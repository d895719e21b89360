import { refuse } from '../kernel/refusal.js';

/** What tokens may carry as an identifier, and so what can be registered: `cloison.identifier`. */
const form = /^[A-Za-z0-9][A-Za-z0-9._:@|/+=~-]{0,127}$/;

export function isRegisterId(value: unknown): value is string {
  return typeof value === 'string' && form.test(value);
}

/** Throws Refused ARGUMENT_INVALID unless every id is one that a token can carry. */
export function requireIds(ids: readonly (string | undefined)[]): void {
  if (ids.every((id) => id === undefined || isRegisterId(id))) return;
  throw refuse(
    'ARGUMENT_INVALID',
    'An id is 1 to 128 letters, digits or ._:@|/+=~-, and begins with a letter or digit.',
  );
}
