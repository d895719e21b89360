import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Code } from '../../src/kernel/codes.js';
import { Refused } from '../../src/kernel/refusal.js';
import { maxTokenLength } from '../../src/jws/compact.js';
import { createTokenMemory } from '../../src/identity/tokenMemory.js';
import { encode, forge, publicJwk, seconds, signatureOf, thumbprint } from '../jws/testIssuer.js';
import { openDesk } from './desk.js';
import type { Desk } from './desk.js';
import { digestOf as thumbprint256 } from './proofs.js';
import { audience, keys, strangersKey } from './tokens.js';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

type Attack = readonly [title: string, token: (desk: Desk) => string];

const messages = {
  malformed: 'The access token is not a signed JSON web token of at most 8192 characters.',
  unsigned: "The token is not signed by one of the issuer's keys.",
  algorithm: "The token's algorithm is none of ES256, EdDSA and PS256.",
  type: 'The token\'s type is not "at+jwt" (RFC 9068).',
  key: 'The token names no key ("kid").',
  issuer: 'The token is from another issuer.',
  audience: 'The token is not for this service alone ("aud").',
  expired: 'The token has expired.',
  lifetime: 'The token lives longer than a day, or ends before it starts.',
  issuedLater: 'The token was issued in the future ("iat").',
  notYet: 'The token is not valid yet ("nbf").',
  bound: 'The token is bound to a key ("cnf"): send it as "DPoP <token>", with a proof in a DPoP header.',
  certificate: 'The token is bound to a certificate ("cnf") that this connection has not shown: use mutual TLS.',
  confirmation: 'The token\'s claim "cnf" does not name exactly one key, by "jkt" or by "x5t#S256".',
  acr: 'The token\'s claim "acr" is not a word of 1 to 256 characters.',
  authenticatedLater: 'The token says that its person authenticated later than it was issued ("auth_time").',
  actor: 'The token\'s claim "act" is not one actor, { "sub": identifier }.',
  machine: 'The token is a machine\'s ("sub" is "client_id") and tells of a person ("auth_time", "act").',
  role: 'The token names a role that this service does not have.',
  scope: 'The token\'s claim "scope" is not a list of words with one space between two.',
} as const;
const missing = (claim: string): string => `The token has no claim "${claim}".`;
const notAnIdentifier = (claim: string): string =>
  `The token's claim "${claim}" is not an identifier of 1 to 128 characters.`;
const notATime = (claim: string): string => `The token's claim "${claim}" is not a whole number of seconds.`;
const refusedMember = (member: string): string => `The token's header has the member "${member}", which is refused.`;

function expectRefused(code: Code, message: string, attacks: readonly Attack[]): void {
  it.each(attacks)('%s', async (_, token) => {
    const result = await desk.ask('Authorization', `Bearer ${token(desk)}`, 'Cloison-Purpose', 'RENT_FOLLOW_UP');
    expect(result).toBeInstanceOf(Refused);
    expect((result as Refused).refusal).toEqual({ code, message });
  });
}

const unsecured =
  (alg: unknown, signature = '') =>
  (at: Desk) =>
    `${encode(JSON.stringify(at.header({ alg })))}.${encode(JSON.stringify(at.claims()))}.${signature}`;

/** An HMAC keyed with what is public: the confusion of RFC 8725, section 2.1. */
const confused = (secret: () => string | Buffer) => (at: Desk) => {
  const input = `${encode(JSON.stringify(at.header({ alg: 'HS256', kid: 'rs' })))}.${encode(JSON.stringify(at.claims()))}`;
  return `${input}.${createHmac('sha256', secret()).update(input).digest('base64url')}`;
};

const withSignature = (change: (signature: Buffer) => Buffer) => (at: Desk) => {
  const input = `${encode(JSON.stringify(at.header()))}.${encode(JSON.stringify(at.claims()))}`;
  return `${input}.${encode(change(signatureOf(input, keys.es256)))}`;
};

const someThumbprint = thumbprint256('a key');

