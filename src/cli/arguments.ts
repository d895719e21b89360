/** Arguments that several commands take, read strictly. */
import { InvalidArgumentError } from 'commander';
import { isSecureOrigin } from '../jws/secureOrigin.js';

export function seconds(argument: string): number {
  if (!/^\d{1,9}$/.test(argument)) throw new InvalidArgumentError('It is no number of seconds.');
  return Number(argument);
}

export const insecureUrl = 'The token would travel in clear: write https, or an address of this machine.';

/** An address to which a token may be sent. */
export function secureUrl(argument: string): string {
  if (!isSecureOrigin(argument)) throw new InvalidArgumentError(insecureUrl);
  return argument;
}
