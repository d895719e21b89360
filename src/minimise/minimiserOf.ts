/**
 * A pure value to a smaller value: the table of transformations by precision. Resolved once, when a request is planned;
 * a pseudonym is not here, for it needs a key and is the vault's.
 */
import { invariant } from '../kernel/invariant.js';
import type { Precision } from '../kernel/precision.js';
import { precisionFits } from '../kernel/precision.js';
import type { ScalarKind, ScalarValue } from '../kernel/scalar.js';
import { ageBand } from './ageBand.js';
import { initial } from './initial.js';
import { last2 } from './last2.js';
import { maskedEmail, maskedPhone, maskedText } from './masked.js';
import { postcodeArea } from './postcodeArea.js';
import { presence } from './presence.js';
import { year } from './year.js';

/** The calendar year that it is in the store's zone. */
export interface Today {
  readonly year: number;
}

/** Takes a value that is there, in canonical form. */
export type Minimiser = (value: ScalarValue, today: Today) => ScalarValue;

/** The rungs that need no key. */
export type PurePrecision = Exclude<Precision, 'PSEUDONYM'>;

/** The transformation of values of `scalar` to `precision`, which must fit ({@link precisionFits}). */
export function minimiserOf(precision: PurePrecision, scalar: ScalarKind): Minimiser {
  invariant(precisionFits(precision, scalar), `${precision} does not fit ${scalar}`);
  switch (precision) {
    case 'EXACT':
      return (value) => value;
    case 'INITIAL':
      return (value) => initial(String(value));
    case 'YEAR':
      return (value) => year(String(value));
    case 'AGE_BAND':
      return (value, today) => ageBand(String(value), today.year);
    case 'POSTCODE_AREA':
      return (value) => postcodeArea(String(value));
    case 'MASKED':
      return maskerOf(scalar);
    case 'LAST2':
      return (value) => last2(String(value));
    case 'PRESENCE':
      return presence;
  }
}

function maskerOf(scalar: ScalarKind): Minimiser {
  if (scalar === 'Email') return (value) => maskedEmail(String(value));
  if (scalar === 'Phone') return (value) => maskedPhone(String(value));
  return (value) => maskedText(String(value));
}
