/** ITU-T E.164: zones 1 and 7 have one digit, the countries listed two, all others three. */
const oneDigit = /^[17]/;
const twoDigits = /^(?:2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/** The country calling code of a number in E.164, without the plus. */
export function callingCode(number: string): string {
  const digits = number.slice(1);
  if (oneDigit.test(digits)) return digits.slice(0, 1);
  return digits.slice(0, twoDigits.test(digits) ? 2 : 3);
}
