import { refuse } from '../kernel/refusal.js';
import { isOperator } from './actor.js';
import type { Change } from './change.js';

/** Accounts and units that one account may create within a day: a cohort's twelve pass, a hijacked manager's hundreds do not. */
export const creationsADay = 20;

const text = `SELECT (SELECT count(*) FROM cloison.account WHERE created_by = $1 AND created_at > $2::timestamptz - interval '1 day')
     + (SELECT count(*) FROM cloison.unit WHERE created_by = $1 AND created_at > $2::timestamptz - interval '1 day') AS count`;

/** Throws Refused TOO_MANY_CREATIONS. Counted under the register's lock, so two at once do not both get the last place. */
export async function requireCreationLeft({ session, actor, at }: Change): Promise<void> {
  if (isOperator(actor)) return;
  const [row] = await session.read({ name: 'register_creations', text, values: [actor, at] });
  if (Number(row?.['count']) < creationsADay) return;
  throw refuse('TOO_MANY_CREATIONS', `An account creates at most ${creationsADay} accounts and units in 24 hours.`);
}