const confirmations: readonly (readonly [title: string, cnf: unknown])[] = [
  ['null', null],
  ['a text', someThumbprint],
  ['a list', [{ jkt: someThumbprint }]],
  ['no key', {}],
  ['a key and a certificate', { jkt: someThumbprint, 'x5t#S256': someThumbprint }],
  ['a key and something else', { jkt: someThumbprint, kid: 'es' }],
  ['a whole JWK', { jwk: publicJwk(strangersKey) }],
  ["a key's name", { kid: 'es' }],
  ['a certificate by SHA-1', { x5t: thumbprint('certificate') }],
  ['a list of keys', { jkt: [someThumbprint] }],
  ['a number', { jkt: 7 }],
  ['an empty thumbprint', { jkt: '' }],
  ['a thumbprint that is too short', { jkt: someThumbprint.slice(1) }],
  ['a thumbprint that is too long', { jkt: `${someThumbprint}A` }],
  ['a thumbprint with padding', { jkt: `${someThumbprint}=` }],
  ['a thumbprint with stray bits', { jkt: `${'A'.repeat(42)}B` }],
  ['a thumbprint in hexadecimal', { 'x5t#S256': 'ab'.repeat(32) }],
  ['a thumbprint in plain base64', { 'x5t#S256': `${'+'.repeat(42)}A` }],
];

/** The shortest good token of at least `length` characters: at most one more, as base64 goes in steps of four for three. */
const ofAtLeast = (length: number) => (at: Desk) => {
  let padding = Math.floor(((length - at.token().length) * 3) / 4) - 20;
  while (at.token({ padding: 'x'.repeat(padding) }).length < length) padding += 1;
  return at.token({ padding: 'x'.repeat(padding) });
};

describe('the signature: a token is refused', () => {
  expectRefused('TOKEN_MALFORMED', messages.malformed, [
    ['unsigned, algorithm none', unsecured('none')],
    ['unsigned, algorithm NONE', unsecured('NONE')],
    ['its signature cut off', (at) => at.token().replace(/[^.]*$/, '')],
  ]);
  expectRefused('TOKEN_INVALID', messages.algorithm, [
    ['algorithm none with a made-up signature', unsecured('none', 'A'.repeat(86))],
    ['algorithm None', unsecured('None', 'A'.repeat(86))],
    ['algorithm nOnE', unsecured('nOnE', 'A'.repeat(86))],
    ['algorithm none with a space', unsecured('none ', 'A'.repeat(86))],
    ['no algorithm', unsecured(undefined, 'A'.repeat(86))],
    ['algorithm null', unsecured(null, 'A'.repeat(86))],
    ['algorithm as a list', unsecured(['ES256'], 'A'.repeat(86))],
    ['algorithm named after a property of every object', unsecured('constructor', 'A'.repeat(86))],
    ['algorithm in small letters', (at) => at.token({}, { alg: 'es256' })],
    [
      'HS256 keyed with the public key in PEM',
      confused(() => keys.rs256.publicKey.export({ type: 'spki', format: 'pem' })),
    ],
    [
      'HS256 keyed with the public key in DER',
      confused(() => keys.rs256.publicKey.export({ type: 'spki', format: 'der' })),
    ],
    [
      'HS256 keyed with the public key in PKCS #1',
      confused(() => keys.rs256.publicKey.export({ type: 'pkcs1', format: 'pem' })),
    ],
    ['HS256 keyed with the JWK', confused(() => JSON.stringify(publicJwk(keys.rs256)))],
    ['HS256 keyed with the modulus', confused(() => Buffer.from(String(publicJwk(keys.rs256).n), 'base64url'))],
    ['HS256 with an empty secret', confused(() => '')],
    ['RS256 by a published key', (at) => at.token({}, {}, keys.rs256)],
    ['ES384 by a published key', (at) => at.token({}, {}, keys.es384)],
    [
      'RS256 under the name of a PS256 key',
      (at) => forge(at.header({ alg: 'RS256', kid: 'ps' }), at.claims(), keys.ps256, 'RS256'),
    ],
    ['PS384 by a PS256 key', (at) => forge(at.header({ alg: 'PS384', kid: 'ps' }), at.claims(), keys.ps256, 'PS384')],
    ['PBES2 with no count', unsecured('PBES2-HS256+A128KW', 'A'.repeat(86))],
  ]);
  expectRefused('TOKEN_INVALID', messages.unsigned, [
    ["by a stranger's key under a published name", (at) => at.token({}, {}, strangersKey)],
    ['by a published key under an unknown name', (at) => at.token({}, { kid: 'nobody' })],
    [
      'by a published key under the name of another',
      (at) => forge(at.header({ alg: 'ES256', kid: 'ed' }), at.claims(), keys.es256),
    ],
    [
      'with the algorithm of another key',
      (at) => forge(at.header({ alg: 'EdDSA', kid: 'es' }), at.claims(), keys.eddsa),
    ],
    [
      'under the name of a published key for RS256, as PS256',
      (at) => forge(at.header({ alg: 'PS256', kid: 'rs' }), at.claims(), keys.rs256, 'PS256'),
    ],
    [
      'under the name of a published key for ES384, as ES256',
      (at) => forge(at.header({ alg: 'ES256', kid: 'es384' }), at.claims(), keys.es256),
    ],
    ['with a signature of zeros', withSignature((signature) => Buffer.alloc(signature.length))],
    [
      'with one bit turned in its signature',
      withSignature((signature) => Buffer.from(signature.map((byte, at) => (at === 9 ? byte ^ 1 : byte)))),
    ],
    ['with a signature that is too short', withSignature((signature) => signature.subarray(0, 60))],
    ['with a byte behind its signature', withSignature((signature) => Buffer.concat([signature, Buffer.of(0)]))],
    [
      'with a claim changed behind the signature',
      (at) => {
        const [header, , signature] = at.token().split('.');
        return `${header}.${encode(JSON.stringify(at.claims({ organisation: 'agency-69' })))}.${signature}`;
      },
    ],
    [
      'with the signature of another token',
      (at) => at.token().replace(/[^.]*$/, at.token({ jti: 'token-2' }).split('.')[2] ?? ''),
    ],
    ['with a name that is a path', (at) => at.token({}, { kid: '../../../dev/null' })],
    ['with a name that every object has', (at) => at.token({}, { kid: '__proto__' })],
  ]);
  expectRefused('TOKEN_INVALID', messages.key, [
    ['with no key name', (at) => at.token({}, { kid: undefined })],
    ['with a number as key name', (at) => at.token({}, { kid: 7 })],
    ['with an empty key name', (at) => at.token({}, { kid: '' })],
    ['with SQL as key name', (at) => at.token({}, { kid: "es' UNION SELECT 'k" })],
    ['with a NUL in the key name', (at) => at.token({}, { kid: 'es\u0000' })],
    ['with a key name of 129 characters', (at) => at.token({}, { kid: 'k'.repeat(129) })],
  ]);
});

