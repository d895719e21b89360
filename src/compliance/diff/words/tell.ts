import type { Change } from '../change.js';
import { english } from './english.js';
import { french } from './french.js';
import type { Language } from '../../words/language.js';
import type { DiffWords } from './words.js';

const words: Readonly<Record<Language, DiffWords>> = { en: english, fr: french };

export function wordsIn(language: Language): DiffWords {
  return words[language];
}

/** A change in one sentence of plain words. */
export function tell(language: Language, { subject, aspect, from, to }: Change): string {
  const { subject: tellSubject, aspects } = words[language];
  const colon = language === 'fr' ? ' : ' : ': ';
  return `${tellSubject(subject)}${colon}${aspects[aspect](from, to)}`;
}
