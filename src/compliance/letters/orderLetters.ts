/** Letters need two operators: what is opened is what the first has proposed, to the letter, and it is recorded before. */
import { refuse } from '../../kernel/refusal.js';
import type { AppendedEntry } from '../../ledger/appendStatement.js';
import { appendStatement } from '../../ledger/appendStatement.js';
import { isOperator } from '../../register/actor.js';
import type { Actor } from '../../register/actor.js';
import { recordEvent } from '../../register/events.js';
import type { Database } from '../../store/database.js';
import type { Session } from '../../store/session.js';

export interface LetterOrder {
  /** SHA-256 of the record, as hex. */
  readonly file: string;
  readonly type: string;
  readonly fields: readonly string[];
  /** Thumbprint of the mailer's key. */
  readonly mailer: string;
  readonly persons: readonly string[];
}

/** PROPOSED: nothing is opened yet; another operator must ask for the same. */
export type OrderOutcome = 'PROPOSED' | 'CONFIRMED';

/** Persons of one entry of the ledger. */
const personsOfEntry = 5000;

/** Throws Refused OPERATOR_NEEDED or SECOND_PERSON_NEEDED. Another order for the same file is a new proposal. */
export function orderLetters(database: Database, actor: Actor, order: LetterOrder): Promise<OrderOutcome> {
  if (!isOperator(actor)) throw refuse('OPERATOR_NEEDED', 'Only an operator may do it.');
  return database.transaction(async (session) => {
    const proposedBy = await proposerOf(session, order);
    if (proposedBy === actor)
      throw refuse('SECOND_PERSON_NEEDED', 'You have proposed it already: another operator must ask for it too.');
    const [now] = await session.read({ name: '', text: 'SELECT cloison.clock() AS at', values: [] });
    const at = String(now?.['at']);
    const isConfirmed = proposedBy !== undefined;
    await (isConfirmed ? confirm(session, actor, order) : propose(session, actor, order));
    const action = isConfirmed ? 'MAKE_LETTERS' : 'PROPOSE_LETTERS';
    await recordEvent(session, { actor, at, action, kind: 'BREACH', target: order.file, detail: order.mailer });
    return isConfirmed ? 'CONFIRMED' : 'PROPOSED';
  });
}

async function proposerOf(session: Session, { file, type, fields, mailer }: LetterOrder): Promise<string | undefined> {
  const [row] = await session.read({
    name: '',
    text: `SELECT proposed_by::text AS "proposedBy" FROM cloison.breach_letters
 WHERE file = decode($1, 'hex') AND type = $2 AND fields = $3::text[] AND mailer = $4 AND confirmed_at IS NULL FOR UPDATE`,
    values: [file, type, fields, mailer],
  });
  return row === undefined ? undefined : String(row['proposedBy']);
}

async function propose(session: Session, actor: Actor, order: LetterOrder): Promise<void> {
  await session.write({
    name: '',
    text: `INSERT INTO cloison.breach_letters (file, type, fields, mailer, persons, proposed_by, proposed_at)
VALUES (decode($1, 'hex'), $2, $3::text[], $4, $5, $6, cloison.clock())
ON CONFLICT (file) WHERE confirmed_at IS NULL DO UPDATE
  SET type = EXCLUDED.type, fields = EXCLUDED.fields, mailer = EXCLUDED.mailer, persons = EXCLUDED.persons,
      proposed_by = EXCLUDED.proposed_by, proposed_at = EXCLUDED.proposed_at`,
    values: [order.file, order.type, order.fields, order.mailer, order.persons.length, actor],
  });
}

async function confirm(session: Session, actor: Actor, order: LetterOrder): Promise<void> {
  await session.write({
    name: '',
    text: `UPDATE cloison.breach_letters SET confirmed_by = $2, confirmed_at = cloison.clock()
 WHERE file = decode($1, 'hex') AND confirmed_at IS NULL`,
    values: [order.file, actor],
  });
  for (let from = 0; from < order.persons.length; from += personsOfEntry) {
    const entry = entryOf(actor, order, order.persons.slice(from, from + personsOfEntry));
    await session.read(appendStatement([entry]));
  }
}

function entryOf(actor: Actor, { file, type, fields, mailer }: LetterOrder, persons: readonly string[]): AppendedEntry {
  return {
    head: { kind: 'EVENT', actor, detail: { event: 'BREACH_LETTERS', file, mailer } },
    persons,
    shapes: [fields.map((path) => `${type}.${path}`).toSorted()],
    shapeOf: undefined,
  };
}
