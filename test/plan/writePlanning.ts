/** Plans a mutation as the gateway does: validated against the role's contract, then compiled and bound. */
import { buildSchema, getOperationAST, getVariableValues, parse, validate } from 'graphql';
import { Refused } from '../../src/kernel/refusal.js';
import type { Refusal } from '../../src/kernel/refusal.js';
import { bindMutation } from '../../src/plan/bindMutation.js';
import { compileMutation } from '../../src/plan/compileMutation.js';
import type { MutationPlan } from '../../src/plan/writePlan.js';
import type { CompiledPolicy } from '../../src/policy/compiled.js';
import type { Asked } from './planning.js';
import { askingOf } from './planning.js';

export function plannedWrite(policy: CompiledPolicy, asked: Asked): MutationPlan {
  const role = policy.roles.get(asked.role);
  if (role === undefined) throw new Error(`no role ${asked.role}`);
  const schema = buildSchema(role.contract);
  const document = parse(asked.query);
  const [invalid] = validate(schema, document);
  if (invalid !== undefined) throw invalid;
  const operation = getOperationAST(document);
  if (operation === null || operation === undefined) throw new Error('no operation');
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], asked.variables ?? {});
  if (coerced === undefined) throw new Error('the variables do not fit');
  const source = { policy, role, purpose: asked.purpose, schema, document, operation, variables: coerced };
  return bindMutation(compileMutation(source), coerced, askingOf(role, asked.asking));
}

export function refusalOfWrite(policy: CompiledPolicy, asked: Asked): Refusal {
  try {
    plannedWrite(policy, asked);
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
  throw new Error('the plan was not refused');
}
