/** One invented person, made from an index alone: whoever comes before or after, the same index gives the same person. */
import type { AddressRow } from './addresses.js';
import { address } from './addresses.js';
import { birthDate, workingAge } from './birthDate.js';
import type { BirthDate } from './birthDate.js';
import type { Commune } from './communes.js';
import { communesByPopulation } from './communes.js';
import { email, phone } from './contacts.js';
import { Dice } from '../../kernel/dice.js';
import { mix32 } from './mix32.js';
import { givenNames } from './givenNames.js';
import { employmentIdentifier, nirLike } from './identifiers.js';
import { rowId } from './rowId.js';
import { surname } from './surnames.js';

export interface Person {
  readonly id: string;
  readonly identifier: string;
  readonly nir: string | undefined;
  readonly birthName: string;
  readonly usedName: string;
  readonly givenNames: string;
  readonly birthDate: string;
  readonly email: string | undefined;
  readonly phone: string | undefined;
  readonly address: AddressRow | undefined;
  readonly disabilityRecognised: boolean | undefined;
  readonly protectedAddress: boolean;
  readonly minor: boolean;
}

export interface Era {
  readonly seed: number;
  /** Number of the first person's identifier: stores with other people in them count from elsewhere. */
  readonly firstIdentifier: number;
  /** The year of today. */
  readonly year: number;
}

/** What a scene needs of a person; the rest is drawn. */
export interface PersonWish {
  readonly age?: number;
  readonly department?: string;
}

export interface Drawn {
  readonly person: Person;
  readonly age: number;
  /** For what else is drawn about the person. */
  readonly dice: Dice;
}

export function drawPerson(era: Era, index: number, wish: PersonWish = {}): Drawn {
  const dice = new Dice(mix32(index, era.seed));
  const isWoman = dice.chance(0.51);
  const age = wish.age ?? workingAge(dice);
  const born = birthDate(dice, age, era.year);
  const given = givenNames(dice, isWoman, born.year);
  const birthName = surname(dice);
  const usedName = isWoman && age > 25 && dice.chance(0.4) ? surname(dice) : birthName;
  const home = communesByPopulation(wish.department).draw(dice);
  const person: Person = {
    id: rowId('person', index, era.seed),
    identifier: employmentIdentifier(era.firstIdentifier + index),
    nir: dice.chance(0.98) ? nirLike(dice, { isWoman, date: born, commune: birthplace(dice, home) }) : undefined,
    birthName,
    usedName,
    givenNames: given,
    birthDate: born.text,
    email: dice.chance(0.92) ? email(dice, firstOf(given), usedName) : undefined,
    phone: dice.chance(0.94) ? phone(dice) : undefined,
    address: dice.chance(0.98) ? address(dice, home) : undefined,
    disabilityRecognised: disability(dice),
    protectedAddress: dice.chance(0.005),
    minor: isMinor(born, era.year),
  };
  return { person, age, dice };
}

/** Half are born where they live, some abroad. */
function birthplace(dice: Dice, home: Commune): string | undefined {
  const throwOf = dice.next();
  if (throwOf < 0.12) return undefined;
  return throwOf < 0.55 ? home.code : communesByPopulation().draw(dice).code;
}

/** Unknown of three in ten, who were never asked or did not say. */
function disability(dice: Dice): boolean | undefined {
  const throwOf = dice.next();
  return throwOf < 0.08 ? true : throwOf < 0.7 ? false : undefined;
}

/** By year of birth: the mark is the store's, and the demo keeps the day of majority out of it. */
function isMinor(born: BirthDate, year: number): boolean {
  return year - born.year < 18;
}

function firstOf(given: string): string {
  const space = given.indexOf(' ');
  return space < 0 ? given : given.slice(0, space);
}
