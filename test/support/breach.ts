/**
 * Serves an open store over HTTP as main does, but for what a test takes out of it: the alarm of a guard is seen only where
 * the guard is gone.
 */
import { ApolloServer } from '@apollo/server';
import type { CorridorRooms } from '../../src/disclosure/disclosureContext.js';
import { administrationResolvers } from '../../src/gateway/administration.js';
import { corridorPlugin } from '../../src/gateway/corridorPlugin.js';
import { formatError } from '../../src/gateway/errorMap.js';
import { joined, personResolvers } from '../../src/gateway/personRoots.js';
import type { GatewayContext } from '../../src/gateway/gatewayContext.js';
import { startGateway } from '../../src/gateway/httpServer.js';
import { roleSchema } from '../../src/gateway/roleSchema.js';
import { shielded } from '../../src/gateway/shield.js';
import { authentication } from '../../src/authentication.js';
import { connectionReader } from '../../src/gateway/connection.js';
import { operationBounds } from '../../src/gateway/operationBounds.js';
import { Slowdown } from '../../src/gateway/slowdown.js';
import { authenticate } from '../../src/identity/authenticate.js';
import { challengeOf } from '../../src/identity/challenge.js';
import { createIssuerKeys } from '../../src/jws/issuerKeys.js';
import { sha256 } from '../../src/vault/digest.js';
import type { RolePolicy } from '../../src/policy/compiled.js';
import type { AskOptions, Reply, Service } from './service.js';
import { audience, post } from './service.js';

export interface Breach {
  /** The role that asks. */
  readonly role: string;
  /** What plan and store believe in place of the role's own policy. */
  readonly grant?: RolePolicy;
  /** Whose contract is executed in place of the role's own. */
  readonly contract?: RolePolicy;
  readonly shield?: 'on' | 'off';
  /** Rooms in place of the store's own. */
  readonly rooms?: Partial<CorridorRooms>;
}

export interface Breached {
  ask(account: string, query: string, options: AskOptions & { readonly purpose: string }): Promise<Reply>;
  close(): Promise<void>;
}

export async function openBreach(service: Service, breach: Breach): Promise<Breached> {
  const rooms: CorridorRooms = { ...service.store.rooms, ...breach.rooms };
  const { clock } = rooms;
  const truth = roleOf(service, breach.role);
  const believed = breach.grant ?? truth;
  const ignore = (): void => undefined;
  const administration = administrationResolvers(breach.contract ?? truth, {
    register: rooms.register,
    challengeOf,
    onFailure: ignore,
  });
  const persons = personResolvers(breach.contract ?? truth, { rooms, challengeOf, onFailure: ignore });
  const bare = roleSchema(rooms.policy, breach.contract ?? truth, joined(administration, persons), {
    budgetsOf: () => Promise.resolve([]),
  });
  const apollo = new ApolloServer<GatewayContext>({
    schema: breach.shield === 'off' ? bare : shielded(bare, service.store.rooms.policy, truth),
    plugins: [corridorPlugin({ rooms, role: believed, challengeOf, onFailure: ignore })],
    formatError,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  });
  await apollo.start();
  const keys = createIssuerKeys({ issuer: service.issuer.url, clock, demoKeys: 'accepted', onFailure: ignore });
  await keys.refresh();
  const slowdown = new Slowdown(clock);
  const issuer = service.issuer.url;
  const deps = authentication(rooms, { issuer, audience, keys, slowdown, onFailure: ignore });
  const gateway = await startGateway(
    {
      servers: new Map([[breach.role, apollo]]),
      authenticate: (request) => authenticate(request, deps),
      admitOperation: (_caller, body) => body,
      challengeOf,
      proofNonce: () => rooms.vault.nonces.current(clock.now()),
      connection: connectionReader({ trustedProxies: [], digest: sha256 }),
      slowdown,
      pass: () => undefined,
      bounds: operationBounds,
      tls: undefined,
      onRefused: ignore,
      onDelivered: ignore,
      onWithheld: ignore,
      isReady: () => Promise.resolve(true),
      onFailure: ignore,
    },
    0,
    '127.0.0.1',
  );
  deps.endpoint = gateway.url;
  return {
    ask: (account, query, { purpose, variables }) => {
      const headers = service.headersOf(service.ticketOf(account), purpose, gateway.url);
      return post(gateway.url, headers, { query, variables });
    },
    close: async () => {
      await gateway.close();
      await apollo.stop();
    },
  };
}

export function roleOf(service: Service, name: string): RolePolicy {
  const role = service.store.rooms.policy.roles.get(name);
  if (role === undefined) throw new Error(`no role ${name}`);
  return role;
}
