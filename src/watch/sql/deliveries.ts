/** What the webhook is still to be told: one after the other, in the order of the alarms. */
import type { Database } from '../../store/database.js';
import type { Statement } from '../../store/statement.js';
import type { ListedAlarm } from './alarms.js';

export interface Delivery {
  readonly alarm: number;
  readonly body: string;
  readonly attempts: number;
}

export function queueDelivery(alarm: ListedAlarm): Statement {
  const { id, at, account, organisation, detector, level, evidence, accounts, reactions, entry } = alarm;
  const body = { alarm: id, at, level, detector, account, organisation, accounts, reactions, evidence, entry };
  return {
    name: 'watch_queue_delivery',
    text: 'INSERT INTO cloison.alarm_delivery (alarm_id, body) VALUES ($1::bigint, $2)',
    values: [id, JSON.stringify(body)],
  };
}

/** The oldest that was not delivered, when its time has come. A later one waits for it. */
export async function nextDelivery(database: Database): Promise<Delivery | undefined> {
  const [row] = await database.read({
    name: 'watch_next_delivery',
    text: `SELECT d.alarm, d.body, d.attempts
  FROM (SELECT x.alarm_id AS alarm, x.body, x.attempts, x.next_at FROM cloison.alarm_delivery x
         WHERE x.delivered_at IS NULL ORDER BY x.alarm_id LIMIT 1) d
 WHERE d.next_at <= clock_timestamp()`,
    values: [],
  });
  return row as unknown as Delivery | undefined;
}

export async function delivered(database: Database, alarm: number): Promise<void> {
  await database.read({
    name: 'watch_delivered',
    text: 'UPDATE cloison.alarm_delivery SET delivered_at = clock_timestamp() WHERE alarm_id = $1::bigint',
    values: [alarm],
  });
}

export async function deliverLater(database: Database, alarm: number, seconds: number): Promise<void> {
  await database.read({
    name: 'watch_deliver_later',
    text: `UPDATE cloison.alarm_delivery SET attempts = attempts + 1,
       next_at = clock_timestamp() + make_interval(secs => $2::double precision) WHERE alarm_id = $1::bigint`,
    values: [alarm, seconds],
  });
}
