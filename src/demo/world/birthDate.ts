/** Birth dates of people of working age, some of them known by month or year only. */
import type { Dice } from '../../kernel/dice.js';

export interface BirthDate {
  readonly year: number;
  readonly month: number | undefined;
  readonly day: number | undefined;
  /** `1984-03-02`, `1984-03` or `1984`. */
  readonly text: string;
}

const incompleteShare = 0.008;

/** Of a person who is `age` years old, or becomes it this year; `thisYear` is the year of today. */
export function birthDate(dice: Dice, age: number, thisYear: number): BirthDate {
  const year = thisYear - age;
  if (dice.chance(incompleteShare))
    return dice.chance(0.5) ? dateOfParts(year) : dateOfParts(year, dice.between(1, 12));
  const month = dice.between(1, 12);
  return dateOfParts(year, month, dice.between(1, daysOfMonth(year, month)));
}

function dateOfParts(year: number, month?: number, day?: number): BirthDate {
  const text = [year, month, day]
    .filter((part) => part !== undefined)
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
  return { year, month, day, text };
}

/** Most are between 20 and 45; who is under 18 is rare. */
export function workingAge(dice: Dice): number {
  const throwOf = dice.next();
  if (throwOf < 0.012) return dice.between(16, 17);
  if (throwOf < 0.16) return dice.between(18, 24);
  if (throwOf < 0.45) return dice.between(25, 34);
  if (throwOf < 0.68) return dice.between(35, 44);
  if (throwOf < 0.87) return dice.between(45, 54);
  return dice.between(55, 66);
}

function daysOfMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
