import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Code } from '../../src/kernel/codes.js';
import { Refused } from '../../src/kernel/refusal.js';
import { maxProofLength } from '../../src/jws/compact.js';
import { encode, forge, publicJwk, seconds, signatureOf, testKey } from '../jws/testIssuer.js';
import type { TestKey } from '../jws/testIssuer.js';
import { openDesk } from './desk.js';
import type { Desk, Presented } from './desk.js';
import { boundTo, clients, digestOf, endpoint, jktOf, keyMembers, proofClaims, proofHeader } from './proofs.js';
import type { Members } from './tokens.js';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

/** A good request of a partner, but for what an attack changes. */
const good = (request: Partial<Presented> = {}): Presented => {
  const token = request.token ?? desk.boundToken();
  return { token, proof: desk.proof(token), ...request };
};
const withProof = (claims: Members, header: Members = {}, key?: TestKey): Presented => {
  const token = desk.boundToken({}, key);
  return { token, proof: desk.proof(token, { claims, header, ...(key === undefined ? {} : { key }) }) };
};
/** Any header, any payload, signed by any key, with a token that is bound to `cnf`. */
const forged = (
  make: (claims: Record<string, unknown>, token: string) => string,
  cnf: Members = boundTo(clients.es256),
): Presented => {
  const token = desk.boundToken({ cnf });
  const claims = proofClaims({ token, clock: desk.clock, nonce: desk.nonces.current(desk.clock.now()) });
  return { token, proof: make(claims, token) };
};
const signed = (header: string | object, claims: string | Buffer | object, key: TestKey = clients.es256): string =>
  forge(header, claims, key);

type Attack = readonly [title: string, request: () => Presented];

const messages = {
  proof: 'The DPoP header is not one fresh proof of the key that the token is bound to, for this request (RFC 9449).',
  nonce: 'Sign a new proof with the nonce of the DPoP-Nonce header, and send the request again (RFC 9449, section 9).',
  asBearer: 'The token is bound to a key ("cnf"): send it as "DPoP <token>", with a proof in a DPoP header.',
  asDpop: 'The token is not bound to a key ("cnf.jkt"): ask the issuer for it with a DPoP proof (RFC 9449).',
  unbound:
    'The token must be bound to a key (DPoP, RFC 9449) or to a certificate (RFC 8705), for its role or its actor: ask the issuer for one.',
  certificate: 'The token is bound to a certificate ("cnf") that this connection has not shown: use mutual TLS.',
  machineRole: 'The role of this token is for persons: no machine holds it.',
  machineClaims: 'The token is a machine\'s ("sub" is "client_id") and tells of a person ("auth_time", "act").',
  machineKey: 'A machine needs a token that is bound to its certificate (RFC 8705).',
} as const;

function expectRefused(code: Code, message: string, attacks: readonly Attack[]): void {
  it.each(attacks)('%s', async (_, request) => {
    const result = await desk.present(request());
    expect(result).toBeInstanceOf(Refused);
    expect((result as Refused).refusal).toEqual({ code, message });
  });
}
const expectNoProof = (attacks: readonly Attack[]): void => expectRefused('PROOF_INVALID', messages.proof, attacks);

