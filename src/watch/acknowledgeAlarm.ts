import { refuse } from '../kernel/refusal.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Actor } from '../register/actor.js';
import type { Database } from '../store/database.js';
import { acknowledge, findAlarm } from './sql/alarms.js';

/**
 * Says that somebody has looked at an alarm; what it set off stays as it is. Throws Refused NOT_REGISTERED for what is no alarm,
 * REGISTER_CONFLICT when somebody did before.
 */
export async function acknowledgeAlarm(
  database: Database,
  ledger: Ledger,
  { id, actor }: { readonly id: number; readonly actor: Actor },
): Promise<void> {
  if ((await findAlarm(database, id)) === undefined) throw refuse('NOT_REGISTERED', 'There is no such alarm.');
  await database.transaction(async (session) => {
    if ((await session.write(acknowledge(id, actor))) === 0)
      throw refuse('REGISTER_CONFLICT', 'Somebody has acknowledged that alarm already.');
    const detail = { event: 'ALARM_ACKNOWLEDGED', alarm: id };
    await ledger.appendIn(session, [
      { head: { kind: 'EVENT', actor, detail }, persons: [], shapes: [], shapeOf: undefined },
    ]);
  });
}
