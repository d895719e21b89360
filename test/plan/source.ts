/** An operation as a plan gets it: its text validated, its variables coerced. */
import { buildSchema, getOperationAST, getVariableValues, parse, validate } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { invariant } from '../../src/kernel/invariant.js';
import type { Refusal } from '../../src/kernel/refusal.js';
import { Refused } from '../../src/kernel/refusal.js';
import type { OperationSource } from '../../src/plan/compileOperation.js';
import type { CompiledPolicy, RolePolicy } from '../../src/policy/compiled.js';
import type { Asked } from './planning.js';

export interface Sourced extends Asked {
  /** The role by whose contract the text passed: a plan is the wall behind that validation, too. */
  readonly contractOf?: string;
  /** Of a text with more than one. */
  readonly operationName?: string;
}

export function sourceOf(policy: CompiledPolicy, asked: Sourced): OperationSource {
  const { purpose, query, variables = {}, operationName, contractOf = asked.role } = asked;
  const [role, validating] = [policy.roles.get(asked.role), policy.roles.get(contractOf)];
  invariant(role !== undefined && validating !== undefined, `no role ${asked.role} or ${contractOf}`);
  const schema = schemaOf(validating);
  const document = parse(query);
  const [invalid] = validate(schema, document);
  if (invalid !== undefined) throw invalid;
  const operation = getOperationAST(document, operationName);
  invariant(operation, 'there is one such operation');
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  invariant(coerced, 'the variables fit');
  return { policy, role, purpose, schema, document, operation, variables: coerced };
}

/** Of each role once: reading a contract takes longer than planning by it. */
const schemas = new WeakMap<RolePolicy, GraphQLSchema>();

function schemaOf(role: RolePolicy): GraphQLSchema {
  const schema = schemas.get(role) ?? buildSchema(role.contract);
  schemas.set(role, schema);
  return schema;
}

/** What `act` is refused with. */
export function refusalIn(act: () => unknown): Refusal {
  try {
    act();
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
  throw new Error('nothing was refused');
}
