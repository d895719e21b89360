/** Second stage of an opening: one person of the reach's own budget, and an entry of the ledger that names the opening, never an attribute. */
import { refuse, Refused } from '../../kernel/refusal.js';
import { headOf } from '../../ledger/entry.js';
import type { EntryHead } from '../../ledger/entry.js';
import { randomUuid } from '../../vault/random.js';
import { recordOperation } from '../record.js';
import type { Found, Opening, RecordedOpening } from './tickets.js';

/** @throws Refused BUDGET_EXHAUSTED or MISSES_EXHAUSTED, whether or not somebody was found; Failure STORE_UNAVAILABLE. */
export async function recordOpening(opening: Opening, found: Found): Promise<RecordedOpening> {
  if (found.kind === 'OPEN') return found;
  const id = randomUuid();
  const persons = found.kind === 'NOBODY' ? [] : [found.person];
  const { context, session, scopes, request } = opening;
  const head = headOfOpening(opening, found.kind === 'NOBODY' ? undefined : id);
  const probes = [{ persons, isHeld: false }];
  const spent = { head, persons, shapes: [], shapeOf: undefined, probes, held: [], scopes };
  await recordOperation(context, spent, session).catch(naming(request.template.reach.name));
  return found.kind === 'NOBODY' ? found : { kind: 'RECORDED', person: found.person, opening: id };
}

/** Says whose amount does not suffice: the role's has another. */
function naming(reach: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof Refused)) throw error;
    const { code, message, extensions } = error.refusal;
    throw refuse(code, message, { ...extensions, reach });
  };
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
