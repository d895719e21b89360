/** A store of a few cells, sealed: what the tests move about, cut and forge. */
import type { ScalarValue } from '../../src/kernel/scalar.js';
import type { Uuid } from '../../src/kernel/uuid.js';
import { uuidBytes } from '../../src/kernel/uuid.js';
import type { SuiteId } from '../../src/vault/aead.js';
import { Keyring } from '../../src/vault/keyring.js';
import type { SealedColumn } from '../../src/vault/sealedColumn.js';
import { Vault } from '../../src/vault/vault.js';

export function newVault(): Vault {
  return new Vault(Keyring.parse(Keyring.generate()));
}

/** One sealed value with all that it takes to open it. */
export interface Cell {
  readonly column: SealedColumn;
  readonly person: Buffer;
  readonly wrapped: Buffer;
  readonly row: Buffer;
  readonly sealed: Buffer;
}

export interface CellPlan {
  readonly column: SealedColumn;
  readonly value: ScalarValue;
  readonly person: Uuid;
  readonly row: Uuid;
  readonly suite?: SuiteId;
  readonly version?: number;
}

export function sealCell(vault: Vault, plan: CellPlan): Cell {
  const person = uuidBytes(plan.person);
  const row = uuidBytes(plan.row);
  const sealing = vault.sealing(plan.suite);
  const wrapped = sealing.newKey(person, plan.version);
  sealing.row(row);
  const sealed = sealing.value(plan.column, plan.value);
  sealing.close();
  return { column: plan.column, person, wrapped, row, sealed };
}

/** Opens a cell as the store hands it over: all its parts inside one page. */
export function openCell(vault: Vault, cell: Cell): ScalarValue {
  const page = Buffer.concat([
    Buffer.from('page'),
    cell.person,
    cell.wrapped,
    cell.row,
    cell.sealed,
    Buffer.from('end'),
  ]);
  const wrappedAt = 4 + cell.person.length;
  const rowAt = wrappedAt + cell.wrapped.length;
  const opening = vault.opening();
  try {
    opening.person(page, wrappedAt, cell.wrapped.length, 4);
    opening.row(page, rowAt);
    return opening.value(cell.column, page, rowAt + 16, cell.sealed.length);
  } finally {
    opening.close();
  }
}