describe('the header: a token is refused', () => {
  const members: readonly (readonly [string, unknown])[] = [
    ['jwk', publicJwk(strangersKey)],
    ['jku', 'https://attacker.example.org/jwks'],
    ['x5u', 'https://attacker.example.org/chain.pem'],
    ['x5c', ['MIIB']],
    ['crit', ['exp']],
    ['b64', false],
    ['zip', 'DEF'],
    ['cty', 'JWT'],
    ['enc', 'A256GCM'],
    ['p2c', 2_000_000_000],
    ['epk', {}],
  ];
  for (const [member, value] of members) {
    expectRefused('TOKEN_INVALID', refusedMember(member), [
      [`with ${member}, signed by the issuer`, (at) => at.token({}, { [member]: value })],
      [`with ${member}, signed by a stranger`, (at) => at.token({}, { [member]: value }, strangersKey)],
    ]);
  }
  expectRefused('TOKEN_INVALID', messages.type, [
    ['without a type', (at) => at.token({}, { typ: undefined })],
    ['of type JWT', (at) => at.token({}, { typ: 'JWT' })],
    ['of type AT+JWT', (at) => at.token({}, { typ: 'AT+JWT' })],
    ['of type dpop+jwt', (at) => at.token({}, { typ: 'dpop+jwt' })],
    ['of type logout+jwt', (at) => at.token({}, { typ: 'logout+jwt' })],
    ['of type id_token+jwt', (at) => at.token({}, { typ: 'id_token+jwt' })],
    ['of a list of types', (at) => at.token({}, { typ: ['at+jwt'] })],
  ]);
});

