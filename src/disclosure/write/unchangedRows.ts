/**
 * Optimistic locking: a row that its caller has seen in another state is not written. Judged when the row is locked, so that of
 * two who saw the same one writes; by the gates of reading, so that no change of what the caller may not read refuses it.
 */
import type { StepPlan } from '../../plan/writePlan.js';
import type { Session } from '../../store/session.js';
import type { Disclosure } from '../disclosureContext.js';
import { hasVersion } from '../rowVersions.js';
import type { ReachedRows } from './reachedRows.js';
import { reachedRows } from './reachedRows.js';
import type { AdmittedRow } from './tickets.js';

/** Which rows are as their versions say; a row that brings no version is. */
export async function unchangedRows(
  context: Disclosure,
  session: Session,
  { versioned }: StepPlan,
  rows: readonly AdmittedRow[],
): Promise<(row: AdmittedRow) => boolean> {
  const keys = rows.flatMap(({ step }) => (step.version === undefined ? [] : step.row));
  const seen: ReachedRows = versioned === undefined ? new Map() : await reachedRows(context, session, versioned, keys);
  return ({ step: { row, version } }) => {
    if (version === undefined) return true;
    const found = seen.get(row ?? '');
    return versioned !== undefined && found !== undefined && hasVersion(context, versioned, found, version);
  };
}
