import type { Allowance } from '../compiled.js';
import type { AllowanceArguments } from '../read/directives.js';
import { durationOf } from './models.js';

export function compileAllowance(allowance: AllowanceArguments): Allowance {
  const { of, share, floor, cap, per, by, shadow } = allowance;
  return Object.freeze({ of, share, floor, cap, per: durationOf(per), by, shadow });
}
