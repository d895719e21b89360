import type { ScalarValue } from '../../kernel/scalar.js';
import type { OpeningRequest } from '../../plan/writePlan.js';
import { validateScalar } from '../../vault/validateScalar.js';
import type { RowError } from '../write/rowCodes.js';

export interface ReadNames {
  /** In canonical form; undefined when one has not its form. */
  readonly names: readonly ScalarValue[] | undefined;
  readonly errors: readonly RowError[];
}

/** What a caller brings; a value that has not its form is named by its argument alone, and tries nobody. */
export function readNames({ template, values }: OpeningRequest): ReadNames {
  const names: ScalarValue[] = [];
  const errors: RowError[] = [];
  for (const [index, { argument, field }] of template.wanted.entries()) {
    const given = values[index];
    const validation = validateScalar(field, given instanceof Date ? given.toISOString() : given);
    if (validation.valid) names.push(validation.value);
    else errors.push({ row: 0, code: `${argument}:${validation.reason}` });
  }
  return { names: errors.length === 0 ? names : undefined, errors };
}
