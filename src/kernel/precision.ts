import type { ScalarKind } from './scalar.js';

/** How much of a value leaves: the rungs of policy.graphql. */
export type Precision =
  'EXACT' | 'INITIAL' | 'YEAR' | 'AGE_BAND' | 'POSTCODE_AREA' | 'MASKED' | 'LAST2' | 'PSEUDONYM' | 'PRESENCE';

type Fit = 'any' | readonly ScalarKind[];

/**
 * Which scalars a rung is made for. A pseudonym of a value that few others can be (a status, a date) is undone by
 * counting how often each occurs, so it takes only values that identify; the last two of an email are no detail of it.
 */
const fits: Readonly<Record<Precision, Fit>> = Object.freeze({
  EXACT: 'any',
  INITIAL: ['Text'],
  YEAR: ['Date', 'PartialDate', 'YearMonth', 'DateTime'],
  AGE_BAND: ['Date', 'PartialDate', 'YearMonth'],
  POSTCODE_AREA: ['PostalCode'],
  MASKED: ['Text', 'Email', 'Phone'],
  LAST2: ['Text', 'Phone'],
  PSEUDONYM: ['Text', 'Email', 'Phone', 'ID'],
  PRESENCE: 'any',
} satisfies Record<Precision, Fit>);

/** All rungs, the exact one first. */
export const precisions = Object.freeze(Object.keys(fits)) as readonly Precision[];

/** Whether a value of `scalar` can be given at `precision`. */
export function precisionFits(precision: Precision, scalar: ScalarKind): boolean {
  const fit = fits[precision];
  return fit === 'any' || fit.includes(scalar);
}

/** The scalars that `precision` can be given for, to say in an error what would fit; `any` when all do. */
export function scalarsFitting(precision: Precision): 'any' | readonly ScalarKind[] {
  return fits[precision];
}

/** The scalar that a value of `scalar` becomes at `precision`: the type of the rung's generated field. */
export function scalarAt(precision: Precision, scalar: ScalarKind): ScalarKind {
  switch (precision) {
    case 'EXACT':
      return scalar;
    case 'YEAR':
      return 'Int';
    case 'PRESENCE':
      return 'Boolean';
    case 'INITIAL':
    case 'AGE_BAND':
    case 'POSTCODE_AREA':
    case 'MASKED':
    case 'LAST2':
    case 'PSEUDONYM':
      return 'Text';
  }
}
