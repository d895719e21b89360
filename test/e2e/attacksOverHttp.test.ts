/**
 * Tokens, proofs and transports of thieves, sent as they would come: over HTTP, to a store that is served. Each is refused
 * with the status, the code and the challenge of its class, and the wire to PostgreSQL carries no word about the store.
 */
import { createHash, createHmac, randomUUID, sign } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Code } from '../../src/kernel/codes.js';
import { statusOfCode } from '../../src/kernel/codes.js';
import { maxProofLength, maxTokenLength } from '../../src/jws/compact.js';
import { boundTo, clients, digestOf, keyMembers } from '../identity/proofs.js';
import type { Members } from '../identity/tokens.js';
import { encode, forge, publicJwk, signatureOf, testKey } from '../jws/testIssuer.js';
import type { TestKey } from '../jws/testIssuer.js';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental } from '../support/rentalRows.js';
import type { Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';
import type { WireTap } from '../support/wireTap.js';
import { startWireTap } from '../support/wireTap.js';

const clock = clockAt('2026-11-20T10:00:00.000Z');
const now = (): number => Math.floor(clock.now() / 1000);
const day = 86_400;

/** Published beside the issuer's own: `rs256` and `es384` are for algorithms that are not taken. */
const published = {
  eddsa: testKey('EdDSA', 'ed'),
  ps256: testKey('PS256', 'ps'),
  rs256: testKey('RS256', 'rs'),
  es384: testKey('ES384', 'es384'),
};
const stranger = testKey('ES256', 'partners-1');

let service: Service;
let tapped: Service;
let tap: WireTap;

beforeAll(async () => {
  service = await startService({
    folder: rentalFolder,
    accounts: rentalAccounts,
    clock,
    fill: (store) => fillRental(store),
  });
  service.issuer.publish([service.issuerKey, ...Object.values(published)].map(publicJwk));
  tap = await startWireTap(service.database.url);
  tapped = await startService({
    folder: rentalFolder,
    accounts: rentalAccounts,
    clock,
    existing: { url: tap.url, keyring: service.keyring },
  });
  tapped.issuer.publish([tapped.issuerKey, ...Object.values(published)].map(publicJwk));
});
// The next unknown key finds the issuer asked long enough ago.
beforeEach(() => clock.moveTo(new Date(clock.now() + 11_000).toISOString()));
afterAll(async () => {
  await tapped.stop();
  await tap.close();
  await service.stop();
});

// ── a request ───────────────────────────────────────────────────────────────────────────────────────────────────

/** Persons and a root that reads nothing: whoever reaches a resolver shows it. */
const query = '{ me { account } tenants(first: 2) { nodes { surname } } }';

/** Names and values alternate, as they go over the wire. */
type RawHeaders = readonly string[];

interface Sent {
  readonly headers: RawHeaders;
  readonly body?: string | Buffer;
  readonly method?: string;
  readonly path?: string;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const fixed: RawHeaders = ['Content-Type', 'application/json'];
const purpose: RawHeaders = ['Cloison-Purpose', 'LETTING'];

async function send({ headers, body = JSON.stringify({ query }), method = 'POST', path }: Sent): Promise<Answer> {
  const { hostname, port, pathname, host } = new URL(tapped.url);
  const named = headers.some((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
  const length: RawHeaders = ['Content-Length', String(Buffer.byteLength(body))];
  const all = [...(named ? [] : ['Host', host]), ...length, ...headers];
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ hostname, port, path: path ?? pathname, method, agent: false, headers: all as never });
    sent.on('response', (response) => {
      const { statusCode = 0, headers: received } = response;
      text(response).then((content) => resolve({ status: statusCode, headers: received, text: content }), reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

// ── good tokens and proofs, to be spoilt ────────────────────────────────────────────────────────────────────────

interface Token {
  readonly account?: string;
  readonly claims?: Members;
  readonly header?: Members;
  readonly key?: TestKey;
}

function claimsOf(account: string, claims: Members = {}): Record<string, unknown> {
  const good = tapped.ticketOf(account, { cnf: boundTo(clients.es256), ...claims });
  return JSON.parse(Buffer.from(good.token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

function headerOf(key: TestKey, members: Members = {}): Record<string, unknown> {
  return { alg: key.alg, typ: 'at+jwt', kid: key.kid, ...members };
}

/** Of a landlord, bound to the key `clients.es256`, by the issuer. */
function token({ account = 'brick', claims, header, key = tapped.issuerKey }: Token = {}): string {
  return forge(headerOf(key, header), claimsOf(account, claims), key);
}

interface Proof {
  readonly claims?: Members;
  readonly header?: Members;
  readonly key?: TestKey;
}

function proofClaims(forToken: string, members: Members = {}): Record<string, unknown> {
  return {
    jti: randomUUID(),
    htm: 'POST',
    htu: tapped.endpoint,
    iat: now(),
    ath: digestOf(forToken),
    nonce: nonceAt(0),
    ...members,
  };
}

function nonceAt(milliseconds: number): string {
  return tapped.store.rooms.vault.nonces.current(clock.now() + milliseconds);
}

function proof(forToken: string, { claims, header, key = clients.es256 }: Proof = {}): string {
  return forge({ typ: 'dpop+jwt', alg: key.alg, jwk: keyMembers(key), ...header }, proofClaims(forToken, claims), key);
}

const dpop = (forToken: string, itsProof = proof(forToken)): Sent => ({
  headers: [...fixed, ...purpose, 'Authorization', `DPoP ${forToken}`, 'DPoP', itsProof],
});
const bearer = (forToken: string, more: RawHeaders = []): Sent => ({
  headers: [...fixed, ...purpose, 'Authorization', `Bearer ${forToken}`, ...more],
});
/** With a good proof, so that the token alone is wrong. */
const withToken = (spoilt: Token): Sent => dpop(token(spoilt));
const withClaims = (claims: Members): Sent => withToken({ claims });
const withProof = (spoilt: Proof): Sent => ((good) => dpop(good, proof(good, spoilt)))(token());
const ofProof = (claims: Members): Sent => withProof({ claims });

// ── what must come back ─────────────────────────────────────────────────────────────────────────────────────────

const algorithms = 'algs="ES256 EdDSA PS256"';

type Challenge = (message: string) => string;

const described = (error: string, message: string): string =>
  `realm="cloison", error="${error}", error_description="${message.replaceAll('"', "'")}"`;
const byProof =
  (error: string): Challenge =>
  (message) =>
    `DPoP ${described(error, message)}, ${algorithms}`;
const either =
  (error: string): Challenge =>
  (message) =>
    `${byProof(error)(message)}, Bearer ${described(error, message)}`;

/** WWW-Authenticate of each class of refusal that has one (RFC 6750, section 3; RFC 9449, section 7.1). */
const challenges: Readonly<Partial<Record<Code, Challenge>>> = {
  UNAUTHENTICATED: () => `DPoP realm="cloison", ${algorithms}, Bearer realm="cloison"`,
  TOKEN_MALFORMED: either('invalid_token'),
  TOKEN_INVALID: either('invalid_token'),
  TOKEN_EXPIRED: either('invalid_token'),
  TOKEN_CLAIM_MISSING: either('invalid_token'),
  PROOF_INVALID: byProof('invalid_dpop_proof'),
  PROOF_NONCE_REQUIRED: byProof('use_dpop_nonce'),
  PURPOSE_NOT_IN_SCOPE: either('insufficient_scope'),
};

interface Refused {
  readonly code: Code;
  readonly message: string;
}

/** The whole body is one error; nothing was asked of the store. */
async function refusalOf(sent: Sent): Promise<Refused & { readonly answer: Answer }> {
  tap.clear();
  const answer = await send(sent);
  expect([tap.executed(), tap.texts()]).toEqual([0, []]);
  const body = JSON.parse(answer.text) as {
    readonly errors: readonly [{ message: string; extensions: { code: Code } }];
  };
  const [{ message, extensions }] = body.errors;
  expect(Object.keys(body)).toEqual(['errors']);
  expect(body.errors).toHaveLength(1);
  expect(answer.status).toBe(statusOfCode[extensions.code]);
  expect(answer.headers['cache-control']).toBe('no-store');
  return { code: extensions.code, message, answer };
}

type Attack = readonly [title: string, sent: () => Sent];

/** What says no more than its class, whatever is wrong. */
const onlyMessages: Readonly<Partial<Record<Code, string>>> = {
  TOKEN_MALFORMED: 'The access token is not a signed JSON web token of at most 8192 characters.',
  TOKEN_EXPIRED: 'The token has expired.',
  PROOF_INVALID:
    'The DPoP header is not one fresh proof of the key that the token is bound to, for this request (RFC 9449).',
  PROOF_NONCE_REQUIRED:
    'Sign a new proof with the nonce of the DPoP-Nonce header, and send the request again (RFC 9449, section 9).',
  NOT_ACTIVE: 'The account, its organisation or its application is not active here: ask your administrator.',
};

function expectRefused(code: Code, attacks: readonly Attack[]): void {
  it.each(attacks)('%s', async (_, sent) => {
    const { code: given, message, answer } = await refusalOf(sent());
    expect([given, message]).toEqual([code, onlyMessages[code] ?? message]);
    expect(answer.headers['www-authenticate']).toBe(challenges[code]?.(message));
  });
}

async function expectAnswered(sent: Sent, account = 'brick'): Promise<void> {
  tap.clear();
  const answer = await send(sent);
  expect([answer.status, JSON.parse(answer.text)]).toMatchObject([200, { data: { me: { account } } }]);
  expect(answer.text).not.toContain('errors');
  expect(tap.executed()).toBeGreaterThan(0);
}

// ── tokens ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Header and claims of a good token, with any signature. */
const signedBy = (header: Members, signature: (input: string) => Buffer): Sent => {
  const input = `${encode(JSON.stringify(headerOf(tapped.issuerKey, header)))}.${encode(JSON.stringify(claimsOf('brick')))}`;
  return dpop(`${input}.${encode(signature(input))}`);
};
const hmac = (secret: string | Buffer): Sent =>
  signedBy({ alg: 'HS256', kid: 'rs' }, (input) => createHmac('sha256', secret).update(input).digest());
const written = (payload: (claims: string) => string): Sent =>
  dpop(forge(headerOf(tapped.issuerKey), payload(JSON.stringify(claimsOf('brick'))), tapped.issuerKey));

describe('a token is refused over HTTP', () => {
  const pem = (): string => published.rs256.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const members = (member: string, value: unknown, key?: TestKey): Sent =>
    withToken({ header: { [member]: value }, ...(key === undefined ? {} : { key }) });
  expectRefused('TOKEN_MALFORMED', [
    ['unsigned, of algorithm none', () => signedBy({ alg: 'none' }, () => Buffer.alloc(0))],
    ['of one word', () => dpop('opaque-token')],
    ['of five parts, as an encrypted one', () => dpop(`${token()}.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA`)],
    ['with padding', () => dpop(`${token()}==`)],
    ['a little longer than the bound', () => withClaims({ padding: 'x'.repeat(maxTokenLength * 0.7) })],
    ['with its subject twice', () => written((claims) => claims.replace('{', '{"sub":"harbour",'))],
    [
      'with its organisation twice, once in escapes',
      () => written((claims) => claims.replace('{', '{"org\\u0061nisation":"b0000000-0000-4000-8000-000000000002",')),
    ],
    [
      'nested a thousand deep',
      () => written((claims) => claims.replace('{', `{"deep":${'['.repeat(1000)}${']'.repeat(1000)},`)),
    ],
  ]);
  expectRefused('TOKEN_INVALID', [
    ['of algorithm nOnE with a made-up signature', () => signedBy({ alg: 'nOnE' }, () => Buffer.alloc(64, 7))],
    ['of HS256 keyed with the public key in PEM', () => hmac(pem())],
    ['of HS256 with an empty secret', () => hmac('')],
    ['of RS256 by a published key', () => withToken({ key: published.rs256 })],
    ['of ES384 by a published key', () => withToken({ key: published.es384 })],
    ["by a stranger's key under a published name", () => withToken({ key: stranger })],
    ['by a published key under an unknown name', () => members('kid', 'nobody')],
    ['by a published key under the name of another', () => members('kid', 'ed')],
    ['with a path as name of its key', () => members('kid', '../../../dev/null')],
    ['with SQL as name of its key', () => members('kid', "x' UNION SELECT 'k")],
    ['that brings its own key', () => members('jwk', publicJwk(stranger), stranger)],
    ['that says where its keys are', () => members('jku', 'https://attacker.example.org/jwks', stranger)],
    ['that brings a certificate', () => members('x5c', ['MIIB'])],
    ['with critical members', () => members('crit', ['exp'])],
    ['with an unencoded payload', () => members('b64', false)],
    ['that is packed', () => members('zip', 'DEF')],
    ['of type JWT', () => members('typ', 'JWT')],
    ['that is a proof', () => dpop(proof(token()))],
    [
      'with one bit turned in its signature',
      () => signedBy({}, (input) => turned(signatureOf(input, tapped.issuerKey))),
    ],
    [
      'with a claim changed behind its signature',
      () => {
        const [header, , signature] = token().split('.');
        return dpop(`${header}.${encode(JSON.stringify(claimsOf('brick', { sub: 'harbour' })))}.${signature}`);
      },
    ],
    ['of our issuer with a slash', () => withClaims({ iss: `${tapped.issuer.url}/` })],
    [
      'for us and another',
      () => withClaims({ aud: ['https://cloison.example.org/graphql', 'https://other.example.org'] }),
    ],
    ['that expires in ten years', () => withClaims({ exp: now() + 3650 * day })],
    ['issued tomorrow', () => withClaims({ iat: now() + day, exp: now() + day + 60 })],
    ['valid from tomorrow', () => withClaims({ nbf: now() + day })],
    ['with its expiry in a text', () => withClaims({ exp: String(now() + 60) })],
    ['with an object as subject', () => withClaims({ sub: { toString: 'brick' } })],
    ['with SQL as organisation', () => withClaims({ organisation: "x' OR '1'='1" })],
    ['of a person who authenticated tomorrow', () => withClaims({ auth_time: now() + day })],
    [
      'that names two keys',
      () => withClaims({ cnf: { ...boundTo(clients.es256), 'x5t#S256': digestOf('certificate') } }),
    ],
    ['with an actor of an actor', () => withClaims({ act: { sub: 'one', act: { sub: 'two' } } })],
    ['with two spaces in its scope', () => withClaims({ scope: 'openid  purpose:LETTING' })],
  ]);
  expectRefused('TOKEN_EXPIRED', [
    ['that expired a second ago', () => withClaims({ iat: now() - 100, exp: now() - 1 })],
    ['that expired a year ago', () => withClaims({ iat: now() - 366 * day, exp: now() - 365 * day })],
  ]);
  expectRefused('TOKEN_CLAIM_MISSING', [
    ['without a name of its own', () => withClaims({ jti: undefined })],
    ['without a role', () => withClaims({ role: undefined })],
    ['without the organisation by which its role reaches', () => withClaims({ organisation: undefined })],
  ]);
  expectRefused('ROLE_UNKNOWN', [
    ['of a role that nobody has', () => withClaims({ role: 'ADMINISTRATOR' })],
    ['of a role named after a property of every object', () => withClaims({ role: 'constructor' })],
  ]);
  expectRefused('NOT_ACTIVE', [
    ['of an account that stands in no register', () => withClaims({ sub: 'mallory' })],
    ['of an application that stands in no register', () => withClaims({ client_id: 'mallory-software' })],
    ['of the organisation of another', () => withClaims({ organisation: claimsOf('harbour')['organisation'] })],
  ]);

  it('of 200 kB before it is a request: who goes on sending may find the connection closed', async () => {
    tap.clear();
    const outcome = await send(bearer('x'.repeat(200_000))).then(
      ({ status }) => status,
      (error: NodeJS.ErrnoException) => error.code,
    );
    expect([431, 'ECONNRESET', 'EPIPE']).toContain(outcome);
    expect(tap.executed()).toBe(0);
  });

  function turned(signature: Buffer): Buffer {
    return Buffer.from(signature.map((byte, at) => (at === 9 ? byte ^ 1 : byte)));
  }
});

describe('a transport is refused over HTTP', () => {
  const sent = (...headers: string[]): Sent => ({ headers: [...fixed, ...purpose, ...headers] });
  expectRefused('UNAUTHENTICATED', [
    ['without a token', () => sent()],
    ['with a token in the query string', () => ({ ...sent(), path: `/graphql?access_token=${token()}` })],
    ['with a token in a cookie', () => sent('Cookie', `access_token=${token()}`)],
    ['with a token in the body', () => ({ ...sent(), body: JSON.stringify({ query, access_token: token() }) })],
    [
      'with two Authorization headers',
      () => sent('Authorization', `DPoP ${token()}`, 'authorization', `DPoP ${token()}`),
    ],
    [
      'with a second Authorization behind another scheme',
      () => sent('Authorization', 'Basic eDp5', 'Authorization', `DPoP ${token()}`),
    ],
    ['with two tokens in one header', () => sent('Authorization', `Bearer ${token()}, Bearer ${token()}`)],
    ['as Basic', () => sent('Authorization', `Basic ${token()}`)],
    ['with two spaces before the token', () => sent('Authorization', `DPoP  ${token()}`)],
  ]);
  expectRefused('TOKEN_INVALID', [
    ['with a key-bound token as Bearer', () => bearer(token())],
    ['with a key-bound token as Bearer, and its proof', () => ((good) => bearer(good, ['DPoP', proof(good)]))(token())],
    ['with a token that is bound to nothing, of a partner', () => bearer(token({ claims: { cnf: undefined } }))],
    ['with a token that is bound to nothing, as DPoP', () => withClaims({ cnf: undefined })],
    [
      'with a certificate-bound token, and no certificate',
      () => bearer(token({ claims: { cnf: { 'x5t#S256': digestOf('certificate') } } })),
    ],
    [
      'with a certificate-bound token, and its thumbprint in headers',
      () =>
        bearer(token({ claims: { cnf: { 'x5t#S256': digestOf('certificate') } } }), [
          'Client-Cert',
          `:${digestOf('certificate')}=:`,
          'X-Client-Cert-Thumbprint',
          digestOf('certificate'),
        ]),
    ],
  ]);
  expectRefused('PURPOSE_MISSING', [
    [
      'without a purpose',
      () => ((good) => ({ headers: [...fixed, 'Authorization', `DPoP ${good}`, 'DPoP', proof(good)] }))(token()),
    ],
  ]);
  expectRefused('PURPOSE_UNKNOWN', [
    ['with two purposes', () => ((good) => ({ headers: [...dpop(good).headers, ...purpose] }))(token())],
  ]);
  expectRefused('PURPOSE_NOT_IN_SCOPE', [
    ['with a purpose that the token lacks', () => withClaims({ scope: 'openid' })],
  ]);

  it('with another method', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const { code, answer } = await refusalOf({ ...dpop(token()), method });
      expect([code, answer.headers.allow]).toEqual(['METHOD_NOT_ALLOWED', 'POST']);
    }
  });
});

// ── proofs ──────────────────────────────────────────────────────────────────────────────────────────────────────

describe('a proof is refused over HTTP', () => {
  const elsewhere = 'https://attacker.example.org/graphql';
  const steered = (...headers: string[]): Sent => {
    const good = ofProof({ htu: elsewhere });
    return { headers: [...good.headers, ...headers] };
  };
  const keyed = (jwk: unknown, key: TestKey = clients.es256): Sent => withProof({ header: { jwk }, key });
  expectRefused('PROOF_INVALID', [
    ['when it is missing', () => ({ headers: [...fixed, ...purpose, 'Authorization', `DPoP ${token()}`] })],
    ['when it is the token itself', () => ((good) => dpop(good, good))(token())],
    ['when there are two', () => ((good) => ({ headers: [...dpop(good).headers, 'DPoP', proof(good)] }))(token())],
    [
      'when there are two, with a comma between',
      () => ((good) => dpop(good, `${proof(good)}, ${proof(good)}`))(token()),
    ],
    ['longer than the bound', () => ofProof({ padding: 'x'.repeat(maxProofLength) })],
    ['of type JWT', () => withProof({ header: { typ: 'JWT' } })],
    ['of algorithm none', () => withProof({ header: { alg: 'none' } })],
    ['with the name of a key', () => withProof({ header: { kid: 'partners-1' } })],
    ['without a key', () => keyed(undefined)],
    ['with a private key', () => keyed(clients.es256.privateKey.export({ format: 'jwk' }))],
    ['with a symmetric key', () => keyed({ kty: 'oct', k: encode('secret') })],
    ["with a stranger's key, who signed", () => withProof({ key: clients.stranger })],
    ['with the right key, and a stranger signed', () => keyed(keyMembers(clients.es256), clients.stranger)],
    ['signed in DER', () => ((good) => dpop(good, inDer(good)))(token())],
    ['for another method', () => ofProof({ htm: 'GET' })],
    ['for two methods', () => ofProof({ htm: ['POST'] })],
    ['for our address with a slash', () => ofProof({ htu: `${tapped.endpoint}/` })],
    ['for our address with a query', () => ofProof({ htu: `${tapped.endpoint}?x=1` })],
    ['for our address under another name', () => ofProof({ htu: tapped.endpoint.replace('127.0.0.1', 'localhost') })],
    ['for a list of our address', () => ofProof({ htu: [tapped.endpoint] })],
    ['for the address that Host names', () => steered('Host', 'attacker.example.org')],
    [
      'for the address that X-Forwarded-Host names',
      () => steered('X-Forwarded-Host', 'attacker.example.org', 'X-Forwarded-Proto', 'https'),
    ],
    ['for the address that Forwarded names', () => steered('Forwarded', 'host=attacker.example.org;proto=https')],
    ['for another token of the same key', () => dpop(token(), proof(token()))],
    ['without the digest of its token', () => ofProof({ ath: undefined })],
    ['made 61 seconds ago', () => ofProof({ iat: now() - 61 })],
    ['made 61 seconds from now', () => ofProof({ iat: now() + 61 })],
    ['made at a time in a text', () => ofProof({ iat: String(now()) })],
    ['without a name', () => ofProof({ jti: undefined })],
    ['with SQL as name', () => ofProof({ jti: "x'); DELETE FROM cloison.spent_proof; --" })],
    ['with a list as nonce', () => ofProof({ nonce: [nonceAt(0)] })],
  ]);
  expectRefused('PROOF_NONCE_REQUIRED', [
    ['without a nonce', () => ofProof({ nonce: undefined })],
    ['with the nonce of five minutes ago', () => ofProof({ nonce: nonceAt(-300_000) })],
    ['with a nonce that was made up', () => ofProof({ nonce: 'A'.repeat(32) })],
  ]);

  it('for a nonce, and gets one that is good', async () => {
    const good = token();
    const { answer } = await refusalOf(dpop(good, proof(good, { claims: { nonce: undefined } })));
    await expectAnswered(dpop(good, proof(good, { claims: { nonce: answer.headers['dpop-nonce'] } })));
  });

  it('when it comes a second time, with another body and with its name in another proof', async () => {
    const good = token();
    const jti = randomUUID();
    const once = proof(good, { claims: { jti } });
    await expectAnswered(dpop(good, once));
    const again = [dpop(good, once), { ...dpop(good, once), body: JSON.stringify({ query: '{ me { role } }' }) }];
    for (const sent of [...again, dpop(good, proof(good, { claims: { jti } }))])
      expect((await refusalOf(sent)).code).toBe('PROOF_INVALID');
  });

  it('nineteen times of twenty that come at once', async () => {
    const good = token();
    const one = dpop(good);
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(one)));
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 401)]);
  });

  function inDer(good: string): string {
    const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: keyMembers(clients.es256) };
    const input = `${encode(JSON.stringify(header))}.${encode(JSON.stringify(proofClaims(good)))}`;
    return `${input}.${encode(sign('sha256', Buffer.from(input), clients.es256.privateKey))}`;
  }
});

describe('an authentication is refused over HTTP', () => {
  const agent = (claims: Members): Sent => dpop(token({ account: 'agent-north', claims }));
  const fund = (claims: Members): Sent => dpop(token({ account: 'surety', claims }));
  it.each<readonly [string, () => Sent, string]>([
    ['when it is weaker than the role asks for', () => agent({ acr: 'password' }), 'max_age="28800"'],
    ['when it is not said', () => agent({ acr: undefined }), 'max_age="28800"'],
    ['when it is of yesterday', () => agent({ auth_time: now() - day }), 'max_age="28800"'],
    ['when nobody says of when it is', () => agent({ auth_time: undefined }), 'max_age="28800"'],
    ["when it is weaker than a fund's", () => fund({ acr: 'https://refeds.org/profile/sfa' }), 'max_age="43200"'],
  ])('%s', async (_, sent, maxAge) => {
    const { code, answer } = await refusalOf(sent());
    expect(code).toBe('AUTHENTICATION_INSUFFICIENT');
    const challenge = answer.headers['www-authenticate'] ?? '';
    for (const part of ['DPoP realm', 'Bearer realm', 'error="insufficient_user_authentication"', maxAge])
      expect(challenge).toContain(part);
    expect(challenge).toContain('acr_values="https://refeds.org/profile/mfa');
  });
  expectRefused('MACHINE_NOT_ADMITTED', [
    [
      'when a machine shows a key in place of a certificate',
      () =>
        dpop(
          token({
            account: 'surety',
            claims: {
              sub: 'night-run',
              client_id: 'night-run',
              auth_time: undefined,
              acr: undefined,
              scope: 'purpose:GUARANTEE',
            },
          }),
        ),
    ],
  ]);
});

describe('the same requests, made right, are answered over HTTP', () => {
  it.each<readonly [string, () => Sent]>([
    ['by ES256', () => dpop(token())],
    ['by EdDSA', () => withToken({ key: published.eddsa })],
    ['by PS256', () => withToken({ key: published.ps256 })],
    [
      'with the scheme in small letters',
      () =>
        ((good) => ({ headers: [...fixed, ...purpose, 'authorization', `dpop ${good}`, 'dpop', proof(good)] }))(
          token(),
        ),
    ],
    ['for a list of exactly us', () => withClaims({ aud: ['https://cloison.example.org/graphql'] })],
    ['issued a minute from now by a clock that is ahead', () => withClaims({ iat: now() + 60, exp: now() + 360 })],
    ['with claims that nobody reads', () => withClaims({ realm_access: { roles: ['x'] }, name: 'Zoé ✓' })],
    ['with a proof of 60 seconds ago', () => ofProof({ iat: now() - 60 })],
    ['with the nonce of two minutes ago', () => ofProof({ nonce: nonceAt(-120_000) })],
    [
      'with headers that name another host',
      () =>
        ((sent) => ({ headers: [...sent.headers, 'Host', 'internal:4000', 'X-Forwarded-Host', 'x.example.org'] }))(
          dpop(token()),
        ),
    ],
    [
      'with a token in the query string beside the right one',
      () => ({ ...dpop(token()), path: '/graphql?access_token=x' }),
    ],
  ])('%s', async (_, sent) => expectAnswered(sent()));

  it('with another key of the client', async () => {
    const bound = token({ claims: { cnf: boundTo(clients.eddsa) } });
    await expectAnswered(dpop(bound, proof(bound, { key: clients.eddsa })));
  });
});

// ── strangers ───────────────────────────────────────────────────────────────────────────────────────────────────

describe('who is not authenticated is refused before the body is read', () => {
  const unread = 'Send an access token';
  const forged = (): RawHeaders => [...purpose, 'Authorization', `DPoP ${token({ key: stranger })}`];

  it.each<readonly [string, readonly string[], string | Buffer]>([
    ['a body that is no JSON', fixed, '{"query":'],
    ['a batch', fixed, JSON.stringify([{ query }, { query }])],
    ['a query that does not parse', fixed, JSON.stringify({ query: '{{{{' })],
    ['a query of the schema', fixed, JSON.stringify({ query: '{ __schema { types { name } } }' })],
    ['another type of content', ['Content-Type', 'text/plain'], 'query'],
    ['a packed body', [...fixed, 'Content-Encoding', 'gzip'], createHash('sha256').update('x').digest()],
    ['a body above the bound', fixed, Buffer.alloc(600 * 1024, 'x')],
  ])('%s', async (_, headers, body) => {
    const { code, message } = await refusalOf({ headers: [...headers, ...purpose], body });
    expect([code, message.startsWith(unread)]).toEqual(['UNAUTHENTICATED', true]);
    expect((await refusalOf({ headers: [...headers, ...forged()], body })).code).toBe('TOKEN_INVALID');
  });

  it('while the same bodies are told what is wrong with them to who is', async () => {
    const codeOf = async (headers: RawHeaders, body: string): Promise<Code> => {
      const own = dpop(token()).headers.slice(fixed.length);
      return (await refusalOf({ headers: [...headers, ...own], body })).code;
    };
    expect(await codeOf(fixed, '{"query":')).toBe('BAD_REQUEST');
    expect(await codeOf(fixed, '[]')).toBe('BATCHING_REFUSED');
    expect(await codeOf(['Content-Type', 'text/plain'], query)).toBe('UNSUPPORTED_MEDIA_TYPE');
    expect(await codeOf([...fixed, 'Content-Encoding', 'gzip'], query)).toBe('UNSUPPORTED_MEDIA_TYPE');
  });

  it.each<readonly [string, () => RawHeaders]>([
    ['without a token', () => [...fixed, ...purpose]],
    ["with a stranger's token", () => [...fixed, ...forged()]],
    ['with a good token and no proof', () => [...fixed, ...purpose, 'Authorization', `DPoP ${token()}`]],
  ])('a body without end %s: the answer is there before the body is', async (_, headers) => {
    const { hostname, port, pathname, host } = new URL(tapped.url);
    const endless = [
      ['Content-Length', String(2 ** 30)],
      ['Transfer-Encoding', 'chunked'],
    ];
    for (const length of endless) {
      tap.clear();
      const all = ['Host', host, ...length, ...headers()] as never;
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const sent = httpRequest({ hostname, port, path: pathname, method: 'POST', agent: false, headers: all });
        sent.on('response', (response) => {
          resolve(response.statusCode);
          sent.destroy();
        });
        sent.on('error', reject);
        sent.write('{"query":"');
      });
      expect([status, tap.executed()]).toEqual([401, 0]);
    }
  });
});
