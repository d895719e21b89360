import type { Change } from './change.js';
import { recordEvent } from './events.js';

/**
 * Asks the sessions of an account that are older than now to authenticate again. Like a stop it takes no lock; an account that
 * stands in no register has nobody to ask.
 */
export async function askForStepUp({ session, actor, at }: Change, account: string): Promise<void> {
  const asked = await session.write({
    name: 'register_ask_step_up',
    text: 'UPDATE cloison.account SET step_up_since = greatest(step_up_since, $2::timestamptz) WHERE id = $1',
    values: [account, at],
  });
  if (asked > 0) await recordEvent(session, { actor, at, action: 'ASK_STEP_UP', kind: 'ACCOUNT', target: account });
}
