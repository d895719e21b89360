/** Plans a mutation as the gateway does: validated against the role's contract, then compiled and bound. */
import type { Refusal } from '../../src/kernel/refusal.js';
import { bindMutation } from '../../src/plan/bindMutation.js';
import { compileMutation } from '../../src/plan/compileMutation.js';
import type { MutationPlan, MutationTemplate, WriteRequest } from '../../src/plan/writePlan.js';
import type { CompiledPolicy, RolePolicy } from '../../src/policy/compiled.js';
import type { Asked } from './planning.js';
import { askingOf } from './planning.js';
import { refusalIn, sourceOf } from './source.js';

export function plannedWrite(policy: CompiledPolicy, asked: Asked): MutationPlan {
  const { template, role, variables } = compiledWrite(policy, asked);
  return bindMutation(template, variables, askingOf(role, asked.asking));
}

interface CompiledWrite {
  readonly template: MutationTemplate;
  readonly role: RolePolicy;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** As far as no value of the request matters. */
export function compiledWrite(policy: CompiledPolicy, asked: Asked): CompiledWrite {
  const source = sourceOf(policy, asked);
  return { template: compileMutation(source), role: source.role, variables: source.variables };
}

export function refusalOfWrite(policy: CompiledPolicy, asked: Asked): Refusal {
  return refusalIn(() => plannedWrite(policy, asked));
}

/** The one write of an operation that has one. */
export function onlyWrite(policy: CompiledPolicy, asked: Asked): WriteRequest {
  const [write, ...others] = plannedWrite(policy, asked).writes;
  if (write === undefined || others.length > 0) throw new Error('not one write');
  return write;
}
