import type { RejectCode } from './reject.js';

/** A row as its file gives it: an object to be read, or why it is none. */
export interface SourceRow {
  /** Line at which it starts, from 1. */
  readonly line: number;
  readonly content: { readonly value: unknown } | { readonly problem: RejectCode };
  /** Offset behind its last line. */
  readonly end: number;
  /** Number of its last line. */
  readonly lastLine: number;
}
