import type { Account } from '../accounts.js';
import { machine } from '../accounts.js';
import { reachOf } from '../reach.js';
import { instantOf } from '../time.js';
import type { World } from '../world.js';
import type { Scenario, Task } from './scenario.js';

const name = 'nightly copy';

export const copyChanged = `query CopyChanged($after: String, $since: DateTime) {
  jobSeekers(first: 50, after: $after, changedSince: $since) {
    nodes { id usedName givenNames birthName email phone }
    pageInfo { hasNextPage endCursor }
  }
}`;

const ranks = [2, 9];

/** At half past two: the whole caseload on the first night and each Sunday, what changed since the last night on the others. */
export const nightlyCopy: Scenario = {
  name,
  line: 3,
  volume: ({ isQuick }) =>
    `two organisations’ software, ${String(isQuick ? 6 : 30)} nights, whole on the first night and on Sundays, else what changed`,
  tasks: (world) => ranks.flatMap((rank) => nights(world, machine(rank))),
};

function nights(world: World, software: Account): readonly Task[] {
  let since: string | undefined;
  return Array.from({ length: world.isQuick ? 6 : 30 }, (_, index) => ({
    at: instantOf(index + 1, '02:30'),
    run: async () => {
      const { honest, clock, site } = world;
      const isWhole = index === 0 || new Date(clock.now()).getUTCDay() === 0;
      const began = clock.now();
      const variables = { since: isWhole ? undefined : since };
      const copied = await honest.pages<{ readonly id: string }>(name, software, copyChanged, {
        root: 'jobSeekers',
        variables,
      });
      since = new Date(began).toISOString();
      if (!isWhole) return;
      const reach = await reachOf(site, [software], clock.now(), clock.now());
      const missing = reach.size - new Set(copied.map(({ id }) => id)).size;
      honest.require(missing === 0, name, `${String(missing)} persons of the caseload are missing from the copy`);
    },
  }));
}