describe('the form of a proof: it is refused', () => {
  const claimsText = (claims: object): string => JSON.stringify(claims);
  const header = (): Record<string, unknown> => proofHeader(clients.es256);
  const written = (payload: (claims: object) => string | Buffer): Presented =>
    forged((claims) => signed(header(), payload(claims)));
  const cut = (change: (parts: readonly string[]) => string): Presented => {
    const request = good();
    return { ...request, proof: change(request.proof?.split('.') ?? []) };
  };
  expectNoProof([
    ['when it is missing', () => good({ proof: undefined })],
    ['when it is empty', () => good({ proof: '' })],
    ['when it is one word', () => good({ proof: 'proof' })],
    ['when it is the token itself', () => ((token) => good({ token, proof: token }))(desk.boundToken())],
    ['of two parts', () => cut(([head, payload]) => `${head}.${payload}`)],
    ['of four parts', () => cut((parts) => [...parts, 'AAAA'].join('.'))],
    ['of five parts, as an encrypted one', () => cut((parts) => [...parts, 'AAAA', 'AAAA'].join('.'))],
    ['without its signature', () => cut(([head, payload]) => `${head}.${payload}.`)],
    ['without its payload', () => cut(([head, , signature]) => `${head}..${signature}`)],
    ['with padding', () => cut((parts) => `${parts.join('.')}==`)],
    ['with a space before it', () => cut((parts) => ` ${parts.join('.')}`)],
    ['in quotes', () => cut((parts) => `"${parts.join('.')}"`)],
    ['as a DPoP credential', () => cut((parts) => `DPoP ${parts.join('.')}`)],
    ['twice, with a comma between', () => cut((parts) => `${parts.join('.')}, ${parts.join('.')}`)],
    ['twice, with a comma and no space between', () => cut((parts) => `${parts.join('.')},${parts.join('.')}`)],
    [
      'in the JSON serialisation',
      () => cut(([head, payload, signature]) => JSON.stringify({ protected: head, payload, signature })),
    ],
    ['of 200 kB', () => withProof({ padding: 'x'.repeat(200_000) })],
    ['of a few characters too many', () => withProof({ padding: 'x'.repeat(maxProofLength * 0.75) })],
    ['whose payload is a list', () => written(() => '[]')],
    ['whose payload is a text', () => written(() => '"claims"')],
    ['whose payload is no JSON', () => written((claims) => `${claimsText(claims)}}`)],
    ['whose payload starts with a byte order mark', () => written((claims) => `\uFEFF${claimsText(claims)}`)],
    [
      'whose payload is no UTF-8',
      () =>
        written((claims) =>
          Buffer.concat([Buffer.from(claimsText(claims).slice(0, -1)), Buffer.from([0x2c, 0x22, 0xc3, 0x28, 0x22])]),
        ),
    ],
    [
      'with the address twice',
      () => written((claims) => claimsText(claims).replace('{', '{"htu":"https://attacker.example.org/graphql",')),
    ],
    [
      'with the jti twice, once in escapes',
      () => written((claims) => claimsText(claims).replace('{', '{"\\u006ati":"x",')),
    ],
    [
      'with the time twice, the same',
      () => written((claims) => claimsText(claims).replace('}', `,"iat":${seconds(desk.clock)}}`)),
    ],
    [
      'with the key twice',
      () =>
        forged((claims) =>
          signed(
            JSON.stringify(header()).replace('{', `{"jwk":${JSON.stringify(keyMembers(clients.stranger))},`),
            claims,
          ),
        ),
    ],
    [
      'with a member of the key twice',
      () => forged((claims) => signed(JSON.stringify(header()).replace('{"crv"', '{"kty":"oct","crv"'), claims)),
    ],
    [
      'nested a thousand deep',
      () => written((claims) => claimsText(claims).replace('{', `{"deep":${'['.repeat(1000)}${']'.repeat(1000)},`)),
    ],
  ]);
});

describe('the header of a proof: it is refused', () => {
  const typed = (typ: unknown): Presented => withProof({}, { typ });
  expectNoProof([
    ['without a type', () => typed(undefined)],
    ['of type JWT', () => typed('JWT')],
    ['of type DPOP+JWT', () => typed('DPOP+JWT')],
    ['of type dpop+JWT', () => typed('dpop+JWT')],
    ['of the long type', () => typed('application/dpop+jwt')],
    ['of type dpop', () => typed('dpop')],
    ['of type at+jwt', () => typed('at+jwt')],
    ['of a list of types', () => typed(['dpop+jwt'])],
    ['of type null', () => typed(null)],
  ]);

  const unsigned = (alg: unknown): Presented =>
    forged(
      (claims) =>
        `${encode(JSON.stringify(proofHeader(clients.es256, { alg })))}.${encode(JSON.stringify(claims))}.${'A'.repeat(86)}`,
    );
  /** An HMAC keyed with what the header itself shows. */
  const confused = (secret: string, jwk: Members): Presented =>
    forged((claims) => {
      const input = `${encode(JSON.stringify({ typ: 'dpop+jwt', alg: 'HS256', jwk }))}.${encode(JSON.stringify(claims))}`;
      return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
    });
  const other = { es384: testKey('ES384', 'x'), rs256: testKey('RS256', 'x') };
  const ownHeader = (key: TestKey, members: Members): Presented =>
    forged((claims) => signed(proofHeader(key, members), claims, key), boundTo(key));
  expectNoProof([
    ['of algorithm none', () => unsigned('none')],
    ['of algorithm None', () => unsigned('None')],
    ['of algorithm null', () => unsigned(null)],
    ['of no algorithm', () => unsigned(undefined)],
    ['of a list of algorithms', () => unsigned(['ES256'])],
    ['of an algorithm in small letters', () => unsigned('es256')],
    ['of an algorithm named after a property of every object', () => unsigned('toString')],
    [
      'of HS256 keyed with the public key',
      () => confused(JSON.stringify(keyMembers(clients.es256)), keyMembers(clients.es256)),
    ],
    ['of HS256 with an empty secret', () => confused('', keyMembers(clients.es256))],
    ['of HS256 with the secret in the header', () => confused('secret', { kty: 'oct', k: encode('secret') })],
    ['of ES384 by the key that the token is bound to', () => ownHeader(other.es384, {})],
    ['of RS256 by the key that the token is bound to', () => ownHeader(other.rs256, {})],
    [
      'of PS384 by the key that the token is bound to',
      () =>
        forged(
          (claims) => forge(proofHeader(clients.ps256, { alg: 'PS384' }), claims, clients.ps256, 'PS384'),
          boundTo(clients.ps256),
        ),
    ],
    ['of EdDSA with an elliptic key', () => ownHeader(clients.es256, { alg: 'EdDSA' })],
    ['of ES256 with an Edwards key', () => ownHeader(clients.eddsa, { alg: 'ES256' })],
    ['of PS256 with an elliptic key', () => ownHeader(clients.es256, { alg: 'PS256' })],
  ]);

  const members: readonly (readonly [string, unknown])[] = [
    ['kid', 'client-es'],
    ['x5c', ['MIIB']],
    ['x5t#S256', 'A'.repeat(43)],
    ['x5u', 'https://attacker.example.org/chain.pem'],
    ['jku', 'https://attacker.example.org/jwks'],
    ['crit', ['exp']],
    ['b64', false],
    ['zip', 'DEF'],
    ['cty', 'JWT'],
    ['enc', 'A256GCM'],
    ['p2c', 2_000_000_000],
    ['nonce', 'x'],
    ['unheard-of', 1],
  ];
  expectNoProof(members.map(([name, value]): Attack => [`with ${name}`, () => withProof({}, { [name]: value })]));
});

