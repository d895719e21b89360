/** The rungs once more, from the words of the vocabulary: what is left of a value at each precision. */

export type Plain = string | number | boolean;

/** `year`: the calendar year that it is somewhere in the store's zones. PSEUDONYM is no function of the value alone. */
export function rungOf(precision: string, scalar: string, value: Plain, year: number): Plain {
  const text = String(value);
  switch (precision) {
    case 'EXACT':
      return value;
    case 'PRESENCE':
      return true;
    case 'INITIAL':
      return `${firstLetter(text)}.`;
    case 'YEAR':
      return Number(text.split('-')[0]);
    case 'AGE_BAND':
      return bandOf(year - Number(text.split('-')[0]));
    case 'POSTCODE_AREA':
      return areaOf(text);
    case 'LAST2':
      return lastTwo(text);
    case 'MASKED':
      return masked(scalar, text);
    default:
      throw new Error(`the reading knows no precision ${precision}`);
  }
}

function firstLetter(text: string): string {
  for (const letter of text.normalize('NFC')) {
    if (letter.toLowerCase() !== letter.toUpperCase())
      return Array.from(letter.toUpperCase().normalize('NFC'))[0] ?? '';
  }
  return '';
}

function bandOf(age: number): string {
  if (age < 16) return '0-15';
  if (age < 18) return '16-17';
  if (age < 25) return '18-24';
  if (age >= 65) return '65+';
  const decade = Math.floor((age - 25) / 10) * 10 + 25;
  return `${String(decade)}-${String(decade + 9)}`;
}

function areaOf(postcode: string): string {
  if (postcode.startsWith('97') || postcode.startsWith('98')) return postcode.slice(0, 3);
  if (!postcode.startsWith('20')) return postcode.slice(0, 2);
  const third = Number(postcode.charAt(2));
  if (third <= 1) return '2A';
  return third <= 6 ? '2B' : '20';
}

function lastTwo(text: string): string {
  const characters = Array.from(text.normalize('NFC'));
  return `** ** ** ** ${characters.length < 6 ? '**' : characters.slice(-2).join('')}`;
}

function masked(scalar: string, text: string): string {
  if (scalar === 'Email') return maskedAddress(text);
  if (scalar === 'Phone') return `+${countryOf(text.slice(1))} ** ** ** **`;
  const characters = Array.from(text.normalize('NFC'));
  return characters.length < 3 ? '*****' : `${characters[0] ?? ''}****`;
}

function maskedAddress(address: string): string {
  const [local = '', domain = ''] = address.split('@');
  const labels = domain.split('.');
  return `${Array.from(local)[0] ?? ''}****@${Array.from(domain)[0] ?? ''}****.${labels.at(-1) ?? ''}`;
}

/** ITU-T E.164, list of assigned codes: all that have one digit or two; any other has three. */
const shortCodes =
  `1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81
82 84 86 90 91 92 93 94 95 98`.split(/\s/);

function countryOf(digits: string): string {
  return shortCodes.find((code) => digits.startsWith(code)) ?? digits.slice(0, 3);
}
