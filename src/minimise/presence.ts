import type { ScalarValue } from '../kernel/scalar.js';

/** There is a value. Where there is none nothing is minimised, so nothing is said. */
export function presence(_value: ScalarValue): true {
  return true;
}