describe('the key of a proof: it is refused', () => {
  const members = keyMembers(clients.es256);
  /** The token is bound to exactly what stands there, and its key has signed. */
  const carrying = (jwk: unknown, key: TestKey = clients.es256, cnf: Members = boundTo(key)): Presented =>
    forged((claims) => signed({ typ: 'dpop+jwt', alg: key.alg, jwk }, claims, key), cnf);
  const privateOf = (key: TestKey): Members => key.privateKey.export({ format: 'jwk' });
  const wide = testKey('ES384', 'wide');
  const padded = {
    ...members,
    x: encode(Buffer.concat([Buffer.of(0), Buffer.from(String(members['x']), 'base64url')])),
  };
  const offCurve = { ...members, x: members['y'], y: members['x'] };
  const rsa = (modulusLength: number, publicExponent: number): TestKey => ({
    kid: 'rsa',
    alg: 'PS256',
    ...generateKeyPairSync('rsa', { modulusLength, publicExponent }),
  });
  const small = rsa(1024, 65_537);
  const dear = rsa(2048, 2_147_483_647);
  expectNoProof([
    ['when it is missing', () => carrying(undefined)],
    ['when it is null', () => carrying(null)],
    ['when it is a text', () => carrying(JSON.stringify(members))],
    ['when it is a list', () => carrying([members])],
    ['when it is a key set', () => carrying({ keys: [members] })],
    ['when it is empty', () => carrying({})],
    ['when it is private, of an elliptic curve', () => carrying(privateOf(clients.es256))],
    ['when it is private, of Edwards', () => carrying(privateOf(clients.eddsa), clients.eddsa)],
    ['when it is private, of RSA', () => carrying(privateOf(clients.ps256), clients.ps256)],
    [
      'when only one private part is there',
      () => carrying({ ...keyMembers(clients.ps256), dp: 'AQAB' }, clients.ps256),
    ],
    ['when it holds a secret beside', () => carrying({ ...members, k: encode('secret') })],
    ['when it is symmetric', () => carrying({ kty: 'oct', k: encode('secret') })],
    ['when it is symmetric, in an elliptic dress', () => carrying({ ...members, kty: 'oct' })],
    ['when it brings a certificate', () => carrying({ ...members, x5c: ['MIIB'] })],
    ['when it brings an address', () => carrying({ ...members, x5u: 'https://attacker.example.org/chain.pem' })],
    ['when it is for encryption', () => carrying({ ...members, use: 'enc' })],
    ['when it is for another algorithm', () => carrying({ ...members, alg: 'ES384' })],
    ['when it is of another curve', () => carrying({ ...keyMembers(wide), crv: 'P-256' })],
    ['when its curve is named wrongly', () => carrying({ ...members, crv: 'secp256k1' })],
    ['when a coordinate is missing', () => carrying({ ...members, y: undefined })],
    ['when a coordinate is a number', () => carrying({ ...members, x: 7 })],
    ['when a coordinate has a leading zero, bound so', () => carrying(padded, clients.es256, { jkt: jktOf(padded) })],
    ['when it is no point of the curve, bound so', () => carrying(offCurve, clients.es256, { jkt: jktOf(offCurve) })],
    ['when it is of RSA with 1024 bits', () => carrying(keyMembers(small), small)],
    ['when its exponent is a long one', () => carrying(keyMembers(dear), dear)],
    [
      "when it is a stranger's, who signed",
      () => carrying(keyMembers(clients.stranger), clients.stranger, boundTo(clients.es256)),
    ],
    ["when it is the token's and a stranger signed", () => carrying(members, clients.stranger, boundTo(clients.es256))],
    [
      "when it is the issuer's",
      () => carrying({ ...publicJwk(clients.stranger), kid: 'es' }, clients.stranger, boundTo(clients.es256)),
    ],
    ['when the token names its SHA-1', () => carrying(members, clients.es256, { jkt: sha1(members) })],
    [
      'when the token names its members in another order',
      () => carrying(members, clients.es256, { jkt: reversed(members) }),
    ],
  ]);

  function sha1(jwk: Members): string {
    return createHash('sha1').update(JSON.stringify(jwk)).digest('base64url').padEnd(43, 'A');
  }
  function reversed(jwk: Members): string {
    return jktOf(Object.fromEntries(Object.entries(jwk).toReversed()));
  }
});

