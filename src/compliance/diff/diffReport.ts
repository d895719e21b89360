/** Two policies compared and judged: one value that is printed for people and for machines alike. */
import type { CompiledPolicy } from '../../policy/compiled.js';
import type { Place } from '../../policy/places.js';
import type { Approval } from './approval.js';
import { judgeApprovals } from './approval.js';
import type { Change, Effect } from './change.js';
import { comparePolicies } from './comparePolicies.js';
import type { Departures } from './departures.js';
import { departuresOf } from './departures.js';
import { keyOf } from './keys.js';
import type { Side } from './sites.js';
import { siteOf } from './sites.js';

/** One of the two policies, with its SDL's places. */
export interface DiffSide extends Side {
  /** As the caller named it. */
  readonly name: string;
  readonly policy: CompiledPolicy;
}

export interface ReportedChange {
  readonly effect: Effect;
  readonly key: string;
  readonly change: Change;
  readonly place: Place | undefined;
  /** Of a widening; undefined: nobody answers for it. */
  readonly approval: Approval | undefined;
}

export interface DiffReport {
  readonly old: string;
  readonly next: string;
  readonly changes: readonly ReportedChange[];
  readonly departures: Departures;
  readonly stale: readonly Approval[];
  /** Keys of widenings that nobody has approved. */
  readonly unapproved: readonly string[];
}

export function diffReport(old: DiffSide, next: DiffSide, approvals: readonly Approval[]): DiffReport {
  const changes = comparePolicies(old.policy, next.policy);
  const { widenings, stale } = judgeApprovals(changes, approvals);
  const approvalOf = new Map(widenings.map(({ change, approval }) => [change, approval]));
  const reported = changes.map((change) => ({
    effect: change.effect,
    key: keyOf(change),
    change,
    place: siteOf(change, old, next),
    approval: approvalOf.get(change),
  }));
  return {
    old: old.name,
    next: next.name,
    changes: reported,
    departures: departuresOf(old.policy, next.policy),
    stale,
    unapproved: reported.filter(isUnapproved).map(({ key }) => key),
  };
}

export function isUnapproved({ effect, approval }: ReportedChange): boolean {
  return effect === 'widening' && approval === undefined;
}