describe('the form: a token is refused', () => {
  const written = (payload: string | Buffer) => (at: Desk) => forge(at.header(), payload, keys.es256);
  const claimsText = (at: Desk): string => JSON.stringify(at.claims());
  expectRefused('TOKEN_MALFORMED', messages.malformed, [
    ['a few characters over the bound', (at) => ofAtLeast(maxTokenLength + 1)(at)],
    ['of 200 kB', (at) => at.token({ padding: 'x'.repeat(200_000) })],
    ['of five parts, as an encrypted one', (at) => `${at.token()}.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA`],
    ['of two parts', (at) => at.token().split('.').slice(0, 2).join('.')],
    ['of one word', () => 'opaque-token'],
    ['with padding', (at) => `${at.token()}==`],
    ['with stray bits in its last character', (at) => strayBits(at.token())],
    [
      'in the alphabet of plain base64',
      (at) =>
        forge(at.header(), at.claims({ name: '>>>???' }), keys.es256)
          .replaceAll('_', '/')
          .replaceAll('-', '+')
          .replace(/^/, '+'),
    ],
    ['whose payload is a list', written('[]')],
    ['whose payload is a text', written('"claims"')],
    ['whose payload is null', written('null')],
    ['whose payload is no JSON', written("{sub:'x'}")],
    ['whose payload is empty', (at) => at.token().replace(/\.[^.]*\./, '..')],
    [
      'whose payload is no UTF-8',
      (at) =>
        written(
          Buffer.concat([
            Buffer.from(claimsText(at).slice(0, -1)),
            Buffer.from(',"n":"'),
            Buffer.of(0xc3, 0x28),
            Buffer.from('"}'),
          ]),
        )(at),
    ],
    ['whose payload starts with a byte order mark', (at) => written(`\uFEFF${claimsText(at)}`)(at)],
    ['with something behind its payload', (at) => written(`${claimsText(at)}{}`)(at)],
    ['with the subject twice', (at) => written(claimsText(at).replace('{', '{"sub":"account-8",'))(at)],
    [
      'with the organisation twice, once in escapes',
      (at) => written(claimsText(at).replace('{', '{"org\\u0061nisation":"agency-69",'))(at),
    ],
    [
      'with the expiry twice, the same',
      (at) => written(claimsText(at).replace('}', `,"exp":${seconds(at.clock) + 300}}`))(at),
    ],
    ['with a member twice inside a claim', (at) => written(claimsText(at).replace('{', '{"realm":{"a":1,"a":2},'))(at)],
    [
      'with the algorithm twice',
      (at) => forge(JSON.stringify(at.header()).replace('{', '{"alg":"none",'), at.claims(), keys.es256),
    ],
    ['nested nine deep', (at) => written(claimsText(at).replace('{', `{"deep":${'['.repeat(9)}${']'.repeat(9)},`))(at)],
    [
      'nested a thousand deep',
      (at) => written(claimsText(at).replace('{', `{"deep":${'['.repeat(1000)}${']'.repeat(1000)},`))(at),
    ],
  ]);

  /** The last character of a 64-byte signature carries four bits that mean nothing: another text, the same bytes. */
  function strayBits(token: string): string {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    return token.slice(0, -1) + (alphabet[alphabet.indexOf(token.at(-1) ?? 'A') + 1] ?? 'B');
  }
});

