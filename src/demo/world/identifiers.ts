/**
 * Identifiers and NIR-like numbers. Each has the form of a real one and belongs to nobody: the key of every NIR here is
 * 98 or 99, which the rule (97 minus the remainder by 97) never gives.
 */
import type { Dice } from '../../kernel/dice.js';
import type { BirthDate } from './birthDate.js';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const space = 10_000_000 * letters.length;
/** Odd, no multiple of 5 or 13: a permutation of the space. */
const step = 48_271_919;

/** Unique by `index`, which is below 260 million: seven digits and a letter, eight and a letter, or eleven digits. */
export function employmentIdentifier(index: number): string {
  const shuffled = (index * step + 7_654_321) % space;
  const digits = Math.floor(shuffled / letters.length);
  const letter = letters.charAt(shuffled % letters.length);
  if (index % 10 < 6) return `${pad(digits, 7)}${letter}`;
  if (index % 10 < 7) return `${pad(10_000_000 + digits, 8)}${letter}`;
  return pad(50_000_000_000 + shuffled, 11);
}

export interface Birth {
  readonly isWoman: boolean;
  readonly date: BirthDate;
  /** INSEE code of the commune of birth: `38185`, `2A004`, `97411`; undefined for who was born abroad. */
  readonly commune: string | undefined;
}

export function nirLike(dice: Dice, birth: Birth): string {
  const sex = firstDigit(dice, birth.isWoman);
  const year = pad(birth.date.year % 100, 2);
  const month = birth.date.month === undefined ? String(dice.between(31, 42)) : pad(birth.date.month, 2);
  const place = birth.commune ?? `99${pad(dice.between(100, 399), 3)}`;
  const order = pad(dice.between(1, 899), 3);
  return `${sex}${year}${month}${place}${order}${dice.chance(0.5) ? '98' : '99'}`;
}

/** 3 and 4 while the number is being attributed, 7 and 8 for a provisional one. */
function firstDigit(dice: Dice, isWoman: boolean): number {
  const base = isWoman ? 2 : 1;
  const throwOf = dice.next();
  if (throwOf < 0.02) return base + 6;
  if (throwOf < 0.03) return base + 2;
  return base;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
