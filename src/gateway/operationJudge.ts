/**
 * Whether a registered text is answered, and what it reads: for each role, by the same bounds, contract and plan that a request
 * meets. A text that one role may ask says nothing of another.
 */
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { buildSchema, GraphQLError, Kind, parse, validate } from 'graphql';
import { Refused } from '../kernel/refusal.js';
import type { OperationReading } from '../plan/describeOperation.js';
import { describeOperation } from '../plan/describeOperation.js';
import type { CompiledPolicy, RolePolicy } from '../policy/compiled.js';
import { requireSmallText } from './bodyBounds.js';
import type { OperationBounds } from './operationBounds.js';
import { withoutValues } from './withoutValues.js';

export interface OperationProblem {
  /** Of a refusal, or of GraphQL's own. */
  readonly code: string;
  readonly message: string;
}

export type OperationJudgement =
  | { readonly role: string; readonly reading: OperationReading }
  | { readonly role: string; readonly problem: OperationProblem };

/** Judges texts under one policy; the contracts are built once, when they are first needed. */
export class OperationJudge {
  readonly #policy: CompiledPolicy;
  readonly #bounds: OperationBounds;
  readonly #schemas = new Map<string, GraphQLSchema>();

  constructor(policy: CompiledPolicy, bounds: OperationBounds) {
    this.#policy = policy;
    this.#bounds = bounds;
  }

  /** One judgement for each role that has the purpose; none when nobody has it. */
  judgeAll(text: string, purpose: string): readonly OperationJudgement[] {
    return this.#rolesWith(purpose).map((role) => this.#judge(role, text, purpose));
  }

  /** Why nobody is answered; undefined when some role is. */
  whyUnanswered(text: string, purpose: string): OperationProblem | undefined {
    let first: OperationProblem | undefined;
    for (const role of this.#rolesWith(purpose)) {
      const judgement = this.#judge(role, text, purpose);
      if ('reading' in judgement) return undefined;
      first ??= judgement.problem;
    }
    return first ?? { code: 'PURPOSE_UNKNOWN', message: `No role has the purpose ${purpose}.` };
  }

  /** Why `role` is not answered; undefined when it is. */
  problemOf(role: string, text: string, purpose: string): OperationProblem | undefined {
    const known = this.#policy.roles.get(role);
    if (known === undefined) return { code: 'ROLE_UNKNOWN', message: 'The role is not served.' };
    const judgement = this.#judge(known, text, purpose);
    return 'problem' in judgement ? judgement.problem : undefined;
  }

  #rolesWith(purpose: string): readonly RolePolicy[] {
    return [...this.#policy.roles.values()].filter(({ purposes }) => purposes.includes(purpose));
  }

  #judge(role: RolePolicy, text: string, purpose: string): OperationJudgement {
    try {
      requireSmallText(text, this.#bounds);
      const document = parse(text);
      const schema = this.#schemaOf(role);
      const [error] = validate(schema, document);
      if (error !== undefined) throw error;
      return { role: role.role, reading: this.#describe(role, schema, document, purpose) };
    } catch (error) {
      return { role: role.role, problem: problemOf(error) };
    }
  }

  #describe(role: RolePolicy, schema: GraphQLSchema, document: DocumentNode, purpose: string): OperationReading {
    const readings = document.definitions.flatMap((operation) =>
      operation.kind === Kind.OPERATION_DEFINITION
        ? [describeOperation({ policy: this.#policy, role, purpose, schema, document, operation })]
        : [],
    );
    const [reading] = readings;
    if (reading === undefined) throw new GraphQLError('The text has no operation.');
    return reading;
  }

  #schemaOf({ role, contract }: RolePolicy): GraphQLSchema {
    const known = this.#schemas.get(role);
    if (known !== undefined) return known;
    const schema = buildSchema(contract);
    this.#schemas.set(role, schema);
    return schema;
  }
}

function problemOf(error: unknown): OperationProblem {
  if (error instanceof Refused) return { code: error.refusal.code, message: error.refusal.message };
  if (error instanceof GraphQLError)
    return { code: 'GRAPHQL_VALIDATION_FAILED', message: withoutValues(error.message) };
  throw error;
}
