import type { BreachRecord } from '../breachRecord.js';
import { letterEn, letterFr } from './letters.js';
import { notificationEn } from './notificationEn.js';
import { notificationFr } from './notificationFr.js';

export const languages = ['fr', 'en'] as const;

export type Language = (typeof languages)[number];

/** Name and text of each file that an officer goes on writing. */
export function draftsOf(record: BreachRecord, language: Language): readonly (readonly [string, string])[] {
  const isFrench = language === 'fr';
  return [
    [`notification.${language}.md`, (isFrench ? notificationFr : notificationEn)(record)],
    [`letter.${language}.md`, isFrench ? letterFr : letterEn],
  ];
}
