/** A store served for real: its own database, a real issuer with real keys, HTTP; on a clock that the test moves. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoAccount } from '../../src/demo/accounts.js';
import type { OperationBounds } from '../../src/gateway/operationBounds.js';
import { operationBounds } from '../../src/gateway/operationBounds.js';
import type { SlowdownBounds } from '../../src/gateway/slowdown.js';
import { slowdownBounds } from '../../src/gateway/slowdown.js';
import { openStore, startServer } from '../../src/main.js';
import type { OpenStore, RunningServer, ServerOptions } from '../../src/main.js';
import type { SchemaSource } from '../../src/policy/read/storeSchema.js';
import { readSchema } from '../../src/schemaFolder.js';
import { Keyring } from '../../src/vault/keyring.js';
import { publicJwk, startTestIssuer, testKey } from '../jws/testIssuer.js';
import type { TestIssuer, TestKey } from '../jws/testIssuer.js';
import { proven, registerOf, ticketFor } from './partner.js';
import type { Ticket } from './partner.js';
import { createDatabase } from './postgres.js';
import type { TestDatabase } from './postgres.js';

export interface MovableClock {
  now(): number;
  /** To an instant, ISO 8601. Tokens asked before the move may have expired after it. */
  moveTo(instant: string): void;
}

export function clockAt(instant: string): MovableClock {
  let now = Date.parse(instant);
  return {
    now: () => now,
    moveTo: (next) => {
      now = Date.parse(next);
    },
  };
}

export interface Service {
  readonly url: string;
  readonly store: OpenStore;
  readonly keyring: Keyring;
  readonly database: TestDatabase;
  readonly issuer: TestIssuer;
  /** Signs the issuer's tokens. */
  readonly issuerKey: TestKey;
  /** The `htu` of proofs. */
  readonly endpoint: string;
  readonly clock: MovableClock;
  readonly failures: readonly unknown[];
  /** Registered operations that the policy answers to nobody, as the start found them. */
  readonly unanswered: readonly string[];
  /** Sends an operation as an account, for its default purpose unless another is named. */
  ask(account: string, query: string, options?: AskOptions): Promise<Reply>;
  /** A token as the issuer signs it now, with `claims` on top, and the key that it is bound to. */
  ticketOf(account: string, claims?: Readonly<Record<string, unknown>>): Ticket;
  /** The headers of one request: purpose, token and a fresh proof. */
  headersOf(ticket: Ticket, purpose: string, url?: string): Record<string, string>;
  /** Sends a body with a ticket and a purpose. */
  send(ticket: Ticket, purpose: string, body: unknown): Promise<Reply>;
  stop(): Promise<void>;
}

export interface AskOptions {
  readonly purpose?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>> | null | undefined;
  readonly codes: readonly string[];
  readonly messages: readonly string[];
  readonly withheld: readonly unknown[];
  readonly headers: Headers;
}

export interface ServiceOptions {
  /** The store's schema, its migrations beside it. */
  readonly folder: string;
  readonly accounts: readonly DemoAccount[];
  readonly clock: MovableClock;
  /** In place of the folder's own SDL. */
  readonly sources?: readonly SchemaSource[];
  /** A store that is there already, left as it is at the end: its address and its keys. */
  readonly existing?: { readonly url: string; readonly keyring: Keyring };
  /** Who asks stands in its register already. */
  readonly isRegistered?: true;
  /** Another process of this service: one store, keyring, issuer and public address. */
  readonly replicaOf?: Service;
  /** None when it is left out: tests do what thieves do. */
  readonly detectors?: ServerOptions['detectors'];
  /** Who is told of alarms. */
  readonly webhook?: ServerOptions['webhook'];
  /** What failures cost; nothing when it is left out. */
  readonly slowdown?: SlowdownBounds;
  /** In place of the bounds that hold for every operation. */
  readonly bounds?: Partial<OperationBounds>;
  /** Path of the erasure register. */
  readonly erasureRegister?: string;
  /** Fills the store before it is served. */
  readonly fill?: (store: OpenStore, database: TestDatabase) => Promise<void>;
}

export const audience = 'https://cloison.example.org/graphql';

