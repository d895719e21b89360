/** Second stage of an opening: one person of the reach's own budget, and an entry of the ledger that names the opening, never an attribute. */
import { exhausted } from '../../budget/exhausted.js';
import { Failure } from '../../kernel/failure.js';
import { refuse } from '../../kernel/refusal.js';
import { headOf } from '../../ledger/entry.js';
import type { EntryHead } from '../../ledger/entry.js';
import { randomUuid } from '../../vault/random.js';
import type { Found, Opening, RecordedOpening } from './tickets.js';

/** @throws Refused BUDGET_EXHAUSTED or MISSES_EXHAUSTED, whether or not somebody was found; Failure STORE_UNAVAILABLE. */
export async function recordOpening(opening: Opening, found: Found): Promise<RecordedOpening> {
  if (found.kind === 'OPEN') return found;
  const id = randomUuid();
  const persons = found.kind === 'NOBODY' ? [] : [found.person];
  const { context, session, spending, request } = opening;
  const outcome = await context.rooms.ledger.discloseIn(session, {
    head: headOfOpening(opening, found.kind === 'NOBODY' ? undefined : id),
    persons,
    shapes: [],
    shapeOf: undefined,
    spending,
    probes: [{ persons, isHeld: false }],
    held: [],
  });
  switch (outcome.kind) {
    case 'RECORDED':
      return found.kind === 'NOBODY' ? found : { kind: 'RECORDED', person: found.person, opening: id };
    case 'EXHAUSTED': {
      const { code, message, extensions } = exhausted(outcome.why).refusal;
      throw refuse(code, message, { ...extensions, reach: request.template.reach.name });
    }
    case 'COUNT':
      throw new Failure('INTERNAL', 'an exceptional reach has no share of a caseload');
  }
}

function headOfOpening({ context, request }: Opening, opening: string | undefined): EntryHead {
  const { template } = request;
  const head = headOf(context.caller, {
    kind: 'WRITE',
    operation: `Mutation.${template.name}`,
    policy: context.rooms.policy.digest.slice(0, 16),
  });
  const event = opening === undefined ? 'not opened' : 'opened';
  return { ...head, detail: { event, reach: template.reach.name, opening } };
}
