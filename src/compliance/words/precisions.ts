import type { Precision } from '../../kernel/precision.js';
import type { Language } from './language.js';

type Words = Readonly<Record<Precision, string>>;

const english: Words = {
  EXACT: 'exactly',
  INITIAL: 'the initial only',
  YEAR: 'the year only',
  AGE_BAND: 'the age band only',
  POSTCODE_AREA: 'the area of the postcode only',
  MASKED: 'masked',
  LAST2: 'the last two characters only',
  PSEUDONYM: 'a pseudonym only',
  PRESENCE: 'only whether there is a value',
};

const french: Words = {
  EXACT: 'exactement',
  INITIAL: 'l’initiale seulement',
  YEAR: 'l’année seulement',
  AGE_BAND: 'la tranche d’âge seulement',
  POSTCODE_AREA: 'la zone du code postal seulement',
  MASKED: 'masqué',
  LAST2: 'les deux derniers caractères seulement',
  PSEUDONYM: 'un pseudonyme seulement',
  PRESENCE: 'seulement s’il y a une valeur',
};

const words: Readonly<Record<Language, Readonly<Record<string, string>>>> = { en: english, fr: french };

/** A rung in plain words; what is none stays as it is. */
export function precisionWord(language: Language, precision: string): string {
  return words[language][precision] ?? precision;
}