export async function startService(options: ServiceOptions): Promise<Service> {
  const failures: unknown[] = [];
  const database = await databaseOf(options);
  const { replicaOf } = options;
  const keyring = (replicaOf ?? options.existing)?.keyring ?? Keyring.parse(Keyring.generate());
  const migrations = join(options.folder, 'migrations');
  const store = await openStore({
    sources: options.sources ?? readSchema(options.folder),
    migrations: existsSync(migrations) ? migrations : undefined,
    databaseUrl: database.url,
    keyring,
    clock: options.clock,
    onFailure: (error) => failures.push(error),
    erasureRegister: options.erasureRegister,
  });
  await options.fill?.(store, database);
  const { accounts, clock } = options;
  if (options.isRegistered !== true)
    await store.rooms.register.seed(registerOf(accounts), {
      createdBy: 'operator:tests',
      approvedBy: 'operator:second',
    });
  const key = replicaOf?.issuerKey ?? testKey('ES256', 'partners-1');
  const issuer = replicaOf?.issuer ?? (await startTestIssuer());
  if (replicaOf === undefined) issuer.publish([publicJwk(key)]);
  const server: RunningServer = await startServer(store, {
    issuer: issuer.url,
    audience,
    demoKeys: 'refused',
    slowdown: options.slowdown ?? unhurried,
    detectors: options.detectors ?? [],
    webhook: options.webhook,
    bounds: { ...operationBounds, ...options.bounds },
    publicUrl: replicaOf?.endpoint,
    trustedProxies: ['127.0.0.1'],
    port: 0,
    host: '127.0.0.1',
    onFailure: (error) => failures.push(error),
  });
  const ticketOf: Service['ticketOf'] = (name, claims) =>
    ticketFor(accountOf(accounts, name), { issuer: issuer.url, audience, key }, clock.now(), claims);
  const headersOf: Service['headersOf'] = (ticket, purpose, url = replicaOf?.endpoint ?? server.url) => ({
    ...proven(ticket, {
      url,
      nonce: store.rooms.vault.nonces.current(clock.now()),
      nowMilliseconds: clock.now(),
    }),
    'cloison-purpose': purpose,
    'content-type': 'application/json',
  });
  let latest = clock.now();
  // A clock that was set back takes no proofs until it is where it was: tests go back in time, and may.
  const goBack = async (): Promise<void> => {
    const isBack = clock.now() < latest;
    latest = clock.now();
    if (!isBack) return;
    const text = "UPDATE cloison.proof_horizon SET reaches = '-infinity'";
    await store.rooms.database.read({ name: '', text, values: [] });
  };
  const send: Service['send'] = async (ticket, purpose, body) => {
    await goBack();
    return post(server.url, headersOf(ticket, purpose), body);
  };
  return {
    url: server.url,
    store,
    keyring,
    database,
    issuer,
    issuerKey: key,
    endpoint: replicaOf?.endpoint ?? server.url,
    failures,
    unanswered: server.unanswered,
    clock,
    ticketOf,
    headersOf,
    send,
    ask: (name, query, { purpose, variables } = {}) =>
      send(ticketOf(name), purpose ?? accountOf(accounts, name).defaultPurpose, { query, variables }),
    stop: async () => {
      await server.close();
      if (replicaOf === undefined) await issuer.close();
      await store.close();
      await database.drop();
    },
  };
}

async function databaseOf({ existing, replicaOf }: ServiceOptions): Promise<TestDatabase> {
  if (replicaOf !== undefined) return { ...replicaOf.database, drop: () => Promise.resolve() };
  if (existing === undefined) return createDatabase();
  return { url: existing.url, name: new URL(existing.url).pathname.slice(1), drop: () => Promise.resolve() };
}

/** Posts `body` as JSON. */
export async function post(url: string, headers: Readonly<Record<string, string>>, body: unknown): Promise<Reply> {
  return replyOf(await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) }));
}

export async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text();
  const body = JSON.parse(text) as {
    readonly data?: Readonly<Record<string, unknown>> | null;
    readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
    readonly extensions?: { readonly withheld?: readonly unknown[] };
  };
  return {
    status: response.status,
    text,
    data: body.data,
    codes: (body.errors ?? []).map((error) => error.extensions?.code ?? ''),
    messages: (body.errors ?? []).map((error) => error.message),
    withheld: body.extensions?.withheld ?? [],
    headers: response.headers,
  };
}

function accountOf(accounts: readonly DemoAccount[], name: string): DemoAccount {
  const account = accounts.find((each) => each.name === name);
  if (account === undefined) throw new Error(`no account ${name}`);
  return account;
}

/** Refusals leave at once: what slows them has tests of its own. */
const unhurried: SlowdownBounds = { ...slowdownBounds, free: Infinity };
