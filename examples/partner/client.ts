/** Asks the API as a partner does: a token bound to a key, a fresh proof for each request (RFC 9449), one purpose. */
import { createHash, createPublicKey, randomUUID } from 'node:crypto';
import { exportJWK, importJWK, importPKCS8, SignJWT } from 'jose';
import type { CryptoKey, JWK } from 'jose';

export interface PartnerSettings {
  /** The endpoint as the operator gives it, to the letter. */
  readonly url: string;
  readonly accessToken: string;
  /** The private key that the token is bound to: PKCS #8 in PEM, or a JWK. */
  readonly privateKey: string;
  readonly purpose: string;
}

/** A GraphQL error as the API codes it; a program decides by the code, never by the text. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

export interface Answer<Data> {
  readonly data: Data;
  /** Paths of what is withheld from us: not empty, and not to be written over what we know. */
  readonly withheld: readonly (readonly (string | number)[])[];
}

interface Body<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
  readonly extensions?: { readonly withheld?: Answer<Data>['withheld'] };
}

export class PartnerClient {
  readonly #settings: PartnerSettings;
  #nonce: string | undefined;

  constructor(settings: PartnerSettings) {
    this.#settings = settings;
  }

  /** Throws ApiError with the first code of an answer that has errors. */
  async ask<Data>(query: string, variables: object): Promise<Answer<Data>> {
    const first = await this.#post<Data>({ query, variables });
    const isNonceNeeded = first.errors?.[0]?.extensions?.code === 'PROOF_NONCE_REQUIRED';
    const body = isNonceNeeded ? await this.#post<Data>({ query, variables }) : first;
    const [error] = body.errors ?? [];
    if (error !== undefined) throw new ApiError(error.extensions?.code ?? 'UNCODED', error.message);
    if (body.data === undefined || body.data === null) throw new ApiError('UNCODED', 'an answer without data');
    return { data: body.data, withheld: body.extensions?.withheld ?? [] };
  }

  /** Every answer carries the nonce to use next; the first refusal too. */
  async #post<Data>(body: object): Promise<Body<Data>> {
    const { url, accessToken, purpose } = this.#settings;
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        authorization: `DPoP ${accessToken}`,
        dpop: await this.#proof(),
        'cloison-purpose': purpose,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    this.#nonce = response.headers.get('dpop-nonce') ?? undefined;
    return (await response.json()) as Body<Data>;
  }

  async #proof(): Promise<string> {
    const { url, accessToken, privateKey } = this.#settings;
    const { key, publicJwk } = await readKey(privateKey);
    const ath = createHash('sha256').update(accessToken).digest('base64url');
    return new SignJWT({ htm: 'POST', htu: url, ath, ...(this.#nonce === undefined ? {} : { nonce: this.#nonce }) })
      .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: publicJwk })
      .setIssuedAt()
      .setJti(randomUUID())
      .sign(key);
  }
}

interface ProofKey {
  readonly key: CryptoKey | Uint8Array;
  readonly publicJwk: JWK;
}

async function readKey(text: string): Promise<ProofKey> {
  if (!text.trimStart().startsWith('{'))
    return { key: await importPKCS8(text, 'ES256'), publicJwk: await exportJWK(createPublicKey(text)) };
  const jwk = JSON.parse(text) as JWK;
  const { kty = 'EC', crv = 'P-256', x = '', y = '' } = jwk;
  return { key: await importJWK(jwk, 'ES256'), publicJwk: { kty, crv, x, y } };
}
