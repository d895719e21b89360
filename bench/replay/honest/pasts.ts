/** What the owners of the accounts did before these were stolen: a screenful a working day, so that each has a past of its own. */
import type { Account } from '../accounts.js';
import { dayMs, instantOf, isWorkingDay } from '../time.js';
import type { World } from '../world.js';
import type { Task } from './scenario.js';

const list = 'query Day($first: Int!) { jobSeekers(first: $first) { nodes { id usedName givenNames phone } } }';

/** Working days before the theft, at most. */
const daysBefore = 6;

export function pastOf(world: World, account: Account, theftAt: number): readonly Task[] {
  const theftDay = Math.floor((theftAt - instantOf(1, '00:00')) / dayMs) + 1;
  const days = Array.from({ length: 12 }, (_, index) => theftDay - 12 + index)
    .filter(isWorkingDay)
    .slice(-daysBefore);
  return days.map((day, index) => ({
    at: instantOf(day, '08:30') + index * 600_000,
    run: async () => {
      await world.honest.ask('owner’s day', account, list, { variables: { first: 8 + ((index * 5) % 12) } });
    },
  }));
}
