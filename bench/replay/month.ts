/**
 * One simulated month: honest work and attacks in the order of their instants, on one clock. Each attack's bound is written
 * down before its first request; what came of it is counted once the month is over.
 */
import type { Exposure } from './exposure.js';
import { exposureOf } from './exposure.js';
import { pastOf } from './honest/pasts.js';
import type { Scenario, Task } from './honest/scenario.js';
import type { Outcome } from './outcome.js';
import { outcomeOf } from './outcome.js';
import type { Strategy } from './strategies/strategy.js';
import { Thief } from './thief.js';
import { dayMs, instantOf } from './time.js';
import type { World } from './world.js';

export interface MonthOptions {
  readonly strategies: readonly Strategy[];
  readonly scenarios: readonly Scenario[];
  readonly say: (text: string) => void;
}

interface Attack {
  readonly strategy: Strategy;
  readonly at: number;
  thief?: Thief;
  exposure?: Exposure;
  endedAt?: number;
}

export async function runMonth(
  world: World,
  { strategies, scenarios, say }: MonthOptions,
): Promise<readonly Outcome[]> {
  const attacks: readonly Attack[] = strategies.map((strategy, index) => ({ strategy, at: beginOf(strategy, index) }));
  const tasks = [
    ...scenarios.flatMap((scenario) => scenario.tasks(world)),
    ...attacks.flatMap(({ strategy, at }) => strategy.stolen.flatMap((account) => pastOf(world, account, at))),
    ...attacks.flatMap((attack) => partsOf(world, attack, say)),
  ].toSorted((one, other) => one.at - other.at);
  for (const { at, run } of tasks) {
    await world.clock.moveTo(at);
    await run();
  }
  await world.site.settle();
  const outcomes: Outcome[] = [];
  for (const { strategy, thief, exposure, endedAt } of attacks) {
    if (thief === undefined || exposure === undefined || endedAt === undefined) continue;
    outcomes.push(await outcomeOf(world, { strategy, thief, exposure, endedAt }));
  }
  return outcomes;
}

/** Working days from the ninth on, three a day, unless the strategy has a day of its own. */
function beginOf({ day }: Strategy, index: number): number {
  if (day !== undefined) return instantOf(day, '10:40');
  const days = [9, 10, 11, 14, 15, 16, 17, 18, 21, 22];
  const times = ['09:40', '12:20', '14:50'];
  return instantOf(days[Math.floor(index / times.length) % days.length] ?? 9, times[index % times.length] ?? '09:40');
}

function partsOf(world: World, attack: Attack, say: (text: string) => void): readonly Task[] {
  const { strategy, at } = attack;
  const days = strategy.days ?? 1;
  return Array.from({ length: days }, (_, day) => ({
    at: at + day * dayMs,
    run: async () => {
      if (attack.thief === undefined) {
        attack.thief = new Thief(world, strategy);
        const from = world.clock.now();
        const until = from + (days - 1) * dayMs + strategy.seconds * 1_000;
        attack.exposure = await exposureOf({ site: world.site, from, until }, strategy.stolen);
      }
      const { thief } = attack;
      await strategy.act(thief, day);
      attack.endedAt = world.clock.now();
      if (day === days - 1)
        say(`${strategy.name}: ${String(thief.loot.persons.size)} persons in ${String(thief.requests)} requests`);
    },
  }));
}
