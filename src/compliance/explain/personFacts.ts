import type { CompiledPolicy, Reach, RolePolicy } from '../../policy/compiled.js';
import type { ExplainedLink } from './explainedLinks.js';
import type { ExplainedWay } from './explainRole.js';
import type { PersonState } from './personState.js';
import type { AccountStanding } from './standing.js';

export interface ReachLinks {
  readonly reach: Reach;
  readonly links: readonly ExplainedLink[];
}

/** `REFUSED`: with a code, before anything is read. `WITHHELD`: absent, as what is empty is (law 7). */
export interface ShownWay extends Omit<ExplainedWay, 'decision'> {
  readonly decision: 'SHOWN' | 'WITHHELD' | 'REFUSED';
}

/** All that decides of one person. */
export interface PersonFacts {
  readonly policy: CompiledPolicy;
  readonly role: RolePolicy;
  readonly standing: AccountStanding;
  readonly state: PersonState;
  readonly links: readonly ReachLinks[];
  /** Purposes for which the person's approval lives. */
  readonly approvedFor: ReadonlySet<string>;
}
