/**
 * E-mail addresses at the domains of RFC 2606 and telephone numbers that the authorities keep for fiction: ARCEP's in
 * France, the NANP's 555-01xx, the Bundesnetzagentur's, PTS's and ACMA's abroad. Nobody can be reached by them.
 */
import type { Dice } from '../../kernel/dice.js';

const domains = ['example.org', 'example.net', 'example.com'] as const;
const frenchMobile = '+33639980000';
const frenchFixed = ['+33199000000', '+33261910000', '+33353010000', '+33465710000', '+33536490000'] as const;

export function email(dice: Dice, given: string, surname: string): string {
  const number = dice.chance(0.6) ? String(dice.between(1, 9999)) : '';
  const local = dice.chance(0.7)
    ? `${ascii(given)}.${ascii(surname)}${number}`
    : `${ascii(given).charAt(0)}${ascii(surname)}${number}`;
  return `${local}@${domains[dice.below(3)] ?? domains[0]}`;
}

export function phone(dice: Dice): string {
  const throwOf = dice.next();
  if (throwOf < 0.03) return foreignPhone(dice);
  if (throwOf < 0.15)
    return numbered(frenchFixed[dice.below(frenchFixed.length)] ?? frenchFixed[0], dice.below(10_000));
  return numbered(frenchMobile, dice.below(10_000));
}

function foreignPhone(dice: Dice): string {
  switch (dice.below(4)) {
    case 0:
      return numbered('+12025550100', dice.below(100));
    case 1:
      return numbered('+493023125000', dice.below(1000));
    case 2:
      return numbered('+46701740605', dice.below(95));
    default:
      return numbered('+61491570156', dice.below(4));
  }
}

/** The number that comes `offset` after `first`. */
function numbered(first: string, offset: number): string {
  return `+${String(Number(first.slice(1)) + offset)}`;
}

const known = new Map<string, string>();

/** `Le Gall` is `le-gall`, `Étienne` is `etienne`. Few words come often, so each is written once. */
function ascii(word: string): string {
  const before = known.get(word);
  if (before !== undefined) return before;
  const text = word
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z]+/g, '-');
  if (known.size < 50_000) known.set(word, text);
  return text;
}
