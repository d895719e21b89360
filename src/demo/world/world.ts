/** A whole generated store, a row at a time: what is about no person first, then the people. */
import { castRows } from '../cast.js';
import { entityRows } from './entities.js';
import { peopleRows } from './people.js';
import type { DemoRow } from './rows.js';
import type { WorldOptions } from './worldPlan.js';
import { planWorld } from './worldPlan.js';

export function* world(options: WorldOptions): Generator<DemoRow> {
  const plan = planWorld(options);
  if (options.besideDemo !== true) yield* castRows();
  yield* entityRows(plan);
  yield* peopleRows(plan);
}

/** The people alone. */
export function people(options: WorldOptions): Iterable<DemoRow> {
  return peopleRows(planWorld(options));
}