describe('the signature of a proof: it is refused', () => {
  const withSignature = (change: (signature: Buffer, input: string) => Buffer): Presented =>
    forged((claims) => {
      const input = `${encode(JSON.stringify(proofHeader(clients.es256)))}.${encode(JSON.stringify(claims))}`;
      return `${input}.${encode(change(signatureOf(input, clients.es256), input))}`;
    });
  expectNoProof([
    ['when it is of zeros', () => withSignature((signature) => Buffer.alloc(signature.length))],
    [
      'when one bit is turned',
      () => withSignature((signature) => Buffer.from(signature.map((byte, at) => (at === 9 ? byte ^ 1 : byte)))),
    ],
    ['when it is too short', () => withSignature((signature) => signature.subarray(0, 60))],
    ['when a byte stands behind it', () => withSignature((signature) => Buffer.concat([signature, Buffer.of(0)]))],
    ['when its halves are exchanged', () => withSignature((s) => Buffer.concat([s.subarray(32), s.subarray(0, 32)]))],
    [
      'when it is written in DER',
      () => withSignature((_, input) => sign('sha256', Buffer.from(input), clients.es256.privateKey)),
    ],
    [
      "when it is another proof's",
      () => {
        const request = good();
        return { ...request, proof: request.proof?.replace(/[^.]*$/, good().proof?.split('.')[2] ?? '') };
      },
    ],
    [
      'when the claims were changed behind it',
      () => {
        const request = withProof({ jti: 'before' });
        const [head, payload = '', signature] = request.proof?.split('.') ?? [];
        const changed = Buffer.from(payload, 'base64url').toString().replace('before', 'behind');
        return { ...request, proof: `${head}.${encode(changed)}.${signature}` };
      },
    ],
  ]);
});

