/** Plans an operation as the gateway does: validated against the role's contract, then compiled and bound. */
import { buildSchema, getOperationAST, getVariableValues, parse, validate } from 'graphql';
import { Refused } from '../../src/kernel/refusal.js';
import type { Refusal } from '../../src/kernel/refusal.js';
import type { Asking } from '../../src/plan/asking.js';
import { bindOperation } from '../../src/plan/bindOperation.js';
import { compileOperation } from '../../src/plan/compileOperation.js';
import type { RequestPlan } from '../../src/plan/requestPlan.js';
import type { CompiledPolicy, RolePolicy } from '../../src/policy/compiled.js';

export interface Asked {
  readonly role: string;
  readonly purpose: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** What differs from a person of good standing who has just authenticated. */
  readonly asking?: Partial<Asking>;
}

/** By the tests' clock. */
export const nowSeconds = 1_800_000_000;

export const goodStanding: Asking['standing'] = {
  isInQuarantine: false,
  isAdministrator: false,
  isSubmissionOnly: false,
  stoppedFields: [],
  absorbed: [],
};

export function askingOf({ authentication }: RolePolicy, different: Partial<Asking> = {}): Asking {
  const person = { standing: goodStanding, kind: 'PERSON', actor: undefined, sender: 'DPOP' } as const;
  return { ...person, authenticatedAt: nowSeconds, nowSeconds, authentication, ...different };
}

export function planned(policy: CompiledPolicy, asked: Asked): RequestPlan {
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
  return bindOperation(compileOperation(source), coerced, askingOf(role, asked.asking));
}

export function refusalOfPlan(policy: CompiledPolicy, asked: Asked): Refusal {
  try {
    planned(policy, asked);
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
  throw new Error('the plan was not refused');
}
