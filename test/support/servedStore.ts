/** `cloison serve` as an operator runs it: a process of its own, on a PostgreSQL of its own, with an issuer on loopback. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { settings } from '../../src/settings.js';
import type { DemoAccount } from '../../src/demo/accounts.js';
import type { RunningPostgres } from '../../src/demo/postgres.js';
import { startPostgres } from '../../src/demo/postgres.js';
import { buildCli, cli, startCli } from '../cli/cli.js';
import type { Outcome } from '../cli/cli.js';
import { Database } from '../../src/store/database.js';
import { Register } from '../../src/register/register.js';
import { systemClock } from '../../src/kernel/clock.js';
import { publicJwk, startTestIssuer, testKey } from '../jws/testIssuer.js';
import { proven, registerOf, ticketFor } from './partner.js';
import type { Ticket } from './partner.js';
import type { AskOptions, Reply } from './service.js';
import { post } from './service.js';

export interface ServedStore {
  /** Holds the cluster, the keyring and whatever a test puts there; goes at the end. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly url: string;
  /** Runs a command with the settings of the server. */
  run(words: readonly string[]): Promise<Outcome>;
  ask(account: string, query: string, options?: AskOptions): Promise<Reply>;
  /** What the server has written so far, on either stream. */
  log(): string;
  stopDatabase(): Promise<void>;
  startDatabase(): Promise<void>;
  stopServer(): Promise<void>;
  stop(): Promise<void>;
}

export interface ServedStoreOptions {
  readonly schema: string;
  readonly accounts: readonly DemoAccount[];
  /** Fills the store before it is served. */
  readonly fill: (store: Pick<ServedStore, 'folder' | 'env' | 'run'>) => Promise<void>;
}

const audience = 'https://api.example.org/graphql';
/** The last one of the levels as the settings list them. */
const mostTalkative = settings.LOG_LEVEL.form.split(', ').at(-1) ?? '';

/** Whatever stops the start, what was started before it is stopped again. */
export async function serveStore(options: ServedStoreOptions): Promise<ServedStore> {
  const endings: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of endings.toReversed()) await end();
  };
  try {
    return { ...(await serve(options, endings)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function serve(
  { schema, accounts, fill }: ServedStoreOptions,
  endings: (() => Promise<void>)[],
): Promise<Omit<ServedStore, 'stop'>> {
  await buildCli();
  const folder = await mkdtemp(join(tmpdir(), 'cloison-served-'));
  endings.push(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  await chmod(folder, 0o711);
  let postgres: RunningPostgres | undefined = await startPostgres(folder);
  const databaseUrl = postgres.url;
  const stopDatabase = async (): Promise<void> => {
    await postgres?.stop();
    postgres = undefined;
  };
  endings.push(stopDatabase);
  const issuer = await startTestIssuer();
  endings.push(() => issuer.close());
  const key = testKey('ES256', 'partners-1');
  issuer.publish([publicJwk(key)]);
  const keys = join(folder, 'serve-keys.json');
  await cli(['keys', 'generate', keys]);
  const env = {
    DATABASE_URL: databaseUrl,
    OIDC_ISSUER: issuer.url,
    OIDC_AUDIENCE: audience,
    CLOISON_KEYS: keys,
    PORT: '0',
    LOG_LEVEL: mostTalkative,
  };
  const run = (words: readonly string[]): Promise<Outcome> => cli(words, { env });
  await fill({ folder, env, run });
  await run(['migrate', '--schema', schema]);
  await register(databaseUrl, accounts);
  const server = startCli(['serve', '--schema', schema], { env });
  endings.push(() => ended(server));
  const written: string[] = [];
  for (const stream of [server.stdout, server.stderr]) {
    stream?.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  }
  const url = await servedUrl(server, written);
  return {
    folder,
    env,
    url,
    run,
    log: () => written.join(''),
    ask: (name, query, { purpose, variables } = {}) => {
      const account = accounts.find((each) => each.name === name);
      if (account === undefined) throw new Error(`no account ${name}`);
      const ticket = ticketFor(account, { issuer: issuer.url, audience, key }, Date.now());
      return sendProven(url, ticket, purpose ?? account.defaultPurpose, { query, variables });
    },
    stopDatabase,
    startDatabase: async () => {
      postgres = await startPostgres(folder);
    },
    stopServer: () => ended(server),
  };
}

/** Lets the accounts in, and the application that all of them use. */
export async function register(databaseUrl: string, accounts: readonly DemoAccount[]): Promise<void> {
  const database = await Database.connect({
    url: databaseUrl,
    max: 1,
    statementTimeoutMs: 10_000,
    applicationName: 'test',
  });
  try {
    const entries = registerOf(accounts);
    await new Register(database, systemClock).seed(entries, {
      createdBy: 'operator:tests',
      approvedBy: 'operator:second',
    });
  } finally {
    await database.close();
  }
}

/** As a client does that has no nonce yet: the first answer gives it one (RFC 9449, section 9). */
async function sendProven(url: string, ticket: Ticket, purpose: string, body: unknown): Promise<Reply> {
  const send = (nonce: string | undefined): Promise<Reply> =>
    post(
      url,
      {
        ...proven(ticket, { url, nonce, nowMilliseconds: Date.now() }),
        'cloison-purpose': purpose,
        'content-type': 'application/json',
      },
      body,
    );
  const first = await send(undefined);
  return first.codes.includes('PROOF_NONCE_REQUIRED') ? send(first.headers.get('dpop-nonce') ?? undefined) : first;
}

/** Resolves once the server says where it serves. */
async function servedUrl(server: ChildProcess, written: readonly string[]): Promise<string> {
  for (;;) {
    const url = urlIn(written);
    if (url !== undefined) return url;
    if (server.exitCode !== null) throw new Error(`the server did not start: ${written.join('')}`);
    await sleep(20);
  }
}

function urlIn(written: readonly string[]): string | undefined {
  return /http:\/\/127\.0\.0\.1:\d+\/graphql/.exec(written.join(''))?.[0];
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, 'close');
  server.kill('SIGTERM');
  await gone;
}
