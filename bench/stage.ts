/** What a run stands on: where its servers find their stores, and what the load sends. */
import type { Program } from './serverProcess.js';
import type { CloisonSettings } from './servers.js';

export interface Stage {
  /** Goes with the run. */
  readonly folder: string;
  /** Process id of PostgreSQL's first process, whose children do its work. */
  readonly postmaster: number;
  /** Where Cloison's store is, and what opens it. */
  readonly sealed: CloisonSettings;
  readonly cloison: (nodeFlags?: readonly string[]) => Program;
  /** The servers beside it; the first call fills their store. */
  readonly plain: () => Promise<readonly Program[]>;
  /** Of one connection each; every server gets the same and reads what it needs. */
  readonly headers: readonly Readonly<Record<string, string>>[];
}
