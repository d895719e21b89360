import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import type { Caller } from '../../src/kernel/caller.js';
import type { Clock } from '../../src/kernel/clock.js';
import { statusOfCode } from '../../src/kernel/codes.js';
import { Refused } from '../../src/kernel/refusal.js';
import type { AdmittedRoles } from '../../src/identity/admittedToken.js';
import { authenticate } from '../../src/identity/authenticate.js';
import type { AuthenticationDeps } from '../../src/identity/authenticationDeps.js';
import type { Transport } from '../../src/identity/credentials.js';
import type { RoleAuthentication } from '../../src/identity/roleAuthentication.js';
import { createTokenMemory } from '../../src/identity/tokenMemory.js';
import { operator } from '../../src/register/actor.js';
import type { RegisterEntries } from '../../src/register/entries.js';
import { Register } from '../../src/register/register.js';
import { Database } from '../../src/store/database.js';
import { migrate } from '../../src/store/migrate.js';
import type { Row } from '../../src/store/statement.js';
import { sha256 } from '../../src/vault/digest.js';
import { ProofNonces } from '../../src/vault/proofNonces.js';
import { SecretBytes } from '../../src/vault/secretBytes.js';
import { createDatabase } from '../support/postgres.js';
import { seconds } from '../jws/testIssuer.js';
import type { TestKey } from '../jws/testIssuer.js';
import { boundTo, clients, endpoint, proofOf } from './proofs.js';
import type { ProofDraft } from './proofs.js';
import { openTokenOffice } from './tokens.js';
import type { Members, TokenOffice } from './tokens.js';

const anyPerson: RoleAuthentication = {
  acr: [],
  maxAgeSeconds: undefined,
  stepUpAgeSeconds: undefined,
  machine: false,
  isSenderConstrained: false,
  isRegistered: true,
};

const followUp = new Set(['RENT_FOLLOW_UP', 'REPAIRS']);

/** Roles of a store of tenants, each with another way to be sure of who holds it. */
const roles: AdmittedRoles = new Map([
  ['AGENCY', { purposes: followUp, claims: ['ORGANISATION'], authentication: anyPerson }],
  [
    'TENANT',
    { purposes: new Set(['OWN_SPACE']), claims: ['SUBJECT'], authentication: { ...anyPerson, isRegistered: false } },
  ],
  // A partner's software: persons and machines, each with a key of their own.
  [
    'PARTNER',
    {
      purposes: followUp,
      claims: ['ORGANISATION'],
      authentication: { ...anyPerson, machine: true, isSenderConstrained: true },
    },
  ],
  // Strong and fresh authentication; machines too.
  [
    'OFFICER',
    {
      purposes: followUp,
      claims: [],
      authentication: { ...anyPerson, acr: ['phrh', 'phr'], maxAgeSeconds: 3600, stepUpAgeSeconds: 300, machine: true },
    },
  ],
]);

const entries: RegisterEntries = {
  organisations: [
    { id: 'agency-38', name: 'Agency of Example Street' },
    { id: 'agency-69', name: 'Agency of Sample Square' },
  ],
  units: [{ id: 'unit-3', organisation: 'agency-38' }],
  applications: [
    { id: 'rent-book' },
    { id: 'night-run', organisation: 'agency-38' },
    { id: 'foreign-book', organisation: 'agency-69' },
  ],
  accounts: [
    { id: 'account-7', kind: 'PERSON', organisation: 'agency-38', unit: 'unit-3' },
    { id: 'account-8', kind: 'PERSON', organisation: 'agency-38' },
    { id: 'auth0|5f7c8ec7c33c6c004bbafe82', kind: 'PERSON', organisation: 'agency-38' },
    { id: 'night-run', kind: 'MACHINE', organisation: 'agency-38', application: 'night-run' },
  ],
};

/** A request, but for what a test says otherwise. */
export interface Presented {
  readonly token: string;
  readonly scheme?: string;
  readonly proof?: string | undefined;
  readonly method?: string;
  readonly certificate?: string | undefined;
  readonly purpose?: string;
  /** Beside the three. */
  readonly headers?: readonly string[];
}