describe('what a proof is for: it is refused', () => {
  const htu = (value: unknown, request: Partial<Presented> = {}): Presented => ({
    ...withProof({ htu: value }),
    ...request,
  });
  expectNoProof([
    ['without an address', () => htu(undefined)],
    ['for an address with a slash behind', () => htu(`${endpoint}/`)],
    ['for an address with a scheme in capitals', () => htu(endpoint.replace('https', 'HTTPS'))],
    ['for an address with a host in capitals', () => htu(endpoint.replace('api', 'API'))],
    ['for an address with its port', () => htu(endpoint.replace('.org', '.org:443'))],
    ['for an address with another port', () => htu(endpoint.replace('.org', '.org:8443'))],
    ['for an address over http', () => htu(endpoint.replace('https', 'http'))],
    ['for an address with an empty query', () => htu(`${endpoint}?`)],
    ['for an address with a query', () => htu(`${endpoint}?purpose=REPAIRS`)],
    ['for an address with a fragment', () => htu(`${endpoint}#`)],
    ['for an address with a path in capitals', () => htu(endpoint.replace('graphql', 'GraphQL'))],
    ['for an address with an escape', () => htu(endpoint.replace('graphql', '%67raphql'))],
    ['for an address with a dot', () => htu(endpoint.replace('/graphql', '/./graphql'))],
    ['for an address with two dots', () => htu(endpoint.replace('/graphql', '/x/../graphql'))],
    ['for an address with two slashes', () => htu(endpoint.replace('/graphql', '//graphql'))],
    ['for an address with a back slash', () => htu(endpoint.replace('/graphql', '\\graphql'))],
    ['for an address with a user', () => htu(endpoint.replace('api', 'user@api'))],
    ['for an address with a dot behind its host', () => htu(endpoint.replace('.org', '.org.'))],
    ['for an address whose host looks like ours', () => htu(endpoint.replace('api', 'аpi'))],
    ['for an address that ours begins', () => htu(`${endpoint}.attacker.example.org`)],
    ['for our host alone', () => htu('https://api.example.org')],
    ['for our path alone', () => htu('/graphql')],
    ['for our address behind a space', () => htu(` ${endpoint}`)],
    ['for our address before a line end', () => htu(`${endpoint}\n`)],
    ['for a list of our address', () => htu([endpoint])],
    ['for a list of ours and another', () => htu([endpoint, 'https://attacker.example.org/graphql'])],
    ['for an object', () => htu({ toString: endpoint })],
    ['for null', () => htu(null)],
    ['for a number', () => htu(0)],
    [
      'for the address that Host names',
      () => htu('https://attacker.example.org/graphql', { headers: ['Host', 'attacker.example.org'] }),
    ],
    [
      'for the address that X-Forwarded-Host names',
      () => htu('https://attacker.example.org/graphql', { headers: ['X-Forwarded-Host', 'attacker.example.org'] }),
    ],
    [
      'for the address that Forwarded names',
      () =>
        htu('https://attacker.example.org/graphql', {
          headers: ['Forwarded', 'host=attacker.example.org;proto=https'],
        }),
    ],
    [
      'for the scheme that X-Forwarded-Proto names',
      () => htu(endpoint.replace('https', 'http'), { headers: ['X-Forwarded-Proto', 'http'] }),
    ],
    [
      'for the path that X-Original-URL names',
      () => htu('https://api.example.org/other', { headers: ['X-Original-URL', '/other', 'X-Rewrite-URL', '/other'] }),
    ],
  ]);

  const htm = (value: unknown): Presented => withProof({ htm: value });
  expectNoProof([
    ['without a method', () => htm(undefined)],
    ['for another method', () => htm('GET')],
    ['for a method in small letters', () => htm('post')],
    ['for a method and a space', () => htm('POST ')],
    ['for two methods', () => htm('GET POST')],
    ['for a list of methods', () => htm(['POST'])],
    ['for no method', () => htm(null)],
    ['when the request is of another method', () => good({ method: 'GET' })],
    ['when the request claims another method', () => ({ ...htm('GET'), headers: ['X-HTTP-Method-Override', 'GET'] })],
  ]);

  const ath = (digest: (token: string) => unknown): Presented => {
    const token = desk.boundToken();
    return { token, proof: desk.proof(token, { claims: { ath: digest(token) } }) };
  };
  const hash = (token: string, algorithm = 'sha256'): Buffer => createHash(algorithm).update(token).digest();
  expectNoProof([
    ['without a token', () => ath(() => undefined)],
    ['for another token of the same key', () => ath(() => digestOf(desk.boundToken({ jti: 'token-2' })))],
    [
      'for the token of another purpose, both of one key',
      () => {
        const [one, two] = [desk.boundToken({ jti: 'one' }), desk.boundToken({ jti: 'two', scope: 'purpose:REPAIRS' })];
        return { token: two, proof: desk.proof(one), purpose: 'REPAIRS' };
      },
    ],
    ['for the token with its scheme', () => ath((token) => digestOf(`DPoP ${token}`))],
    ['for the token without its signature', () => ath((token) => digestOf(token.replace(/[^.]*$/, '')))],
    ['for the token itself, not its digest', () => ath((token) => token)],
    ['for its digest in hexadecimal', () => ath((token) => hash(token).toString('hex'))],
    ['for its digest with padding', () => ath((token) => `${digestOf(token)}=`)],
    ['for its SHA-512', () => ath((token) => hash(token, 'sha512').toString('base64url'))],
    ['for its SHA-1', () => ath((token) => hash(token, 'sha1').toString('base64url'))],
    ['for an empty digest', () => ath(() => '')],
    ['for a list of digests', () => ath((token) => [digestOf(token)])],
    ['for null as digest', () => ath(() => null)],
  ]);
});

