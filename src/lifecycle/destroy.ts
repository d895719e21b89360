/** The erasure itself: key, index entries and sealed bytes of persons whom the transaction has locked, all or none of them. */
import { Failure } from '../kernel/failure.js';
import { invariant } from '../kernel/invariant.js';
import type { Session } from '../store/session.js';
import { sqlErrorOf } from '../store/sqlError.js';
import { destroyStatement, forgetApprovalsStatement } from './destroySql.js';
import type { ErasurePlan } from './erasurePlan.js';
import { recordEvents } from './ledgerEvents.js';
import type { Lifecycle } from './lifecycle.js';
import type { RegisterLine } from './registerLine.js';

export interface Destruction {
  readonly plan: ErasurePlan;
  readonly lines: readonly RegisterLine[];
  /** Done before, on the database that this one is an older copy of. */
  readonly isAgain: boolean;
}

/** Empties the rows, records each person's erasure here and in the ledger, and tells who listens. Throws Failure STORE_MISMATCH. */
export async function destroy(
  { onErased }: Pick<Lifecycle, 'onErased'>,
  session: Session,
  { plan, lines, isAgain }: Destruction,
): Promise<void> {
  if (lines.length === 0) return;
  const persons = lines.map(({ person }) => person);
  try {
    for (const table of plan.tables) await session.write(destroyStatement(table, persons));
    await session.read(forgetApprovalsStatement(plan.type, persons));
    // A constraint that waits for the COMMIT would refuse after the register's line is written.
    await session.run('SET CONSTRAINTS ALL IMMEDIATE');
  } catch (error) {
    throw translated(error);
  }
  const entries = await recordEvents(
    session,
    lines.map((line) => eventOf(line, isAgain)),
  );
  await keep(session, plan, lines, entries);
  // Who opened the person's file, and why, is the person's too.
  await session.read({
    name: 'lifecycle_openings',
    text: 'SELECT cloison.forget_openings($1::uuid[])',
    values: [persons],
  });
  for (const tell of onErased) await tell(session, lines);
}

function eventOf(
  { type, person, why, actors, line }: RegisterLine,
  isAgain: boolean,
): Parameters<typeof recordEvents>[1][number] {
  const detail = { type, why, line, ...(actors.length > 1 ? { actors } : {}), ...(isAgain ? { isAgain } : {}) };
  const actor = actors.at(-1);
  invariant(actor !== undefined, 'somebody erased');
  return { event: 'ERASED', actor, person, detail };
}

async function keep(
  session: Session,
  plan: ErasurePlan,
  lines: readonly RegisterLine[],
  entries: readonly number[],
): Promise<void> {
  const rows = lines.map(({ line, type, person, why, at, actors }, index) => ({
    line,
    type,
    person,
    why,
    erased_at: at,
    actors,
    entry: entries[index],
  }));
  await session.write({
    name: 'lifecycle_keep',
    text: `INSERT INTO cloison.erasure (line, type, person, why, erased_at, actors, tables, columns, entry)
SELECT x.line, x.type, x.person, x.why, x.erased_at, x.actors, $2, $3, x.entry
  FROM jsonb_to_recordset($1::jsonb) x(line bigint, type text, person uuid, why text, erased_at timestamptz, actors text[], entry bigint)`,
    values: [JSON.stringify(rows), plan.tables.length, plan.columns],
  });
}

/** A rule of the store's own that an erased row breaks. */
function translated(error: unknown): unknown {
  const sent = sqlErrorOf(error);
  if (sent === undefined || !sent.sqlstate.startsWith('23')) return error;
  const { table, column, constraint, sqlstate } = sent;
  const rule = constraint ?? column ?? `SQLSTATE ${sqlstate}`;
  const message = `nobody can be erased: ${table ?? 'a table'} refuses a row whose sealed columns are NULL (${rule}). Let the rule pass where they are`;
  return new Failure('STORE_MISMATCH', message, { cause: error });
}
