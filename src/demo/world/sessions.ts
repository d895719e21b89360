/** A session of the generated store: when it is, and what it belongs to, from its index alone. */
import { Dice } from '../../kernel/dice.js';
import { mix32 } from './mix32.js';
import { rowId } from './rowId.js';
import type { WorldPlan } from './worldPlan.js';
import { establishmentId, groupOf, trainingOrganisationId } from './worldPlan.js';

export interface DemoSession {
  readonly id: string;
  readonly organisation: string;
  readonly training: string;
  readonly establishment: string;
  readonly startsOn: number;
  readonly endsOn: number;
}

/** Sessions last one to eight months; they began up to thirteen months ago or begin within two. */
export function sessionAt(plan: WorldPlan, index: number): DemoSession {
  const rank = groupOf(plan.firstSession, index);
  const within = index - (plan.firstSession[rank] ?? 0);
  const dice = new Dice(mix32(index, plan.era.seed + 1));
  const startsOn = plan.today + dice.between(-400, 60);
  return {
    id: rowId('session', index, plan.era.seed),
    organisation: trainingOrganisationId(plan, rank),
    training: rowId('training', childOf(plan.firstTraining, rank, within), plan.era.seed),
    establishment: establishmentId(plan, childOf(plan.firstEstablishment, rank, within)),
    startsOn,
    endsOn: startsOn + dice.between(30, 240),
  };
}

/** Sessions go round an organisation's trainings, and its places. */
function childOf(first: Uint32Array, rank: number, within: number): number {
  const start = first[rank] ?? 0;
  const count = (first[rank + 1] ?? start + 1) - start;
  return start + (within % count);
}
