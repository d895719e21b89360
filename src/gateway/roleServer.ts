/** One Apollo Server for each role: a role's contract, shield, documents and plans never meet another's. */
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import { administrationResolvers } from './administration.js';
import { callerBudgets } from './callerBudgets.js';
import type { CorridorPluginOptions } from './corridorPlugin.js';
import { corridorPlugin } from './corridorPlugin.js';
import { formatError } from './errorMap.js';
import { joined, personResolvers } from './personRoots.js';
import type { GatewayContext } from './gatewayContext.js';
import type { OperationBounds } from './operationBounds.js';
import { roleSchema } from './roleSchema.js';
import { shielded } from './shield.js';

export interface RoleServerOptions extends CorridorPluginOptions {
  readonly bounds: OperationBounds;
}

export function startRoleServer(options: RoleServerOptions): Promise<ApolloServer<GatewayContext>> {
  const { rooms, role } = options;
  const administration = administrationResolvers(role, { ...options, register: rooms.register });
  const engines = joined(administration, personResolvers(role, options));
  const schema = roleSchema(rooms.policy, role, engines, callerBudgets(options));
  return startSchemaServer(shielded(schema, rooms.policy, role), options);
}

/** The corridor behind any schema: that of the role, or one that is made to try what holds when it is another. */
export async function startSchemaServer(
  schema: GraphQLSchema,
  options: RoleServerOptions,
): Promise<ApolloServer<GatewayContext>> {
  const { bounds } = options;
  const server = new ApolloServer<GatewayContext>({
    schema,
    plugins: [
      corridorPlugin(options),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
    formatError,
    // The contract of the role, and nothing of any other's: a partner's tools may read it.
    introspection: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    // The second line behind `bodyBounds`; Apollo's own default, `true`, means ten million.
    maxRecursiveSelections: bounds.selections,
    parseOptions: { maxLexicalTokens: bounds.tokens },
    nodeEnv: 'production',
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  });
  await server.start();
  return server;
}

/** Apollo's own log can quote a request; failures reach the operator through `onFailure`. */
function ignore(): void {
  return;
}