describe('the claims: a token is refused', () => {
  const now = (at: Desk): number => seconds(at.clock);
  const day = 24 * 60 * 60;
  const registered = ['iss', 'aud', 'sub', 'client_id', 'jti', 'iat', 'exp'] as const;
  for (const claim of registered) {
    expectRefused('TOKEN_CLAIM_MISSING', missing(claim), [
      [`without ${claim}`, (at) => at.token({ [claim]: undefined })],
    ]);
  }
  for (const claim of ['sub', 'client_id', 'jti', 'role', 'organisation', 'unit', 'subject']) {
    expectRefused('TOKEN_INVALID', notAnIdentifier(claim), [
      [`with an object as ${claim}`, (at) => at.token({ [claim]: { toString: 'account-7' } })],
      [`with a list as ${claim}`, (at) => at.token({ [claim]: ['account-7'] })],
      [`with a number as ${claim}`, (at) => at.token({ [claim]: 7 })],
      [`with null as ${claim}`, (at) => at.token({ [claim]: null })],
      [`with an empty ${claim}`, (at) => at.token({ [claim]: '' })],
      [`with a ${claim} of 129 characters`, (at) => at.token({ [claim]: 'a'.repeat(129) })],
      [`with SQL as ${claim}`, (at) => at.token({ [claim]: "a' OR '1'='1" })],
      [`with a NUL in ${claim}`, (at) => at.token({ [claim]: 'account\u00007' })],
      [`with a line end behind ${claim}`, (at) => at.token({ [claim]: 'account-7\n' })],
      [`with a letter that looks like another in ${claim}`, (at) => at.token({ [claim]: 'аccount-7' })],
    ]);
  }
  expectRefused('TOKEN_INVALID', messages.issuer, [
    ['of another issuer', (at) => at.token({ iss: 'https://issuer.example.org' })],
    ['of our issuer with a slash', (at) => at.token({ iss: `${at.issuer.url}/` })],
    ['of our issuer in capitals', (at) => at.token({ iss: at.issuer.url.toUpperCase() })],
    ['of a list of issuers', (at) => at.token({ iss: [at.issuer.url] })],
  ]);
  expectRefused('TOKEN_INVALID', messages.audience, [
    ['for another service', (at) => at.token({ aud: 'https://other.example.org' })],
    ['for us and another', (at) => at.token({ aud: [audience, 'https://other.example.org'] })],
    ['for us twice', (at) => at.token({ aud: [audience, audience] })],
    ['for an empty list', (at) => at.token({ aud: [] })],
    ['for us in a list in a list', (at) => at.token({ aud: [[audience]] })],
    ['for us with a slash', (at) => at.token({ aud: `${audience}/` })],
    ['for an object', (at) => at.token({ aud: { [audience]: true } })],
    ['for a longer address than ours', (at) => at.token({ aud: `${audience}.attacker.example.org` })],
  ]);
  for (const claim of ['exp', 'iat', 'nbf', 'auth_time']) {
    expectRefused('TOKEN_INVALID', notATime(claim), [
      [`with a text as ${claim}`, (at) => at.token({ [claim]: String(now(at) + 10) })],
      [`with null as ${claim}`, (at) => at.token({ [claim]: null })],
      [`with a list as ${claim}`, (at) => at.token({ [claim]: [now(at)] })],
      [`with a fraction as ${claim}`, (at) => at.token({ [claim]: now(at) + 0.5 })],
      [`with a negative ${claim}`, (at) => at.token({ [claim]: -1 })],
      [`with true as ${claim}`, (at) => at.token({ [claim]: true })],
      [
        `with an infinite ${claim}`,
        (at) => forge(at.header(), JSON.stringify(at.claims({ [claim]: 77777 })).replace('77777', '1e999'), keys.es256),
      ],
    ]);
  }
  expectRefused('TOKEN_EXPIRED', messages.expired, [
    ['that expired a second ago', (at) => at.token({ iat: now(at) - 100, exp: now(at) - 1 })],
    ['that expires now', (at) => at.token({ iat: now(at) - 100, exp: now(at) })],
    ['that expired a year ago', (at) => at.token({ iat: now(at) - 366 * day, exp: now(at) - 365 * day })],
  ]);
  expectRefused('TOKEN_INVALID', messages.lifetime, [
    ['that lives a second more than a day', (at) => at.token({ exp: now(at) + day + 1 })],
    ['that expires in ten years', (at) => at.token({ exp: now(at) + 3650 * day })],
    ['that ends before it starts', (at) => at.token({ iat: now(at) + 50, exp: now(at) + 40 })],
    ['with its expiry in milliseconds', (at) => at.token({ exp: (now(at) + 300) * 1000 })],
  ]);
  expectRefused('TOKEN_INVALID', messages.issuedLater, [
    ['issued 61 seconds from now', (at) => at.token({ iat: now(at) + 61, exp: now(at) + 300 })],
    ['issued in milliseconds', (at) => at.token({ iat: now(at) * 1000, exp: now(at) * 1000 + 300 })],
  ]);
  expectRefused('TOKEN_INVALID', messages.notYet, [
    ['valid 61 seconds from now', (at) => at.token({ nbf: now(at) + 61 })],
  ]);
  expectRefused('TOKEN_INVALID', messages.bound, [
    ['bound to a key and sent as a bearer token', (at) => at.token({ cnf: { jkt: someThumbprint } })],
    [
      'so bound, of a role that takes bearer tokens',
      (at) => at.token({ cnf: { jkt: someThumbprint }, role: 'OFFICER' }),
    ],
  ]);
  expectRefused('TOKEN_INVALID', messages.certificate, [
    ['bound to a certificate and sent without one', (at) => at.token({ cnf: { 'x5t#S256': someThumbprint } })],
  ]);
  expectRefused(
    'TOKEN_INVALID',
    messages.confirmation,
    confirmations.map(([title, cnf]): Attack => [`with ${title} as cnf`, (at) => at.token({ cnf })]),
  );
  expectRefused('TOKEN_INVALID', messages.acr, [
    ['with a list as acr', (at) => at.token({ acr: ['phr'] })],
    ['with a number as acr', (at) => at.token({ acr: 2 })],
    ['with null as acr', (at) => at.token({ acr: null })],
    ['with an empty acr', (at) => at.token({ acr: '' })],
    ['with two words as acr', (at) => at.token({ acr: 'phr phrh' })],
    ['with a quote in acr', (at) => at.token({ acr: 'phr"' })],
    ['with an acr of 257 characters', (at) => at.token({ acr: 'a'.repeat(257) })],
  ]);
  expectRefused('TOKEN_INVALID', messages.authenticatedLater, [
    ['authenticated 61 seconds from now', (at) => at.token({ auth_time: now(at) + 61 })],
    ['authenticated in milliseconds', (at) => at.token({ auth_time: now(at) * 1000 })],
    [
      'authenticated long after it was issued',
      (at) => at.token({ iat: now(at) - 1000, auth_time: now(at) - 1000 + 61 }),
    ],
  ]);
  expectRefused('TOKEN_INVALID', messages.actor, [
    ['with a text as act', (at) => at.token({ act: 'night-run' })],
    ['with null as act', (at) => at.token({ act: null })],
    ['with a list as act', (at) => at.token({ act: [{ sub: 'night-run' }] })],
    ['with an actor without a name', (at) => at.token({ act: {} })],
    ['with an actor of another member', (at) => at.token({ act: { client_id: 'night-run' } })],
    ['with an actor and more about it', (at) => at.token({ act: { sub: 'night-run', iss: at.issuer.url } })],
    ['with an actor of an actor', (at) => at.token({ act: { sub: 'night-run', act: { sub: 'day-run' } } })],
    ['with a number as actor', (at) => at.token({ act: { sub: 7 } })],
    ['with SQL as actor', (at) => at.token({ act: { sub: "a' OR '1'='1" } })],
    ['with an actor of 129 characters', (at) => at.token({ act: { sub: 'a'.repeat(129) } })],
  ]);
  expectRefused('TOKEN_INVALID', messages.machine, [
    ["a machine's that tells when a person authenticated", (at) => at.token({ sub: 'rent-book', auth_time: now(at) })],
  ]);
  expectRefused('TOKEN_CLAIM_MISSING', missing('role'), [['without a role', (at) => at.token({ role: undefined })]]);
  expectRefused('TOKEN_CLAIM_MISSING', 'The token has no claim "organisation", which its role needs.', [
    ['without the claim by which its role reaches', (at) => at.token({ organisation: undefined })],
    ['with another claim instead', (at) => at.token({ organisation: undefined, subject: 'tenant-1', unit: 'unit-1' })],
  ]);
  expectRefused('ROLE_UNKNOWN', messages.role, [
    ['of a role that nobody has', (at) => at.token({ role: 'ADMINISTRATOR' })],
    ['of a role in small letters', (at) => at.token({ role: 'agency' })],
    ['of a role named after a property of every object', (at) => at.token({ role: 'constructor' })],
  ]);
  expectRefused('TOKEN_INVALID', messages.scope, [
    ['with a list as scope', (at) => at.token({ scope: ['purpose:RENT_FOLLOW_UP'] })],
    ['with two spaces in its scope', (at) => at.token({ scope: 'openid  purpose:RENT_FOLLOW_UP' })],
    ['with a tab in its scope', (at) => at.token({ scope: 'openid\tpurpose:RENT_FOLLOW_UP' })],
    ['with null as scope', (at) => at.token({ scope: null })],
  ]);
});

