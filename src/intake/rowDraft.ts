import type { ScalarValue } from '../kernel/scalar.js';
import type { Uuid } from '../kernel/uuid.js';
import type { TypePlan } from './typePlan.js';

/** A row that was read and found valid, with the rows within it; nothing is sealed yet. */
export interface RowDraft {
  readonly plan: TypePlan;
  readonly id: Uuid;
  /** Whether the source gave the id: a fresh one is nobody's yet. */
  readonly hasGivenId: boolean;
  /** By ordinal of the plan's columns; a reference is a UUID. */
  readonly values: (ScalarValue | undefined)[];
  readonly children: readonly RowDraft[];
}
