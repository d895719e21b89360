/** Who answers for which widening, since when and why; and which of them nobody answers for. */
import type { Change } from './change.js';
import { keyOf } from './keys.js';

export interface Approval {
  /** The key of one change, as `cloison diff --template` writes it. */
  readonly what: string;
  readonly who: string;
  /** ISO date. */
  readonly when: string;
  readonly why: string;
  /** From 1, in the file of approvals. */
  readonly line: number;
}

export interface Judgement {
  /** Every widening with who approved it; undefined: nobody. */
  readonly widenings: readonly { readonly change: Change; readonly approval: Approval | undefined }[];
  /** Approvals of what is no widening here. */
  readonly stale: readonly Approval[];
}

export function judgeApprovals(changes: readonly Change[], approvals: readonly Approval[]): Judgement {
  const byKey = new Map(approvals.map((approval) => [approval.what, approval]));
  const widenings = changes
    .filter(({ effect }) => effect === 'widening')
    .map((change) => ({ change, approval: byKey.get(keyOf(change)) }));
  const used = new Set(widenings.map(({ approval }) => approval));
  return { widenings, stale: approvals.filter((approval) => !used.has(approval)) };
}
