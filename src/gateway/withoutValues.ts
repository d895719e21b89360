/**
 * GraphQL's own messages quote what they could not read. A person's value that was typed into a query would come back in an
 * error, and from there into whatever keeps a partner's errors; so what is quoted is cut out (law 9).
 */
const quoting: readonly (readonly [form: RegExp, without: string])[] = [
  [/( cannot represent [^:]*value): .*$/s, '$1.'],
  [/^Value .* (does not exist in "\w+" enum\.).*$/s, 'The value $1'],
  [/^(Expected value of type "[^"]+"), found .*$/s, '$1.'],
  [/^(Syntax Error: (?:Unexpected|Expected .*?, found) (?:String|BlockString|Int|Float)) .*$/s, '$1.'],
];

/** A message of parsing or validation without any literal of the request. */
export function withoutValues(message: string): string {
  return quoting.reduce((text, [form, without]) => text.replace(form, without), message);
}
