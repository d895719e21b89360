/** Somebody else looks at an opening and says whether it was right; what was said stays, and is in the ledger. */
import { refuse } from '../../kernel/refusal.js';
import { recordEvent } from '../../persons/recordEvent.js';
import type { Actor } from '../../register/actor.js';
import type { Database } from '../../store/database.js';
import type { Opening, Verdict } from './listOpenings.js';
import { findOpening } from './listOpenings.js';

export interface Review {
  readonly id: string;
  readonly actor: Actor;
  readonly verdict: Verdict;
  /** Must name nobody. */
  readonly note: string | undefined;
}

/**
 * Committed with its entry of the ledger. Throws Refused NOT_REGISTERED for what is no opening, REGISTER_CONFLICT for one that was
 * reviewed, SECOND_PERSON_NEEDED for who opened it, ARGUMENT_INVALID for a note that is none.
 */
export function reviewOpening(database: Database, review: Review): Promise<Opening> {
  const { id, actor, verdict } = review;
  const note = noteOf(review);
  return database.transaction(async (session) => {
    await session.read({
      name: 'compliance_take_opening',
      text: 'SELECT FROM cloison.exceptional_link l WHERE l.id = $1::uuid FOR UPDATE',
      values: [id],
    });
    const opening = await findOpening(session, id);
    if (opening === undefined) throw refuse('NOT_REGISTERED', `There is no opening ${id}.`);
    if (opening.reviewedBy !== null)
      throw refuse('REGISTER_CONFLICT', `${opening.reviewedBy} has reviewed it: ${opening.verdict ?? ''}.`);
    if (nameOf(actor) === opening.account.toLowerCase())
      throw refuse('SECOND_PERSON_NEEDED', 'Who has opened a file does not review it: another person must.');
    await session.write({
      name: 'compliance_review',
      text: `UPDATE cloison.exceptional_link SET reviewed_at = cloison.clock(), reviewed_by = $2, verdict = $3, note = $4
 WHERE id = $1::uuid`,
      values: [id, actor, verdict, note ?? null],
    });
    const detail = { opening: id, reach: opening.reach, account: opening.account, verdict };
    const persons = [opening.person];
    await recordEvent(session, { by: { actor }, event: 'OPENING_REVIEWED', persons, shape: [], detail });
    return { ...opening, isOverdue: false, reviewedBy: actor, verdict, note: note ?? null };
  });
}

const longestNote = 500;

function noteOf({ note }: Review): string | undefined {
  const text = note?.trim();
  if (text === undefined) return undefined;
  if (text.length > 0 && text.length <= longestNote) return text;
  throw refuse('ARGUMENT_INVALID', `A note has 1 to ${String(longestNote)} characters.`);
}

/** One person is not two by spelling, nor by being an operator too. */
function nameOf(actor: Actor): string {
  return actor.slice(actor.indexOf(':') + 1).toLowerCase();
}
