/** A request that carries an idempotency key is done once: the same request again is answered as the first was. */
import { z } from 'zod';
import { refuse } from '../../kernel/refusal.js';
import type { WriteRequest } from '../../plan/writePlan.js';
import type { Session } from '../../store/session.js';
import type { WriteKey } from '../../store/write/writeKey.js';
import { claimKey, settleKey } from '../../store/write/writeKey.js';
import type { Disclosure } from '../disclosureContext.js';
import type { RowCode } from './rowCodes.js';
import type { Written } from './tickets.js';

const outcomeForm = z.object({
  errors: z.array(z.object({ row: z.number(), code: z.string().transform((code) => code as RowCode) })),
  keys: z.array(z.string()),
  receipt: z.string().nullable(),
});

/** @throws Refused IDEMPOTENCY_KEY_REUSED when the key was another request's. */
export async function onceByKey(
  context: Disclosure,
  session: Session,
  request: WriteRequest,
  work: () => Promise<Written>,
): Promise<Written> {
  if (request.key === undefined) return work();
  const { requests } = context.rooms.vault;
  const { name } = request.template;
  const key: WriteKey = {
    account: context.caller.claims.ACCOUNT,
    mutation: name,
    key: requests.of(['key', request.key]),
  };
  const digest = requests.of(['arguments', name, request.canonical]);
  const claimed = await claimKey(session, key, digest);
  if (!claimed.isFirst) {
    if (claimed.request.equals(digest)) return outcomeForm.parse(claimed.outcome);
    throw refuse('IDEMPOTENCY_KEY_REUSED', `The key of ${name} was used for another request.`);
  }
  const written = await work();
  await settleKey(session, key, written);
  return written;
}
