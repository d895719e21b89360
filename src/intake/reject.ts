import type { ReasonCode } from '../vault/validateScalar.js';

/** Why a row, or a column of it, is not loaded: closed, documented in docs/codes.md, never a value. */
export type RejectCode =
  | Exclude<ReasonCode, 'EMPTY'>
  | 'MALFORMED'
  | 'NOT_UTF8'
  | 'COLUMN_COUNT'
  | 'UNKNOWN_TYPE'
  | 'UNKNOWN_FIELD'
  | 'REQUIRED'
  | 'NOT_A_UUID'
  | 'NOT_A_LIST'
  | 'NOT_AN_OBJECT'
  | 'TOO_DEEP'
  | 'CONTRADICTS_OWNER'
  | 'DUPLICATE'
  | 'REFERENCE_MISSING'
  | 'CONSTRAINT';

export interface Problem {
  /** Path of the field in the policy; empty when it is the row as a whole. Never a name that the file brought. */
  readonly column: string;
  readonly code: RejectCode;
  /** The database's constraint or index that refused the row. */
  readonly rule?: string | undefined;
}

export interface Reject extends Problem {
  /** Of the file, from 1; of a seed, the row's number. */
  readonly line: number;
}
