/** Asks a running server as any partner's software does: over HTTP, with a signed token and, where the role must, a proof. */
import type { Clock } from '../../kernel/clock.js';
import type { ProofSigningKey } from '../../jws/proofSigning.js';
import { generateProofKey, signProof } from '../../jws/proofSigning.js';
import { sha256 } from '../../vault/digest.js';
import { randomUuid } from '../../vault/random.js';
import type { ProofAccount } from './accounts.js';
import { application } from './accounts.js';
import type { ProofIssuer } from './issuer.js';

export const audience = 'https://prove.example.org/graphql';

/**
 * FRESH: authenticated this second. OLD: within the role's session, too long ago for what asks for a fresh one. STALE: too
 * long ago for the role. WEAK: in a way that is none of the role's.
 */
export type Freshness = 'FRESH' | 'OLD' | 'STALE' | 'WEAK';

export interface Reply {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>> | null | undefined;
  readonly codes: readonly string[];
  /** Paths as JSON. */
  readonly withheld: ReadonlySet<string>;
}

export interface DeskOptions {
  readonly url: string;
  readonly issuer: ProofIssuer;
  readonly clock: Clock;
  /** All that the store has: the server must know itself which of them a role has. */
  readonly purposes: readonly string[];
  /** Of the server, for proofs (RFC 9449, section 8). */
  readonly nonce: () => string;
  readonly signal: AbortSignal;
}

const partners = new Set(['JOINT_CONTROLLER', 'PROCESSOR', 'RECIPIENT']);

export class Desk {
  readonly #options: DeskOptions;
  readonly #key: ProofSigningKey;
  readonly #tokens = new Map<string, Promise<string>>();

  private constructor(options: DeskOptions, key: ProofSigningKey) {
    this.#options = options;
    this.#key = key;
  }

  static async open(options: DeskOptions): Promise<Desk> {
    return new Desk(options, await generateProofKey());
  }

  async ask(account: ProofAccount, purpose: string, query: string, freshness: Freshness = 'FRESH'): Promise<Reply> {
    const { url, signal } = this.#options;
    signal.throwIfAborted();
    const token = await this.#tokenOf(account, freshness);
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        ...(await this.#credentials(account, token)),
        'content-type': 'application/json',
        'cloison-purpose': purpose,
      },
      body: JSON.stringify({ query }),
      // One of its own: each request leaves a listener on its signal, and there are thousands.
      signal: AbortSignal.any([signal]),
    });
    return replyOf(response);
  }

  async #credentials({ role }: ProofAccount, token: string): Promise<Record<string, string>> {
    if (!partners.has(role.party)) return { authorization: `Bearer ${token}` };
    const { url, clock, nonce } = this.#options;
    const request = { key: this.#key, method: 'POST', url, accessToken: token, nonce: nonce() };
    const proof = await signProof(request, { clock, digest: sha256, uniqueId: randomUuid });
    return { authorization: `DPoP ${token}`, dpop: proof };
  }

  #tokenOf(account: ProofAccount, freshness: Freshness): Promise<string> {
    const key = `${account.role.name} ${account.claims.ACCOUNT} ${freshness}`;
    const known = this.#tokens.get(key) ?? this.#options.issuer.sign(this.#claimsOf(account, freshness));
    this.#tokens.set(key, known);
    return known;
  }

  #claimsOf({ role, claims }: ProofAccount, freshness: Freshness): Readonly<Record<string, unknown>> {
    const now = Math.floor(this.#options.clock.now() / 1000);
    return {
      iss: this.#options.issuer.url,
      aud: audience,
      sub: claims.ACCOUNT,
      client_id: application,
      jti: randomUuid(),
      iat: now,
      exp: now + 3600,
      auth_time: now - ageOf(role, freshness),
      ...acrOf(role, freshness),
      ...(partners.has(role.party) ? { cnf: { jkt: this.#key.thumbprint } } : {}),
      role: role.name,
      scope: this.#options.purposes.map((purpose) => `purpose:${purpose}`).join(' '),
      organisation: claims['ORGANISATION'],
      unit: claims['UNIT'],
      subject: claims['SUBJECT'],
    };
  }
}

/** Just too long ago. */
function ageOf({ stepUpAge, maxAge }: ProofAccount['role'], freshness: Freshness): number {
  const tooOldFor = freshness === 'OLD' ? stepUpAge : freshness === 'STALE' ? maxAge : undefined;
  return tooOldFor === undefined ? 0 : tooOldFor.days * 86_400 + tooOldFor.seconds + 1;
}

function acrOf({ acr: [first] }: ProofAccount['role'], freshness: Freshness): { readonly acr?: string } {
  if (first === undefined) return {};
  return { acr: freshness === 'WEAK' ? 'password' : first };
}

async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text();
  const body = JSON.parse(text) as {
    readonly data?: Readonly<Record<string, unknown>> | null;
    readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
    readonly extensions?: { readonly withheld?: readonly unknown[] };
  };
  return {
    status: response.status,
    headers: [...response.headers],
    text,
    data: body.data,
    codes: (body.errors ?? []).map((error) => error.extensions?.code ?? ''),
    withheld: new Set((body.extensions?.withheld ?? []).map((path) => JSON.stringify(path))),
  };
}
