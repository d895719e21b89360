import type { Executor } from '../store/statement.js';
import type { StopKind } from './stop.js';

/** A stop in force. */
export interface ListedStop {
  readonly id: string;
  readonly kind: StopKind;
  readonly target: string;
  readonly reason: string;
  readonly author: string;
  readonly isAutomatic: boolean;
  readonly leavesSubmissionOpen: boolean;
  readonly stoppedAt: string;
  /** Who wants it lifted, until a second person does too. */
  readonly proposedBy: string | null;
}

/** What is selected of a stop `w`. */
export const stopColumns = `w.id::text, w.kind, w.target, w.reason, w.author, w.is_automatic AS "isAutomatic",
       w.leaves_submission_open AS "leavesSubmissionOpen", w.stopped_at AS "stoppedAt", w.proposed_by AS "proposedBy"`;

/** In force on exactly that, the oldest first. */
export async function listStops(executor: Executor, kind: StopKind, target: string): Promise<readonly ListedStop[]> {
  const rows = await executor.read({
    name: 'register_list_stops',
    text: `SELECT ${stopColumns} FROM cloison.stop w
 WHERE w.kind = $1 AND w.target = $2 AND w.reinstated_at IS NULL ORDER BY w.stopped_at, w.id LIMIT 1000`,
    values: [kind, target],
  });
  return rows as readonly unknown[] as readonly ListedStop[];
}
