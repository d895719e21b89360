/** What a partner's software does: keeps a token that is bound to its key or certificate, proves each request, follows nonces. */
import { generateProofKey, signProof } from '../../src/jws/proofSigning.js';
import type { ProofSigningKey } from '../../src/jws/proofSigning.js';
import { sha256 } from '../../src/vault/digest.js';
import { randomBytes, randomUuid } from '../../src/vault/random.js';
import type { Issuer } from '../issuer.js';
import type { Account } from './accounts.js';
import { application } from './accounts.js';
import type { SimulatedClock } from './simulatedClock.js';
import type { Site } from './site.js';
import { endpoint } from './site.js';

export interface Answer {
  readonly status: number;
  readonly data: unknown;
  readonly codes: readonly string[];
  readonly messages: readonly string[];
}

export interface AskOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly purpose?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The client's address in place of the account's own. */
  readonly address?: string;
  /** Which replica; undefined: the next one. */
  readonly replica?: number;
  /** A body in place of query and variables. */
  readonly body?: string;
  /** A proof for another address than this service's. */
  readonly isProofWrong?: boolean;
}

interface Session {
  readonly token: string;
  readonly expiresAt: number;
}

interface Key {
  readonly proof: ProofSigningKey;
  /** As a proxy passes a certificate on (RFC 9440); nobody reads more than its digest. */
  readonly certificate: Buffer;
}

const lifetimeMs = 3_300_000;

export class Desk {
  readonly #site: Site;
  readonly #issuer: Issuer;
  readonly #clock: SimulatedClock;
  readonly #keys = new Map<string, Key>();
  readonly #sessions = new Map<string, Session>();
  #nonce: string | undefined;
  #turn = 0;

  constructor(site: Site, issuer: Issuer, clock: SimulatedClock) {
    this.#site = site;
    this.#issuer = issuer;
    this.#clock = clock;
  }

  /** Another login of the account. */
  forget(account: Account): void {
    this.#sessions.delete(account.id);
  }

  async ask(account: Account, query: string, options: AskOptions = {}): Promise<Answer> {
    const answer = await this.#send(account, query, options);
    // RFC 9449, section 8: the server's nonce has changed, and the request is sent again with the new one.
    return answer.codes.includes('PROOF_NONCE_REQUIRED') ? this.#send(account, query, options) : answer;
  }

  async #send(account: Account, query: string, options: AskOptions): Promise<Answer> {
    const key = await this.#keyOf(account);
    const { token } = await this.#sessionOf(account, key);
    const response = await fetch(this.#site.url(options.replica ?? this.#turn++), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'cloison-purpose': options.purpose ?? account.purpose,
        'x-forwarded-for': options.address ?? account.address,
        ...(await this.#credentials(account, key, token, options)),
        ...options.headers,
      },
      body: options.body ?? JSON.stringify({ query, variables: options.variables }),
    });
    this.#nonce = response.headers.get('dpop-nonce') ?? this.#nonce;
    return answerOf(response.status, await response.text());
  }

  async #credentials(
    { kind }: Account,
    key: Key,
    token: string,
    { isProofWrong }: AskOptions,
  ): Promise<Record<string, string>> {
    if (kind === 'MACHINE') {
      return { authorization: `Bearer ${token}`, 'client-cert': `:${key.certificate.toString('base64')}:` };
    }
    const proof = await signProof(
      {
        key: key.proof,
        method: 'POST',
        url: isProofWrong === true ? 'https://elsewhere.example.org/graphql' : endpoint,
        accessToken: token,
        nonce: this.#nonce,
      },
      { clock: this.#clock, digest: (text) => sha256(text), uniqueId: randomUuid },
    );
    return { authorization: `DPoP ${token}`, dpop: proof };
  }

  async #keyOf({ id }: Account): Promise<Key> {
    const known = this.#keys.get(id) ?? { proof: await generateProofKey(), certificate: randomBytes(48) };
    this.#keys.set(id, known);
    return known;
  }

  async #sessionOf(account: Account, key: Key): Promise<Session> {
    const known = this.#sessions.get(account.id);
    if (known !== undefined && known.expiresAt > this.#clock.now()) return known;
    const token = await this.#issuer.token(claimsOf(account, key, Math.floor(this.#clock.now() / 1000)));
    const session = { token, expiresAt: this.#clock.now() + lifetimeMs };
    this.#sessions.set(account.id, session);
    return session;
  }
}

function claimsOf(account: Account, key: Key, now: number): Readonly<Record<string, unknown>> {
  const { id, kind, role, purpose, organisation, unit } = account;
  const scope = role === 'ADVISER' ? 'purpose:COUNSELLING purpose:REGISTRATION' : `purpose:${purpose}`;
  const shared = { sub: id, role, scope, organisation, unit };
  if (kind === 'MACHINE') {
    const cnf = { 'x5t#S256': sha256(key.certificate).toString('base64url') };
    return { ...shared, client_id: id, auth_time: undefined, acr: undefined, cnf };
  }
  const acr = 'https://refeds.org/profile/mfa';
  return { ...shared, client_id: application, auth_time: now, acr, cnf: { jkt: key.proof.thumbprint } };
}

function answerOf(status: number, text: string): Answer {
  const body = JSON.parse(text) as {
    readonly data?: unknown;
    readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
  };
  const errors = body.errors ?? [];
  return {
    status,
    data: body.data ?? null,
    codes: errors.map(({ extensions }) => extensions?.code ?? 'NONE'),
    messages: errors.map(({ message }) => message),
  };
}
