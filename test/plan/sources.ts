/** An operation as the gateway hands it to this room: held against a contract, its variables coerced. */
import { buildSchema, getOperationAST, getVariableValues, parse, validate } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { Refused } from '../../src/kernel/refusal.js';
import type { Refusal } from '../../src/kernel/refusal.js';
import type { OperationSource } from '../../src/plan/compileOperation.js';
import type { CompiledPolicy } from '../../src/policy/compiled.js';
import { roleOf } from '../policy/harness.js';
import type { Asked } from './planning.js';

/** Contracts that have been built, by their text. */
const schemas = new Map<string, GraphQLSchema>();

/** `contractOf`: the role whose contract let the operation pass, if another than who asks. */
export function sourceOf(
  policy: CompiledPolicy,
  asked: Omit<Asked, 'asking'>,
  contractOf = asked.role,
): OperationSource {
  const { contract } = roleOf(policy, contractOf);
  const schema = schemas.get(contract) ?? buildSchema(contract);
  schemas.set(contract, schema);
  const document = parse(asked.query);
  const [invalid] = validate(schema, document);
  if (invalid !== undefined) throw invalid;
  const operation = getOperationAST(document);
  if (operation === null || operation === undefined) throw new Error('no operation');
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], asked.variables ?? {});
  if (coerced === undefined) throw new Error('the variables do not fit');
  const role = roleOf(policy, asked.role);
  return { policy, role, purpose: asked.purpose, schema, document, operation, variables: coerced };
}

/** What `judge` refuses. */
export function refusalOf(judge: () => unknown): Refusal {
  try {
    judge();
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
  throw new Error('nothing was refused');
}
