/** A store served for real: its own database, a real issuer with real keys, HTTP; on a clock that the test moves. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoAccount } from '../../src/demo/accounts.js';
import type { DemoIssuer } from '../../src/demo/issuer/issuer.js';
import { startDemoIssuer } from '../../src/demo/issuer/issuer.js';
import { openStore, startServer } from '../../src/main.js';
import type { OpenStore, RunningServer } from '../../src/main.js';
import type { SchemaSource } from '../../src/policy/read/storeSchema.js';
import { readSchema } from '../../src/schemaFolder.js';
import { Keyring } from '../../src/vault/keyring.js';
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
  readonly issuer: DemoIssuer;
  readonly failures: readonly unknown[];
  /** Sends an operation as an account, for its default purpose unless another is named. */
  ask(account: string, query: string, options?: AskOptions): Promise<Reply>;
  tokenOf(account: string): Promise<string>;
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
  /** Fills the store before it is served. */
  readonly fill?: (store: OpenStore, database: TestDatabase) => Promise<void>;
}

export const audience = 'https://cloison.example.org/graphql';

export async function startService(options: ServiceOptions): Promise<Service> {
  const database = await databaseOf(options);
  const keyring = options.existing?.keyring ?? Keyring.parse(Keyring.generate());
  const home = await mkdtemp(join(tmpdir(), 'cloison-service-'));
  const migrations = join(options.folder, 'migrations');
  const store = await openStore({
    sources: options.sources ?? readSchema(options.folder),
    migrations: existsSync(migrations) ? migrations : undefined,
    databaseUrl: database.url,
    keyring,
    clock: options.clock,
  });
  await options.fill?.(store, database);
  const { accounts, clock } = options;
  const issuer = await startDemoIssuer({ folder: home, accounts, audience, port: 0, clock });
  const failures: unknown[] = [];
  const server: RunningServer = await startServer(store, {
    issuer: issuer.url,
    audience,
    demoKeys: 'accepted',
    port: 0,
    host: '127.0.0.1',
    onFailure: (error) => failures.push(error),
  });
  const tokenOf = (account: string): Promise<string> => askToken(issuer.url, account);
  return {
    url: server.url,
    store,
    keyring,
    database,
    issuer,
    failures,
    tokenOf,
    ask: async (account, query, { purpose, variables } = {}) =>
      send(server.url, await tokenOf(account), purpose ?? purposeOf(accounts, account), { query, variables }),
    stop: async () => {
      await server.close();
      await issuer.close();
      await store.close();
      await database.drop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function databaseOf({ existing }: ServiceOptions): Promise<TestDatabase> {
  if (existing === undefined) return createDatabase();
  return { url: existing.url, name: new URL(existing.url).pathname.slice(1), drop: () => Promise.resolve() };
}

/** Sends a body with a token and a purpose. */
export async function send(url: string, token: string, purpose: string, body: unknown): Promise<Reply> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'cloison-purpose': purpose, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return replyOf(response);
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

async function askToken(issuer: string, account: string): Promise<string> {
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: account });
  const response = await fetch(`${issuer}/token`, { method: 'POST', body: form });
  const { access_token: token } = (await response.json()) as { readonly access_token?: string };
  if (token === undefined) throw new Error(`no token for ${account}`);
  return token;
}

function purposeOf(accounts: readonly DemoAccount[], name: string): string {
  const account = accounts.find((each) => each.name === name);
  if (account === undefined) throw new Error(`no account ${name}`);
  return account.defaultPurpose;
}
