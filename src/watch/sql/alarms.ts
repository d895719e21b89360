/** Alarms as they stand: raised in the transaction that moves the watcher on, acknowledged by an operator. */
import type { Database } from '../../store/database.js';
import type { Session } from '../../store/session.js';
import type { Row, Statement } from '../../store/statement.js';
import type { Alarm } from '../observe.js';
import type { Reaction } from '../reactions.js';

export interface ListedAlarm {
  readonly id: number;
  readonly at: string;
  readonly entry: number;
  readonly account: string;
  readonly organisation: string | null;
  readonly detector: string;
  readonly level: number;
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly accounts: readonly string[];
  readonly reactions: readonly string[];
  readonly acknowledgedBy: string | null;
  readonly acknowledgedAt: string | null;
}

const columns = `a.id, a.at, a.entry, a.account, a.organisation, a.detector, a.level, a.evidence, a.accounts, a.reactions,
       a.acknowledged_by AS "acknowledgedBy", a.acknowledged_at AS "acknowledgedAt"`;

/** What is kept of it. */
export interface RaisedAlarm extends Pick<Alarm, 'entry' | 'at' | 'account' | 'organisation' | 'level' | 'accounts'> {
  /** A detector, or what the engine found by itself. */
  readonly detector: string;
  readonly evidence: Readonly<Record<string, unknown>>;
}

/** Undefined when it stands already. */
export async function raiseAlarm(
  session: Session,
  alarm: RaisedAlarm,
  reactions: readonly Reaction[],
): Promise<ListedAlarm | undefined> {
  const [row] = await session.read({
    name: 'watch_raise',
    text: `INSERT INTO cloison.alarm AS a (at, entry, account, organisation, detector, level, evidence, accounts, reactions)
SELECT $1::timestamptz, $2::bigint, $3, $4, $5, $6::smallint, $7::jsonb,
       ARRAY(SELECT jsonb_array_elements_text($8::jsonb)), ARRAY(SELECT jsonb_array_elements_text($9::jsonb))
ON CONFLICT (entry, account) DO NOTHING RETURNING ${columns}`,
    values: [
      new Date(alarm.at).toISOString(),
      alarm.entry,
      alarm.account,
      alarm.organisation ?? null,
      alarm.detector,
      alarm.level,
      JSON.stringify(alarm.evidence),
      JSON.stringify(alarm.accounts),
      JSON.stringify(reactions),
    ],
  });
  return row === undefined ? undefined : alarmOf(row);
}

/** The newest first, at most a thousand. */
export async function listAlarms(database: Database, isOpenOnly: boolean): Promise<readonly ListedAlarm[]> {
  const rows = await database.read({
    name: 'watch_list_alarms',
    text: `SELECT ${columns} FROM cloison.alarm a WHERE NOT $1::boolean OR a.acknowledged_at IS NULL ORDER BY a.id DESC LIMIT 1000`,
    values: [isOpenOnly],
  });
  return rows.map(alarmOf);
}

export async function findAlarm(database: Database, id: number): Promise<ListedAlarm | undefined> {
  const [row] = await database.read({
    name: 'watch_find_alarm',
    text: `SELECT ${columns} FROM cloison.alarm a WHERE a.id = $1::bigint`,
    values: [id],
  });
  return row === undefined ? undefined : alarmOf(row);
}

/** Changes nothing when somebody did before; gives how many rows changed. */
export function acknowledge(id: number, actor: string): Statement {
  return {
    name: 'watch_acknowledge',
    text: `UPDATE cloison.alarm SET acknowledged_by = $2, acknowledged_at = cloison.clock()
 WHERE id = $1::bigint AND acknowledged_at IS NULL`,
    values: [id, actor],
  };
}

function alarmOf(row: Row): ListedAlarm {
  return row as unknown as ListedAlarm;
}
