/**
 * Planned peaks: more persons for one account, unit or organisation between two stated dates, opened by two operators. Nothing else
 * widens a budget while the service runs.
 */
import type { ClaimName } from '../kernel/caller.js';
import { invariant } from '../kernel/invariant.js';
import { refuse } from '../kernel/refusal.js';
import type { Database } from '../store/database.js';
import { notRegistered, requireOperator } from './authority.js';
import type { Change } from './change.js';
import { recordEvent } from './events.js';
import { requireIds } from './registerId.js';

export interface Peak {
  readonly role: string;
  readonly claim: ClaimName;
  /** Id of the account, unit or organisation. */
  readonly value: string;
  /** Length of the window whose amount is meant. */
  readonly seconds: number;
  /** The amount in place of the role's own, when it is higher. */
  readonly persons: number;
  /** As PostgreSQL reads an instant; 92 days apart at most. */
  readonly from: string;
  readonly until: string;
  readonly reason: string;
}

/** PROPOSED: nothing has changed yet; it opens when another operator asks for the same. */
export type PeakOutcome = 'PROPOSED' | 'OPENED';

export interface ListedPeak extends Peak {
  readonly id: number;
  readonly proposedBy: string;
  readonly confirmedBy: string | null;
  readonly endedAt: string | null;
}

/** @throws Refused OPERATOR_NEEDED, ARGUMENT_INVALID or SECOND_PERSON_NEEDED. */
export async function openPeak(change: Change, peak: Peak): Promise<PeakOutcome> {
  const { session, actor, at } = change;
  requireOperator(actor);
  requirePeak(peak);
  const scope = await scopeOf(change, peak);
  const values = [scope, peak.seconds, peak.persons, peak.from, peak.until];
  const [proposed] = await session.read({
    name: 'register_find_peak',
    text: `SELECT id, proposed_by::text AS "proposedBy" FROM cloison.budget_peak
            WHERE scope_id = $1 AND seconds = $2 AND persons = $3 AND from_at = $4::timestamptz AND until_at = $5::timestamptz
              AND confirmed_at IS NULL AND ended_at IS NULL FOR UPDATE`,
    values,
  });
  if (proposed?.['proposedBy'] === actor)
    throw refuse('SECOND_PERSON_NEEDED', 'You have proposed it already: another operator must ask for it too.');
  if (proposed === undefined) {
    await session.write({
      name: 'register_propose_peak',
      text: `INSERT INTO cloison.budget_peak (scope_id, seconds, persons, from_at, until_at, reason, proposed_by, proposed_at)
VALUES ($1, $2, $3, $4::timestamptz, $5::timestamptz, $6, $7, $8::timestamptz)`,
      values: [...values, peak.reason, actor, at],
    });
  } else {
    await session.write({
      name: 'register_open_peak',
      text: 'UPDATE cloison.budget_peak SET confirmed_by = $2, confirmed_at = $3::timestamptz WHERE id = $1',
      values: [proposed['id'], actor, at],
    });
  }
  await record(change, proposed === undefined ? 'PROPOSE_PEAK' : 'OPEN_PEAK', peak);
  return proposed === undefined ? 'PROPOSED' : 'OPENED';
}

/** Takes a peak back at once, one operator alone: that only narrows. @throws Refused OPERATOR_NEEDED or NOT_REGISTERED. */
export async function endPeak(change: Change, id: number): Promise<void> {
  const { session, actor, at } = change;
  requireOperator(actor);
  const [ended] = await session.read({
    name: 'register_end_peak',
    text: `UPDATE cloison.budget_peak p SET ended_by = $2, ended_at = $3::timestamptz
  FROM cloison.budget_scope s WHERE p.id = $1::bigint AND p.ended_at IS NULL AND s.id = p.scope_id
RETURNING s.role, s.claim, s.value::text AS value, p.persons`,
    values: [id, actor, at],
  });
  if (ended === undefined) throw notRegistered();
  await record(change, 'END_PEAK', ended as unknown as Pick<Peak, 'role' | 'claim' | 'value' | 'persons'>);
}

/** The newest thousand. */
export async function listPeaks(database: Database): Promise<readonly ListedPeak[]> {
  const rows = await database.read({
    name: 'register_list_peaks',
    text: `SELECT p.id, s.role, s.claim, s.value::text AS value, p.seconds, p.persons, p.from_at AS "from", p.until_at AS "until", p.reason,
       p.proposed_by::text AS "proposedBy", p.confirmed_by::text AS "confirmedBy", p.ended_at AS "endedAt"
  FROM cloison.budget_peak p JOIN cloison.budget_scope s ON s.id = p.scope_id ORDER BY p.id DESC LIMIT 1000`,
    values: [],
  });
  return rows as readonly unknown[] as readonly ListedPeak[];
}

const name = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const day = 86_400_000;

function requirePeak({ role, value, seconds, persons, from, until, reason }: Peak): void {
  requireIds([value]);
  const length = Date.parse(until) - Date.parse(from);
  const isSound =
    name.test(role) &&
    Number.isInteger(seconds) &&
    seconds >= 60 &&
    Number.isInteger(persons) &&
    persons > 0 &&
    persons <= 10_000_000 &&
    length > 0 &&
    length <= 92 * day &&
    reason.trim() !== '' &&
    reason.length <= 500;
  if (isSound) return;
  throw refuse(
    'ARGUMENT_INVALID',
    'A peak names a role, one of its windows, an amount of persons, two dates in order, 92 days apart at most, and a reason of 1 to 500 characters.',
  );
}

async function scopeOf({ session }: Change, { role, claim, value }: Peak): Promise<number> {
  const text = 'SELECT cloison.budget_scope_of($1, $2, $3) AS scope';
  const [row] = await session.read({ name: 'register_peak_scope', text, values: [role, claim, value] });
  invariant(row, 'a scope has a number');
  return Number(row['scope']);
}

function record(
  { session, actor, at }: Change,
  action: string,
  { role, claim, value, persons }: Pick<Peak, 'role' | 'claim' | 'value' | 'persons'>,
): Promise<void> {
  const detail = `${role}, ${String(persons)} persons`;
  return recordEvent(session, { actor, at, action, kind: claim, target: value, detail });
}
