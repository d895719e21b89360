import { invariant } from '../../kernel/invariant.js';

/** A table or column name of the policy, quoted. Names come from the SDL, never from a request. */
export function identifier(name: string): string {
  invariant(/^[a-z_][a-z0-9_]{0,62}(\.[a-z_][a-z0-9_]{0,62})?$/.test(name), `not a plain SQL name: ${name}`);
  return name
    .split('.')
    .map((part) => `"${part}"`)
    .join('.');
}

/** A name of the SDL as a value. */
export function word(name: string): string {
  invariant(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(name), `not a plain word: ${name}`);
  return `'${name}'`;
}
