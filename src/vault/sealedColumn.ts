import type { ScalarKind } from '../kernel/scalar.js';
import type { SuiteId } from './aead.js';
import { AssociatedData } from './associatedData.js';
import type { ValueCodec } from './valueCodec.js';
import { valueCodec } from './valueCodec.js';

/** All that is the same for every cell of a column, made once: what its values are bound to, and how they become bytes. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  readonly codec: ValueCodec;
  readonly associated: Readonly<Record<SuiteId, AssociatedData>>;
}

export function sealedColumn(table: string, column: string, scalar: ScalarKind): SealedColumn {
  return Object.freeze({
    table,
    column,
    codec: valueCodec(scalar),
    associated: Object.freeze({ 1: new AssociatedData(1, table, column), 2: new AssociatedData(2, table, column) }),
  });
}
