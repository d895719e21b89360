/** Plans a mutation as the gateway does: validated against the role's contract, then compiled and bound. */
import { buildSchema, getOperationAST, getVariableValues, parse, validate } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { Refused } from '../../src/kernel/refusal.js';
import type { Refusal } from '../../src/kernel/refusal.js';
import { bindMutation } from '../../src/plan/bindMutation.js';
import { compileMutation } from '../../src/plan/compileMutation.js';
import type { MutationPlan, MutationTemplate, WriteRequest } from '../../src/plan/writePlan.js';
import type { CompiledPolicy, RolePolicy } from '../../src/policy/compiled.js';
import type { Asked } from './planning.js';
import { askingOf } from './planning.js';

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
  const role = policy.roles.get(asked.role);
  if (role === undefined) throw new Error(`no role ${asked.role}`);
  const schema = schemaOf(role);
  const document = parse(asked.query);
  const [invalid] = validate(schema, document);
  if (invalid !== undefined) throw invalid;
  const operation = getOperationAST(document);
  if (operation === null || operation === undefined) throw new Error('no operation');
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], asked.variables ?? {});
  if (coerced === undefined) throw new Error('the variables do not fit');
  const source = { policy, role, purpose: asked.purpose, schema, document, operation, variables: coerced };
  return { template: compileMutation(source), role, variables: coerced };
}

/** Of each role once: reading a contract takes longer than planning by it. */
const schemas = new WeakMap<RolePolicy, GraphQLSchema>();

function schemaOf(role: RolePolicy): GraphQLSchema {
  const schema = schemas.get(role) ?? buildSchema(role.contract);
  schemas.set(role, schema);
  return schema;
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

/** The one write of an operation that has one. */
export function onlyWrite(policy: CompiledPolicy, asked: Asked): WriteRequest {
  const [write, ...others] = plannedWrite(policy, asked).writes;
  if (write === undefined || others.length > 0) throw new Error('not one write');
  return write;
}
