/** The demo's store and the demo's own authorization server, and partners' software that asks both as it is told to. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoAccounts, everyDemoAccount } from '../../src/demo/accounts.js';
import type { DemoAccount } from '../../src/demo/accounts.js';
import { demoCode, demoPassword } from '../../src/demo/issuer/authentication.js';
import { startDemoIssuer } from '../../src/demo/issuer/issuer.js';
import type { DemoIssuer } from '../../src/demo/issuer/issuer.js';
import { seedRegister } from '../../src/demo/seedRegister.js';
import { demoStore } from '../../src/demo/store/demoStore.js';
import { loadRows } from '../../src/intake/loadRows.js';
import { signProof } from '../../src/jws/proofSigning.js';
import type { ProofSigningKey } from '../../src/jws/proofSigning.js';
import { systemClock } from '../../src/kernel/clock.js';
import { openStore, startServer } from '../../src/main.js';
import { readSchema } from '../../src/schemaFolder.js';
import { Keyring } from '../../src/vault/keyring.js';
import { headerOf, openBrowser, sha256, tokenOf } from '../demo/issuer/loginDesk.js';
import type { Browser } from '../demo/issuer/loginDesk.js';
import { storeFolder } from '../support/policies.js';
import { createDatabase } from '../support/postgres.js';
import { post } from '../support/service.js';
import type { Reply } from '../support/service.js';

/** A person's token and its key, in the software that got them. */
export interface Session {
  readonly token: string;
  /** The issuer's key that signed the token. */
  readonly kid: string;
  /** Sends an operation with a proof, and once more when a nonce is asked for first (RFC 9449, section 9). */
  ask(query: string, purpose?: string): Promise<Reply>;
}

export interface Login {
  /** Where the person may be logged in still. */
  readonly browser?: Browser;
  /** `acr_values` and `max_age`, as a challenge has them (RFC 9470, section 4). */
  readonly wish?: Readonly<Record<string, string>>;
}

export interface AuthorizedDemo {
  /** The authorization server. */
  issuer(): DemoIssuer;
  login(account: string, login?: Login): Promise<Session>;
  stopIssuer(): Promise<void>;
  /** At the same address, with the same keys. */
  startIssuer(): Promise<void>;
  readonly failures: readonly unknown[];
  stop(): Promise<void>;
}

const audience = 'https://api.example.org/graphql';

/** With the store's first `persons` persons. The store's day, and every clock, is the machine's. */
export async function startAuthorizedDemo(persons: number): Promise<AuthorizedDemo> {
  const folder = mkdtempSync(join(tmpdir(), 'cloison-authorized-'));
  const failures: unknown[] = [];
  const onFailure = (error: unknown): void => void failures.push(error);
  const openIssuer = (): Promise<DemoIssuer> =>
    startDemoIssuer({ folder, accounts: everyDemoAccount, audience, port: 0, onFailure });
  let issuer = await openIssuer();
  const database = await createDatabase();
  const store = await openStore({
    sources: readSchema(storeFolder),
    migrations: join(storeFolder, 'migrations'),
    databaseUrl: database.url,
    keyring: Keyring.parse(Keyring.generate()),
    clock: systemClock,
  });
  await seedRegister(store.rooms.register);
  await loadRows(firstRows(persons), { ...store.rooms, catalogue: store.catalogue });
  const server = await startServer(store, {
    issuer: issuer.url,
    audience,
    demoKeys: 'accepted',
    port: 0,
    host: '127.0.0.1',
    onFailure,
  });
  return {
    issuer: () => issuer,
    login: (account, login) => logIn(accountOf(account), issuer.url, server.url, login),
    stopIssuer: () => issuer.close(),
    startIssuer: async () => {
      issuer = await openIssuer();
      await untilReached(`${issuer.url}/jwks`);
    },
    failures,
    stop: async () => {
      await server.close();
      await store.close();
      await issuer.close();
      await database.drop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** What is about no person, then the first `persons` persons. */
function firstRows(persons: number): readonly object[] {
  const rows = [...demoStore(new Date().toISOString().slice(0, 10))];
  const isPerson = ({ __typename }: { readonly __typename: string }): boolean => __typename === 'JobSeeker';
  return [...rows.filter((row) => !isPerson(row)), ...rows.filter(isPerson).slice(0, persons)];
}

function accountOf(name: string): DemoAccount {
  const account = demoAccounts.find((each) => each.name === name);
  if (account === undefined) throw new Error(`no account ${name}`);
  return account;
}

async function logIn(
  { name, purposes, defaultPurpose }: DemoAccount,
  issuer: string,
  api: string,
  { browser = openBrowser(), wish = {} }: Login = {},
): Promise<Session> {
  const scope = ['openid', ...purposes.map((purpose) => `purpose:${purpose}`)].join(' ');
  const login = { account: name, password: demoPassword, code: demoCode };
  const { status, body, key } = await tokenOf(issuer, { scope, ...wish }, { browser, login });
  const token = body['access_token'];
  if (status !== 200 || token === undefined) throw new Error(`no token: ${status} ${JSON.stringify(body)}`);
  let nonce: string | undefined;
  const send = async (query: string, purpose: string): Promise<Reply> => {
    const headers = {
      authorization: `DPoP ${token}`,
      dpop: await proofFor(api, token, key, nonce),
      'cloison-purpose': purpose,
      'content-type': 'application/json',
    };
    const reply = await post(api, headers, { query });
    nonce = reply.headers.get('dpop-nonce') ?? nonce;
    return reply;
  };
  return {
    token,
    kid: String(headerOf(token)['kid']),
    ask: async (query, purpose = defaultPurpose) => {
      const reply = await send(query, purpose);
      return reply.codes.includes('PROOF_NONCE_REQUIRED') ? send(query, purpose) : reply;
    },
  };
}

function proofFor(url: string, accessToken: string, key: ProofSigningKey, nonce: string | undefined): Promise<string> {
  return signProof(
    { key, method: 'POST', url, accessToken, nonce },
    { clock: systemClock, digest: sha256, uniqueId: () => randomUUID() },
  );
}

/** Fetch notices a little later that the connections which it keeps have ended. */
async function untilReached(url: string): Promise<void> {
  const isReached = (): Promise<boolean> =>
    fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReached()));
}
