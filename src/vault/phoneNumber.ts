/** Phone numbers in E.164, the one form that is the same however a number was written. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

const international = /^\+[1-9]\d{6,14}$/;
const separators = /[\s.\-/()‐-―]/g;
/** As written in France, or with France's own calling code before it. */
const french = /^(?:0|\+330?|00330?)([1-9]\d{8})$/;

/**
 * The overseas departments share France's national plan but have calling codes of their own: 0692 … dialled in Paris is
 * +262 692 … abroad. 06 39 98 is not Mayotte's but the range that the regulator keeps for fiction.
 */
const overseas: readonly { readonly callingCode: string; readonly national: RegExp }[] = [
  { callingCode: '+590', national: /^(?:590|69[01])/ },
  { callingCode: '+594', national: /^[56]94/ },
  { callingCode: '+596', national: /^(?:596|69[67])/ },
  { callingCode: '+262', national: /^(?:26[239]|69[23]|639(?!98))/ },
];

/** The number in E.164, read as in France when it has no calling code; undefined when it cannot be a number. */
export function phoneNumber(text: string): string | undefined {
  const national = french.exec(text.replaceAll(separators, ''))?.[1];
  if (national !== undefined) return callingCodeOf(national) + national;
  const parsed = parsePhoneNumberFromString(text, { defaultCountry: 'FR', extract: false });
  if (parsed === undefined || parsed.ext !== undefined || !parsed.isPossible()) return undefined;
  return international.test(parsed.number) ? parsed.number : undefined;
}

function callingCodeOf(national: string): string {
  return overseas.find((plan) => plan.national.test(national))?.callingCode ?? '+33';
}
