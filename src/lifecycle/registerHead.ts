/** Up to which line of the erasure register this database has erased. */
import { invariant } from '../kernel/invariant.js';
import type { Database } from '../store/database.js';
import type { Session } from '../store/session.js';
import type { Row } from '../store/statement.js';
import type { RegisterHead } from './erasureRegister.js';

/** Nobody else erases, on any machine, until the transaction ends. */
export async function lockHead(session: Session): Promise<RegisterHead> {
  const [row] = await session.read({
    name: 'lifecycle_lock_head',
    text: 'SELECT line, mac FROM cloison.erasure_register FOR UPDATE',
    values: [],
  });
  return headOf(row);
}

export async function readHead(database: Database): Promise<RegisterHead> {
  const [row] = await database.read({ name: '', text: 'SELECT line, mac FROM cloison.erasure_register', values: [] });
  return headOf(row);
}

export async function moveHead(session: Session, { line, mac }: RegisterHead): Promise<void> {
  const text = 'UPDATE cloison.erasure_register SET line = $1::bigint, mac = $2';
  await session.write({ name: 'lifecycle_move_head', text, values: [line, mac] });
}

function headOf(row: Row | undefined): RegisterHead {
  const line = row?.['line'];
  const mac = row?.['mac'];
  invariant(typeof line === 'number' && Buffer.isBuffer(mac), 'the register has a head');
  return { line, mac };
}