describe('when a proof was made: it is refused', () => {
  const now = (): number => seconds(desk.clock);
  expectNoProof([
    ['61 seconds ago', () => withProof({ iat: now() - 61 })],
    ['61 seconds from now', () => withProof({ iat: now() + 61 })],
    ['a year ago', () => withProof({ iat: now() - 366 * 86_400 })],
    ['in milliseconds', () => withProof({ iat: now() * 1000 })],
    ['without saying', () => withProof({ iat: undefined })],
    ['without saying, but for its expiry', () => withProof({ iat: undefined, exp: now() + 60, nbf: now() })],
    ['in a text', () => withProof({ iat: String(now()) })],
    ['in a fraction', () => withProof({ iat: now() + 0.5 })],
    ['in a list', () => withProof({ iat: [now()] })],
    ['null', () => withProof({ iat: null })],
    ['true', () => withProof({ iat: true })],
    ['at zero', () => withProof({ iat: 0 })],
    ['before the epoch', () => withProof({ iat: -now() })],
    [
      'at no end',
      () =>
        forged((claims) =>
          signed(proofHeader(clients.es256), JSON.stringify({ ...claims, iat: 77777 }).replace('77777', '1e999')),
        ),
    ],
  ]);
  const jti = (value: unknown): Presented => withProof({ jti: value });
  expectNoProof([
    ['with no name', () => jti(undefined)],
    ['with an empty name', () => jti('')],
    ['with a name of 129 characters', () => jti('a'.repeat(129))],
    ['with a number as name', () => jti(7)],
    ['with null as name', () => jti(null)],
    ['with a list of names', () => jti(['proof'])],
    ['with an object as name', () => jti({})],
    ['with a space in its name', () => jti('a b')],
    ['with a NUL in its name', () => jti('a\u0000b')],
    ['with a line end behind its name', () => jti('proof\n')],
    ['with SQL as name', () => jti("x'); DELETE FROM cloison.spent_proof; --")],
    ['with a letter that is none of ASCII in its name', () => jti('prооf')],
  ]);
});

describe('the nonce of a proof', () => {
  const minute = 60_000;
  const from = (milliseconds: number): string => desk.nonces.current(desk.clock.now() + milliseconds);
  expectRefused('PROOF_NONCE_REQUIRED', messages.nonce, [
    ['is asked for when it is missing', () => withProof({ nonce: undefined })],
    ['is asked for when it is empty', () => withProof({ nonce: '' })],
    ['is asked for when it is old', () => withProof({ nonce: from(-3 * minute) })],
    ['is asked for when it is of tomorrow', () => withProof({ nonce: from(24 * 60 * minute) })],
    ['is asked for when it was made up', () => withProof({ nonce: 'A'.repeat(32) })],
    ['is asked for when something stands behind it', () => withProof({ nonce: `${from(0)}A` })],
    ['is asked for when it is in capitals', () => withProof({ nonce: from(0).toUpperCase() })],
    ['is asked for when it is long', () => withProof({ nonce: 'A'.repeat(1000) })],
  ]);
  expectNoProof([
    ['refuses the proof when it is a list', () => withProof({ nonce: [from(0)] })],
    ['refuses the proof when it is a number', () => withProof({ nonce: 7 })],
    ['refuses the proof when it is null', () => withProof({ nonce: null })],
    [
      'is not asked of who cannot prove the key',
      () => {
        const token = desk.boundToken();
        return { token, proof: desk.proof(token, { key: clients.stranger, nonce: undefined }) };
      },
    ],
  ]);
});

describe('how a proof is sent: it is refused', () => {
  const beside = (headers: (proof: string) => readonly string[], kept = false): Presented => {
    const { token, proof = '' } = good();
    return { token, proof: kept ? proof : undefined, headers: headers(proof) };
  };
  expectNoProof([
    ['in two headers, the same', () => beside((proof) => ['DPoP', proof], true)],
    ['in two headers, in other letters', () => beside((proof) => ['dpop', proof], true)],
    ['in two headers, the second empty', () => beside(() => ['DPOP', ''], true)],
    ['in two headers, the second for another token', () => beside(() => ['DPoP', good().proof ?? ''], true)],
    ['in a cookie', () => beside((proof) => ['Cookie', `DPoP=${proof}`])],
    ['in a header of its own', () => beside((proof) => ['X-DPoP', proof])],
    ['in the header of its nonce', () => beside((proof) => ['DPoP-Nonce', proof])],
    ['for a proxy', () => beside((proof) => ['Proxy-DPoP', proof])],
  ]);
  it('even before its token is looked at, when there are two', async () => {
    const { proof } = good();
    expect(await desk.present({ token: 'x.y.z', proof, headers: ['DPoP', proof ?? ''] })).toMatchObject({
      refusal: { code: 'PROOF_INVALID', message: messages.proof },
    });
  });
});

