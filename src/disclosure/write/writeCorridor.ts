/**
 * The way of a write, in the one place where its order stands. As in the corridor of reads each stage takes what the stage
 * before it returned; all but the last are one transaction.
 */
import type { Caller } from '../../kernel/caller.js';
import type { MutationPlan, WriteRequest } from '../../plan/writePlan.js';
import type { Session } from '../../store/session.js';
import type { Answer } from '../answer.js';
import type { CorridorRooms, Disclosure } from '../disclosureContext.js';
import { beginDisclosure } from '../disclosureContext.js';
import { confirmStanding } from '../confirmStanding.js';
import type { Served } from '../settle.js';
import { recordingsOf, settleWithheld } from '../settle.js';
import { Stages } from '../stages.js';
import type { Path } from '../withheld.js';
import { admitRows } from './admitRows.js';
import { onceByKey } from './onceByKey.js';
import { recordWrite } from './recordWrite.js';
import { respondWrite } from './respondWrite.js';
import { sealRows } from './sealRows.js';
import type { Written } from './tickets.js';
import { writeRows } from './writeRows.js';

/** One transaction, and what it is about. */
interface Writing {
  readonly context: Disclosure;
  readonly session: Session;
  readonly request: WriteRequest;
}

export const writeStages = Stages.first('admit', ({ context, session }: Writing, request: WriteRequest) =>
  admitRows(context, session, request),
)
  .next('seal', ({ context }, admitted) => sealRows(context, admitted))
  .next('write', ({ context, session }, sealed) => writeRows(context, session, sealed))
  .next('record', ({ context, session, request }, rows) => recordWrite(context, session, request, rows));

/**
 * Writes once for each root field of a mutation, in the document's order, each in a transaction of its own. A failure ends
 * the operation; what was committed before it stays.
 *
 * @throws Refused FORBIDDEN, IDEMPOTENCY_KEY_REUSED, or what was stopped meanwhile; Failure STORE_UNAVAILABLE, SEAL_BROKEN or INTERNAL.
 */
export async function write(rooms: CorridorRooms, caller: Caller, plan: MutationPlan): Promise<Answer> {
  const context = beginDisclosure(rooms, caller);
  const roots = new Map<string, unknown>();
  const withheld: Path[] = [];
  const served: Served[] = [];
  try {
    for (const request of plan.writes) {
      const answer = await respondWrite(context, request, await writeOnce(context, request, plan.coordinates));
      roots.set(request.template.responseKey, answer.payload);
      withheld.push(...answer.withheld);
      served.push(...answer.served);
    }
  } catch (error) {
    settleWithheld(rooms.ledger, recordingsOf(served));
    throw error;
  }
  return Object.freeze({ roots, withheld, served });
}

/** The register is asked last, inside the transaction and for a repetition too: a stop takes the write back. */
async function writeOnce(context: Disclosure, request: WriteRequest, coordinates: readonly string[]): Promise<Written> {
  // Looked up before a connection is taken: writes that each held one and waited for another would wait for each other.
  if (request.template.readsRows) await context.rooms.budget.spendingOf(context.caller);
  return context.rooms.database.transaction(async (session) => {
    const written = await onceByKey(context, session, request, () =>
      writeStages.run({ context, session, request }, request),
    );
    await confirmStanding(context, session, coordinates);
    return written;
  });
}