/** A service desk: an issuer, a register, a clock and what `authenticate` needs. */
export interface Desk extends TokenOffice {
  readonly deps: AuthenticationDeps;
  readonly nonces: ProofNonces;
  readonly url: string;
  /** What went wrong beside an answer. */
  readonly failures: readonly unknown[];
  /** A token of a partner's person, bound to `key`, of a session that began now. */
  boundToken(claims?: Members, key?: TestKey): string;
  /** A good proof for `token`, with these parts changed. */
  proof(token: string, draft?: Partial<ProofDraft>): string;
  /** The caller of raw headers, or what refuses them. */
  ask(...rawHeaders: string[]): Promise<Caller | Refused>;
  present(request: Presented, deps?: AuthenticationDeps): Promise<Caller | Refused>;
  sql(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Another instance: connections, memory and register of its own, over the same database. */
  replica(): Promise<{ readonly deps: AuthenticationDeps; readonly register: Register; close(): Promise<void> }>;
  close(): Promise<void>;
}

let template: Promise<string> | undefined;

/** The name of a database with the partners in its register, to be copied. */
async function prepareRegister(clock: Clock): Promise<string> {
  const { name, url } = await createDatabase();
  await migrate({ url, storeFolder: undefined });
  const database = await connectTo(url);
  await new Register(database, clock).seed(entries, { createdBy: operator('ada'), approvedBy: operator('bea') });
  await database.close();
  return name;
}

export async function openDesk(): Promise<Desk> {
  const office = await openTokenOffice();
  const { clock, issuer, verifier } = office;
  template ??= prepareRegister(clock);
  const made = await createDatabase({ template: await template });
  const { url } = made;
  const database = await connectTo(url);
  const register = new Register(database, clock);
  const nonces = new ProofNonces(new SecretBytes(Buffer.alloc(32, 7)));
  const failures: unknown[] = [];
  const deps: AuthenticationDeps = {
    verifier,
    memory: createTokenMemory(),
    roles,
    clock,
    endpoint,
    nonces,
    register,
    digest: sha256,
    onFailure: (error) => void failures.push(error),
  };
  const present = (request: Presented, withDeps = deps): Promise<Caller | Refused> =>
    outcome(() => authenticate(transportOf(request), withDeps));
  return {
    ...office,
    deps,
    nonces,
    url,
    failures,
    boundToken: (claims, key = clients.es256) =>
      office.token({ role: 'PARTNER', cnf: boundTo(key), auth_time: seconds(clock), ...claims }),
    proof: (token, draft) => proofOf({ token, clock, nonce: nonces.current(clock.now()), ...draft }),
    ask: (...rawHeaders) => outcome(() => authenticate({ rawHeaders, method: 'POST', certificate: undefined }, deps)),
    present,
    sql: (text, values = []) => database.read({ name: '', text, values }),
    replica: async () => {
      const other = await connectTo(url);
      const second = new Register(other, clock);
      return {
        register: second,
        deps: { ...deps, memory: createTokenMemory(), register: second },
        close: () => other.close(),
      };
    },
    close: async () => {
      await Promise.all([issuer.close(), database.close()]);
      await made.drop();
    },
  };
}

function connectTo(url: string): Promise<Database> {
  return Database.connect({ url, max: 8, statementTimeoutMs: 20_000, applicationName: 'test identity' });
}

function transportOf({ token, scheme = 'DPoP', proof, purpose = 'RENT_FOLLOW_UP', ...request }: Presented): Transport {
  return {
    rawHeaders: [
      'Authorization',
      `${scheme} ${token}`,
      ...(proof === undefined ? [] : ['DPoP', proof]),
      'Cloison-Purpose',
      purpose,
      ...(request.headers ?? []),
    ],
    method: request.method ?? 'POST',
    certificate: request.certificate,
  };
}

async function outcome(attempt: () => Caller | Promise<Caller>): Promise<Caller | Refused> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

/** `authenticate` behind a real node:http server: answers 200 with the caller, or the refusal's status and code. */
export async function serveDesk(
  desk: Desk,
): Promise<{ send(requestText: string): Promise<string>; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void answer(desk, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    send: (requestText) => sendRaw((server.address() as AddressInfo).port, requestText),
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

async function answer(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { rawHeaders, method = '' } = request;
  const result = await outcome(() => authenticate({ rawHeaders, method, certificate: undefined }, desk.deps));
  const [status, body] =
    result instanceof Refused ? [statusOfCode[result.refusal.code], result.refusal.code] : [200, result.claims.ACCOUNT];
  response.writeHead(status, { 'content-length': body.length }).end(body);
}

/** Bytes on a socket, as no well-behaved client would send them; the status line and the body that come back. */
function sendRaw(port: number, requestText: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(requestText));
    let received = '';
    socket.on('data', (chunk) => void (received += chunk.toString()));
    socket.on('error', reject);
    socket.on('close', () => {
      const [head = '', body = ''] = received.split('\r\n\r\n');
      resolve(`${head.split(' ')[1] ?? ''} ${body}`.trim());
    });
  });
}
