/** Where Apollo meets the corridor: after validation, before execution, once for an operation. */
import type { ApolloServerPlugin, GraphQLRequestContextDidResolveOperation } from '@apollo/server';
import type { DocumentNode } from 'graphql';
import { OperationTypeNode } from 'graphql';
import type { Answer } from '../disclosure/answer.js';
import { disclose } from '../disclosure/corridor.js';
import type { CorridorRooms } from '../disclosure/disclosureContext.js';
import { openLink } from '../disclosure/opening/openLink.js';
import { askLinks } from '../disclosure/requests/askLinks.js';
import { write } from '../disclosure/write/writeCorridor.js';
import { invariant } from '../kernel/invariant.js';
import { refuse } from '../kernel/refusal.js';
import type { AdministrationTemplate } from '../plan/administration.js';
import { compileAdministration, requireAdmittedAdministration } from '../plan/administration.js';
import type { Asking } from '../plan/asking.js';
import { bindMutation } from '../plan/bindMutation.js';
import { bindOperation } from '../plan/bindOperation.js';
import { compileMutation } from '../plan/compileMutation.js';
import { compileOperation } from '../plan/compileOperation.js';
import type { EngineRoots } from '../plan/engineRoots.js';
import { compilePersonRoots, requireAdmittedPersonRoots } from '../plan/personRoots.js';
import type { OperationTemplate } from '../plan/requestPlan.js';
import type { MutationTemplate } from '../plan/writePlan.js';
import type { RolePolicy } from '../policy/compiled.js';
import type { ErrorOutlet } from './errorMap.js';
import { graphQLErrorOf, refusalOf } from './errorMap.js';
import type { GatewayContext } from './gatewayContext.js';
import { noteRefusal } from './noteRefusal.js';
import { pathsOf } from './withheldPaths.js';
import { variablesOf } from './variables.js';

export interface CorridorPluginOptions extends ErrorOutlet {
  readonly rooms: CorridorRooms;
  readonly role: RolePolicy;
}

/** Plans are kept beside the document that they plan, one for each operation and purpose: a plugin serves one role and policy. */
class TemplateMemory<Template extends { readonly reusable: boolean }> {
  readonly #templates = new WeakMap<DocumentNode, Map<string, Template>>();

  find(document: DocumentNode, key: string, make: () => Template): Template {
    const known = this.#templates.get(document)?.get(key);
    if (known !== undefined) return known;
    const made = make();
    if (!made.reusable) return made;
    const templates = this.#templates.get(document) ?? new Map<string, Template>();
    templates.set(key, made);
    this.#templates.set(document, templates);
    return made;
  }
}

interface Templates {
  readonly queries: TemplateMemory<OperationTemplate>;
  readonly mutations: TemplateMemory<MutationTemplate>;
  readonly administration: TemplateMemory<AdministrationTemplate>;
  readonly persons: TemplateMemory<EngineRoots>;
}

export function corridorPlugin(options: CorridorPluginOptions): ApolloServerPlugin<GatewayContext> {
  const templates: Templates = {
    queries: new TemplateMemory(),
    mutations: new TemplateMemory(),
    administration: new TemplateMemory(),
    persons: new TemplateMemory(),
  };
  return {
    requestDidStart: async ({ contextValue }) => ({
      didResolveOperation: async (request) => {
        // Apollo says itself that the document has no operation of that name.
        if (request.operation === undefined) return;
        try {
          const rooms = endingWith(request.contextValue.signal, options.rooms);
          const answered = await answer({ ...options, rooms }, templates, request);
          request.contextValue.answer = answered;
          request.contextValue.served.push(...answered.served);
        } catch (error) {
          noteRefusal(options.rooms, contextValue.caller, refusalOf(error));
          throw graphQLErrorOf(error, options);
        }
      },
      // What the text itself is refused for: a field that the contract has not, for instance.
      validationDidStart: async () => async (errors) => {
        if (errors !== undefined && errors.length > 0)
          noteRefusal(options.rooms, contextValue.caller, { code: 'GRAPHQL_VALIDATION_FAILED', message: '' });
      },
      willSendResponse: async ({ response }) => {
        const candidates = contextValue.answer?.withheld ?? [];
        if (response.body.kind !== 'single' || candidates.length === 0) return;
        const result = response.body.singleResult;
        const withheld = pathsOf(result.data, candidates);
        if (withheld.length > 0) result.extensions = { ...result.extensions, withheld };
      },
    }),
  };
}

/** What the corridor asks the store ends with the operation. */
function endingWith(signal: AbortSignal, rooms: CorridorRooms): CorridorRooms {
  return { ...rooms, database: rooms.database.under(signal) };
}

type Resolved = GraphQLRequestContextDidResolveOperation<GatewayContext>;

async function answer(
  { rooms, role }: CorridorPluginOptions,
  templates: Templates,
  { document, operation, schema, request, contextValue }: Resolved,
): Promise<Answer> {
  invariant(operation, 'an operation was resolved');
  // GraphQL validates nothing below a root type that the schema has not: it would be planned, and read, as a query.
  if (operation.operation === OperationTypeNode.SUBSCRIPTION)
    throw refuse('BAD_REQUEST', 'There are no subscriptions.');
  const { caller } = contextValue;
  invariant(caller.role === role.role, 'a role is served by its own schema');
  const variables = variablesOf(schema, operation, request.variables ?? {});
  const asking: Asking = {
    standing: caller.standing,
    kind: caller.kind,
    actor: caller.actor,
    sender: caller.sender,
    authenticatedAt: caller.authenticatedAt,
    nowSeconds: rooms.clock.now() / 1000,
    authentication: role.authentication,
  };
  const key = `${operation.name?.value ?? ''} ${caller.purpose}`;
  const source = { policy: rooms.policy, role, purpose: caller.purpose, schema, document, operation, variables };
  const administration = templates.administration.find(document, key, () => compileAdministration(source));
  requireAdmittedAdministration(administration, variables, asking);
  const persons = templates.persons.find(document, key, () => compilePersonRoots(source));
  requireAdmittedPersonRoots(persons, variables, asking);
  if (operation.operation === OperationTypeNode.MUTATION) {
    const template = templates.mutations.find(document, key, () => compileMutation(source));
    const plan = bindMutation(template, variables, asking);
    if (plan.opening !== undefined) return openLink(rooms, caller, plan, plan.opening);
    return plan.asked.length > 0 ? askLinks(rooms, caller, plan) : write(rooms, caller, plan);
  }
  const template = templates.queries.find(document, key, () => compileOperation(source));
  return disclose(rooms, caller, bindOperation(template, variables, asking));
}
