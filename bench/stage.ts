/** What a run stands on: where its servers find their stores, and what the load sends. */
import type { Program } from './serverProcess.js';

export interface Stage {
  /** Goes with the run. */
  readonly folder: string;
  /** Process id of PostgreSQL's first process, whose children do its work. */
  readonly postmaster: number;
  readonly cloison: (nodeFlags?: readonly string[]) => Program;
  readonly plain: readonly Program[];
  /** Of one connection each; every server gets the same and reads what it needs. */
  readonly headers: readonly Readonly<Record<string, string>>[];
}