describe('a good token is accepted', () => {
  // One desk serves many tokens here; each is verified anew.
  beforeEach(() => {
    (desk as { deps: Desk['deps'] }).deps = { ...desk.deps, memory: createTokenMemory() };
  });
  const now = (at: Desk): number => seconds(at.clock);
  const good: readonly Attack[] = [
    ['by ES256', (at) => at.token()],
    ['by EdDSA', (at) => at.token({}, {}, keys.eddsa)],
    ['by PS256', (at) => at.token({}, {}, keys.ps256)],
    ['of the long type', (at) => at.token({}, { typ: 'application/at+jwt' })],
    ['for a list of exactly us', (at) => at.token({ aud: [audience] })],
    [
      'with a thumbprint in its header, which chooses nothing',
      (at) => at.token({}, { x5t: thumbprint('certificate') }),
    ],
    ['valid from now', (at) => at.token({ nbf: now(at) })],
    [
      'issued 60 seconds from now, by a clock that is ahead of ours',
      (at) => at.token({ iat: now(at) + 60, nbf: now(at) + 60, exp: now(at) + 360 }),
    ],
    ['that lives a day', (at) => at.token({ exp: now(at) + 24 * 60 * 60 })],
    ['that expires in a second', (at) => at.token({ exp: now(at) + 1 })],
    [
      'with claims that we do not read',
      (at) => at.token({ realm_access: { roles: ['offline'] }, name: 'Zoé ✓', auth_time: now(at) }),
    ],
    ['with a colon and quotes inside a text', (at) => at.token({ note: '"a": "b", "a": {[' })],
    ['with a subject as identity providers write it', (at) => at.token({ sub: 'auth0|5f7c8ec7c33c6c004bbafe82' })],
    ['a few characters under the bound', (at) => ofAtLeast(maxTokenLength - 2)(at)],
    ['whose name begins with a dash, as one in 64 random ones does', (at) => at.token({ jti: '-BwC3ESc6acc2lTc' })],
    ['whose name begins with a low line', (at) => at.token({ jti: '_BwC3ESc6acc2lTc' })],
    ['with a way to authenticate that is a URI', (at) => at.token({ acr: 'https://refeds.org/profile/mfa' })],
    [
      'authenticated 60 seconds after it was issued, by two clocks',
      (at) => at.token({ iat: now(at), auth_time: now(at) + 60 }),
    ],
    ['with no scope but the purpose', (at) => at.token({ scope: 'purpose:RENT_FOLLOW_UP' })],
  ];
  it.each(good)('%s', async (_, token) => {
    const caller = await desk.ask('Authorization', `Bearer ${token(desk)}`, 'Cloison-Purpose', 'RENT_FOLLOW_UP');
    expect(caller).toMatchObject({ role: 'AGENCY', purpose: 'RENT_FOLLOW_UP' });
  });

  it('and makes a caller of what it says and of nothing else', async () => {
    const token = desk.token({ unit: 'unit-3', admin: true });
    const caller = await desk.ask('Authorization', `Bearer ${token}`, 'Cloison-Purpose', 'RENT_FOLLOW_UP');
    expect(caller).toEqual({
      role: 'AGENCY',
      purpose: 'RENT_FOLLOW_UP',
      claims: { ACCOUNT: 'account-7', UNIT: 'unit-3', ORGANISATION: 'agency-38' },
      application: 'rent-book',
      tokenId: 'token-1',
      expiresAt: now(desk) + 300,
      kind: 'PERSON',
      actor: undefined,
      sender: 'NONE',
      authenticatedAt: undefined,
      standing: {
        isInQuarantine: false,
        isAdministrator: false,
        isSubmissionOnly: false,
        stoppedFields: [],
        absorbed: [],
      },
      registerVersion: expect.stringMatching(/^\d+(\.\d+)+$/) as unknown,
    });
    expect(Object.isFrozen(caller) && Object.isFrozen((caller as { claims: object }).claims)).toBe(true);
  });
});
