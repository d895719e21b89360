import type { Sensitivity } from '../../policy/compiled.js';
import type { Ordering } from './ordering.js';
import { orderingOf } from './ordering.js';

/** SPECIAL and OFFENCE are never stored in clear, which NATIONAL_ID may be; of the two neither protects more. */
const protects: Readonly<Record<Sensitivity, readonly Sensitivity[]>> = {
  ORDINARY: ['ORDINARY'],
  NATIONAL_ID: ['NATIONAL_ID', 'ORDINARY'],
  SPECIAL: ['SPECIAL', 'NATIONAL_ID', 'ORDINARY'],
  OFFENCE: ['OFFENCE', 'NATIONAL_ID', 'ORDINARY'],
};

/** Less protected is wider. */
export function bySensitivity(old: Sensitivity, next: Sensitivity): Ordering {
  return orderingOf(protects[old].includes(next), protects[next].includes(old));
}
