import { parseDuration } from '../../kernel/duration.js';
import type { Language } from './language.js';

const units = {
  en: [
    ['year', 'years'],
    ['month', 'months'],
    ['day', 'days'],
    ['hour', 'hours'],
    ['minute', 'minutes'],
    ['second', 'seconds'],
  ],
  fr: [
    ['an', 'ans'],
    ['mois', 'mois'],
    ['jour', 'jours'],
    ['heure', 'heures'],
    ['minute', 'minutes'],
    ['seconde', 'secondes'],
  ],
} as const;

const and = { en: ' and ', fr: ' et ' } as const;
const nothing = { en: 'no time', fr: 'aucun délai' } as const;

/** `P1Y6M` is `1 year and 6 months`, `PT0S` is `no time`; what is no duration stays as it is. */
export function lengthIn(language: Language, text: string): string {
  const duration = parseDuration(text);
  if (duration === undefined) return text;
  const { months, days, seconds } = duration;
  const counts = [
    Math.floor(months / 12),
    months % 12,
    days,
    Math.floor(seconds / 3600),
    Math.floor((seconds % 3600) / 60),
    seconds % 60,
  ];
  const parts = units[language].flatMap(([one, many], place) => counted(counts[place] ?? 0, [one, many]));
  return parts.length === 0 ? nothing[language] : parts.join(and[language]);
}

function counted(count: number, [one, many]: readonly [string, string]): readonly string[] {
  return count === 0 ? [] : [`${String(count)} ${count === 1 ? one : many}`];
}
