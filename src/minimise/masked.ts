/** Enough for who knows the value to recognise it. The stars are always as many, so that no length shows. */
import { callingCode } from './callingCode.js';

const stars = '****';
const nothing = `*${stars}`;

/** `dupont@example.org` is `d****@e****.org`. */
export function maskedEmail(address: string): string {
  const at = address.lastIndexOf('@');
  if (at < 0) return nothing;
  const domain = address.slice(at + 1);
  const point = domain.lastIndexOf('.');
  return `${firstOf(address.slice(0, at))}${stars}@${firstOf(domain.slice(0, point))}${stars}${domain.slice(point)}`;
}

/** `+33639980007` is `+33 ** ** ** **`: the country and no digit of the line, whose end is LAST2's to show. */
export function maskedPhone(number: string): string {
  return `+${callingCode(number)} ** ** ** **`;
}

/** `Dupont` is `D****`. A text so short that its first letter is most of it is stars alone. */
export function maskedText(text: string): string {
  return Array.from(text.normalize('NFC')).length < 3 ? nothing : `${firstOf(text)}${stars}`;
}

function firstOf(text: string): string {
  const [first = '*'] = text.normalize('NFC');
  return first;
}