describe('how a token is bound: a request is refused', () => {
  const certificate = digestOf('certificate');
  const shown = (claims: Members, request: Partial<Presented> = {}): Presented => ({
    token: desk.boundToken(claims),
    scheme: 'Bearer',
    ...request,
  });
  const boundToCertificate = { cnf: { 'x5t#S256': certificate } };
  expectRefused('TOKEN_INVALID', messages.asBearer, [
    ['with a key-bound token as Bearer', () => ({ ...good(), scheme: 'Bearer', proof: undefined })],
    ['with a key-bound token as Bearer, and its proof', () => ({ ...good(), scheme: 'Bearer' })],
    ['with a key-bound token as bearer, over mutual TLS', () => ({ ...good(), scheme: 'bearer', certificate })],
    [
      'with a key-bound token as Bearer, of a role that takes bearer tokens',
      () => shown({ role: 'AGENCY', cnf: boundTo(clients.es256) }),
    ],
  ]);
  expectRefused('TOKEN_INVALID', messages.asDpop, [
    ['with a bearer token as DPoP', () => good({ token: desk.token() })],
    ['with a bearer token as DPoP, without a proof', () => good({ token: desk.token(), proof: undefined })],
    ["with a partner's bearer token as DPoP", () => good({ token: desk.boundToken({ cnf: undefined }) })],
    ['with a certificate-bound token as DPoP', () => good({ token: desk.boundToken(boundToCertificate), certificate })],
  ]);
  expectRefused('TOKEN_INVALID', messages.unbound, [
    ["with a partner's token that is bound to nothing", () => shown({ cnf: undefined })],
    [
      "with a partner's token that is bound to nothing, and a proof",
      () => ({ ...good({ token: desk.boundToken({ cnf: undefined }) }), scheme: 'Bearer' }),
    ],
    [
      "with a partner's token that is bound to nothing, over mutual TLS",
      () => shown({ cnf: undefined }, { certificate }),
    ],
    [
      "with a machine's token on behalf of a person that is bound to nothing, of a role that takes bearer tokens",
      () => ({ token: desk.token({ client_id: 'night-run', act: { sub: 'night-run' } }), scheme: 'Bearer' }),
    ],
    [
      "with a machine's token that is bound to nothing",
      () => shown({ cnf: undefined, sub: 'night-run', client_id: 'night-run', auth_time: undefined }),
    ],
  ]);
  expectRefused('TOKEN_INVALID', messages.certificate, [
    ['with a certificate-bound token, without mutual TLS', () => shown(boundToCertificate)],
    [
      'with a certificate-bound token, and another certificate',
      () => shown(boundToCertificate, { certificate: digestOf('other') }),
    ],
    ['with a certificate-bound token, and an empty thumbprint', () => shown(boundToCertificate, { certificate: '' })],
    [
      'with a certificate-bound token, and its thumbprint in a header',
      () => shown(boundToCertificate, { headers: ['X-Client-Cert', certificate, 'Client-Cert', `:${certificate}:`] }),
    ],
    [
      'with a certificate-bound token, and a padded thumbprint',
      () => shown(boundToCertificate, { certificate: `${certificate}=` }),
    ],
    [
      'with a certificate-bound token, and a proof of some key',
      () => shown(boundToCertificate, { proof: good().proof }),
    ],
    [
      "with a machine's token, and another certificate",
      () =>
        shown(
          { ...boundToCertificate, sub: 'night-run', client_id: 'night-run', auth_time: undefined },
          { certificate: digestOf('other') },
        ),
    ],
  ]);
});

describe('machines: a request is refused', () => {
  const certificate = digestOf('certificate');
  const machine = { sub: 'night-run', client_id: 'night-run', auth_time: undefined };
  const bound = { cnf: { 'x5t#S256': certificate } };
  expectRefused('MACHINE_NOT_ADMITTED', messages.machineKey, [
    ['of a machine with a key and no certificate', () => good({ token: desk.boundToken(machine) })],
    ['of a machine with a key, over mutual TLS', () => good({ token: desk.boundToken(machine), certificate })],
    [
      'of a machine with a bearer token',
      () => ({ token: desk.token({ ...machine, role: 'OFFICER' }), scheme: 'Bearer' }),
    ],
  ]);
  expectRefused('TOKEN_INVALID', messages.machineClaims, [
    [
      'of a machine that acts for itself',
      () => ({
        token: desk.boundToken({ ...machine, ...bound, act: { sub: 'night-run' } }),
        scheme: 'Bearer',
        certificate,
      }),
    ],
    [
      'of a machine that tells when a person authenticated',
      () => ({
        token: desk.boundToken({ ...machine, ...bound, auth_time: seconds(desk.clock) }),
        scheme: 'Bearer',
        certificate,
      }),
    ],
  ]);
  expectRefused('MACHINE_NOT_ADMITTED', messages.machineRole, [
    [
      'of a machine in a role for persons',
      () => ({ token: desk.token({ ...machine, ...bound, role: 'AGENCY' }), scheme: 'Bearer', certificate }),
    ],
    [
      'of a machine with a bearer token in a role for persons',
      () => ({ token: desk.token({ ...machine, role: 'AGENCY' }), scheme: 'Bearer' }),
    ],
  ]);
});

