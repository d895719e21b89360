/** What is said of a row that was not written: closed, documented in docs/codes.md, never a value. */
import type { ConstraintRefusal } from '../../store/write/savepoint.js';
import type { ReasonCode } from '../../vault/validateScalar.js';

export type RowCode =
  /** Absent, out of reach, ended, not agreeing or mangled: nobody can tell which (law 7). */
  | 'NOT_FOUND'
  /** The row is not in a state from which the write goes. */
  | 'STATE'
  /** What the caller saw of the row has changed since. */
  | 'STALE'
  /** The list names the row twice; the first stands. */
  | 'REPEATED'
  | 'ALREADY_RECORDED'
  /** The store's own rules refuse the row as a whole: an end before the start. */
  | 'INCONSISTENT'
  /** `phone:NOT_A_PHONE_NUMBER`: the input by its path, then what its value is not. */
  | `${string}:${ReasonCode | 'REQUIRED'}`;

export interface RowError {
  /** Place in the list, from 0. */
  readonly row: number;
  readonly code: RowCode;
}

export function codeOfRefusal(refusal: ConstraintRefusal): RowCode {
  switch (refusal) {
    case 'MISSING_REFERENCE':
      return 'NOT_FOUND';
    case 'DUPLICATE':
      return 'ALREADY_RECORDED';
    case 'INCONSISTENT':
      return 'INCONSISTENT';
  }
}
