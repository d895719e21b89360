/** Carries out what an alarm sets off: by the register's own stops, as the engine, and on the alarm's accounts alone. */
import type { Actor } from '../register/actor.js';
import { engine } from '../register/actor.js';
import type { Register } from '../register/register.js';
import type { Session } from '../store/session.js';
import type { Alarm } from './observe.js';
import type { Reaction } from './reactions.js';
import { reactionsOf, slowedForMs } from './reactions.js';
import { slowAccounts } from './sql/slowed.js';

export const watcher: Actor = engine('watch');

/** Whom one alarm stops at most: a pattern that names more is for a person to judge. */
const accountsAtMost = 50;

function reactedOn({ accounts }: Alarm): readonly string[] {
  return accounts.slice(0, accountsAtMost);
}

/** Before the alarm is written: a watcher that takes over in between finds the stop and makes no second one. */
export async function react(register: Register, alarm: Alarm): Promise<readonly Reaction[]> {
  const reactions = reactionsOf(alarm);
  for (const account of reactedOn(alarm)) {
    if (reactions.includes('STEP_UP')) await register.askForStepUp(watcher, account);
    if (reactions.includes('STOP_READS')) await stopOnce(register, account, alarm, true);
    if (reactions.includes('STOP')) await stopOnce(register, account, alarm, false);
  }
  return reactions;
}

async function stopOnce(
  register: Register,
  account: string,
  alarm: Alarm,
  leavesSubmissionOpen: boolean,
): Promise<void> {
  const stops = await register.stopsOf('ACCOUNT', account);
  if (stops.some((each) => each.author === watcher && (leavesSubmissionOpen || !each.leavesSubmissionOpen))) return;
  await register.stop(watcher, {
    kind: 'ACCOUNT',
    target: account,
    reason: `The detector ${alarm.detector} raised level ${String(alarm.level)} at entry ${String(alarm.entry)} of the ledger.`,
    leavesSubmissionOpen,
    isAutomatic: true,
  });
}

/** In the transaction of the alarm. */
export async function slow(session: Session, alarm: Alarm): Promise<void> {
  if (reactionsOf(alarm).includes('SLOW')) await session.write(slowAccounts(reactedOn(alarm), slowedForMs / 1000));
}
