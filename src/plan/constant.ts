import type { ClaimName } from '../kernel/caller.js';
import type { RelationField, ValueField } from '../policy/compiled.js';

/** What the write itself sets. */
export interface Constant {
  readonly field: ValueField | RelationField;
  readonly from: { readonly value: string } | { readonly claim: ClaimName };
}
