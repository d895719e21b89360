import type { TypePlan, TypePlans } from './typePlan.js';

/** Types so that what a row refers to is loaded before it; among types that refer to each other, in the policy's order. */
export function loadOrder(plans: TypePlans): readonly TypePlan[] {
  const order = new Set<TypePlan>();
  const begun = new Set<TypePlan>();
  const visit = (plan: TypePlan | undefined): void => {
    if (plan === undefined || begun.has(plan)) return;
    begun.add(plan);
    for (const { target } of plan.columns) if (target !== undefined) visit(plans.get(target));
    order.add(plan);
  };
  for (const plan of plans.values()) visit(plan);
  return Object.freeze([...order]);
}