describe('the same requests, made right, are accepted', () => {
  const certificate = digestOf('certificate');
  const partner = { role: 'PARTNER', purpose: 'RENT_FOLLOW_UP', kind: 'PERSON', claims: { ACCOUNT: 'account-7' } };
  const with_ = (jwk: Members): Presented => withProof({}, { jwk: { ...keyMembers(clients.es256), ...jwk } });
  const now = (): number => seconds(desk.clock);
  const proven: readonly Attack[] = [
    ['by ES256', () => good()],
    ['by EdDSA', () => withProof({}, {}, clients.eddsa)],
    ['by PS256', () => withProof({}, {}, clients.ps256)],
    ['by a scheme in small letters', () => good({ scheme: 'dpop' })],
    ['60 seconds old', () => withProof({ iat: now() - 60 })],
    ['60 seconds ahead', () => withProof({ iat: now() + 60 })],
    [
      'with the nonce of the minute before last',
      () => withProof({ nonce: desk.nonces.current(desk.clock.now() - 120_000) }),
    ],
    ['with a name that begins with a dash', () => withProof({ jti: '-BwC3ESc6acc2lTc' })],
    ['with a name of 128 characters', () => withProof({ jti: 'a'.repeat(128) })],
    [
      'with claims that we do not read',
      () => withProof({ exp: now() + 60, nbf: now(), iss: 'rent-book', note: 'Zoé ✓' }),
    ],
    ['with a key that says what it is for', () => with_({ use: 'sig', alg: 'ES256', kid: 'mine' })],
    ['with a key as Web Cryptography exports it', () => with_({ key_ops: ['verify'], ext: true })],
    [
      'with the members of its key in another order',
      () => withProof({}, { jwk: Object.fromEntries(Object.entries(keyMembers(clients.es256)).toReversed()) }),
    ],
    [
      'with headers that name another host',
      () => good({ headers: ['Host', 'internal:4000', 'X-Forwarded-Host', 'elsewhere.example.org'] }),
    ],
  ];
  it.each(proven)('a proof %s', async (_, request) => {
    expect(await desk.present(request())).toMatchObject({ ...partner, sender: 'DPOP', authenticatedAt: now() });
  });

  it('a proof that each of the forges above made without an attack in it', async () => {
    const made = [
      withProof({}),
      forged((claims) => signed(proofHeader(clients.es256), claims)),
      forged((claims) => signed(JSON.stringify(proofHeader(clients.es256)), Buffer.from(JSON.stringify(claims)))),
      forged((claims) => signed(proofHeader(clients.ps256), claims, clients.ps256), boundTo(clients.ps256)),
      forged((claims) => {
        const input = `${encode(JSON.stringify(proofHeader(clients.es256)))}.${encode(JSON.stringify(claims))}`;
        return `${input}.${encode(signatureOf(input, clients.es256))}`;
      }),
    ];
    for (const request of made) expect(await desk.present(request)).toMatchObject(partner);
  });

  it('a certificate-bound token, as Bearer, on the connection of its certificate', async () => {
    const token = desk.boundToken({ cnf: { 'x5t#S256': certificate } });
    expect(await desk.present({ token, scheme: 'Bearer', certificate })).toMatchObject({
      ...partner,
      sender: 'CERTIFICATE',
    });
  });

  it('a machine with its certificate', async () => {
    const machine = {
      sub: 'night-run',
      client_id: 'night-run',
      auth_time: undefined,
      cnf: { 'x5t#S256': certificate },
    };
    for (const role of ['PARTNER', 'OFFICER']) {
      const token = desk.boundToken({ ...machine, role });
      expect(await desk.present({ token, scheme: 'Bearer', certificate })).toMatchObject({
        role,
        kind: 'MACHINE',
        claims: { ACCOUNT: 'night-run', ORGANISATION: 'agency-38' },
        application: 'night-run',
        sender: 'CERTIFICATE',
        authenticatedAt: undefined,
      });
    }
  });

  it('a machine on behalf of a person, and both are named', async () => {
    const token = desk.boundToken({
      client_id: 'night-run',
      act: { sub: 'night-run' },
      cnf: { 'x5t#S256': certificate },
    });
    expect(await desk.present({ token, scheme: 'Bearer', certificate })).toMatchObject({
      kind: 'PERSON',
      claims: { ACCOUNT: 'account-7' },
      actor: 'night-run',
      application: 'night-run',
    });
  });

  it('a bearer token where the role takes it, whatever proof comes along', async () => {
    const request: Presented = { token: desk.token({ auth_time: now() }), scheme: 'Bearer', proof: good().proof };
    expect(await desk.present(request)).toMatchObject({ role: 'AGENCY', sender: 'NONE' });
  });
});
