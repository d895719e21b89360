/** What a partner's software does: holds a token that is bound to its key, and signs a proof for each request (RFC 9449). */
import { createHash, randomUUID } from 'node:crypto';
import type { DemoAccount } from '../../src/demo/accounts.js';
import type { Absorption } from '../../src/register/absorb.js';
import type { Register } from '../../src/register/register.js';
import type { RegisterEntries } from '../../src/register/entries.js';
import { forge, testKey } from '../jws/testIssuer.js';
import type { TestKey } from '../jws/testIssuer.js';

/** The value of `acr` that the schemas of the tests ask for. */
const strongly = 'https://refeds.org/profile/mfa';

/** The client of every account that names none. */
export const application = 'partner-software';

/** Where accounts stand that claim no organisation. */
const homeOrganisation = 'home-organisation';

export interface Ticket {
  readonly token: string;
  /** Whose proofs go with it. */
  readonly key: TestKey;
}

export interface TicketIssuer {
  readonly issuer: string;
  readonly audience: string;
  /** Signs the tokens. */
  readonly key: TestKey;
}

/** One for all tests: making a key takes longer than signing with it. */
const proofKey = testKey('ES256', 'proofs');

/** An access token as the issuer would sign it, authenticated this second; `claims` come on top. */
export function ticketFor(
  { name, role, claims, purposes }: DemoAccount,
  by: TicketIssuer,
  nowMilliseconds: number,
  more: Readonly<Record<string, unknown>> = {},
): Ticket {
  const now = Math.floor(nowMilliseconds / 1000);
  const payload = {
    iss: by.issuer,
    aud: by.audience,
    sub: claims.ACCOUNT,
    client_id: application,
    jti: `${name}-${randomUUID()}`,
    iat: now,
    exp: now + 3600,
    auth_time: now,
    acr: strongly,
    cnf: { jkt: jwkThumbprint(proofKey) },
    role,
    scope: purposes.map((purpose) => `purpose:${purpose}`).join(' '),
    organisation: claims.ORGANISATION,
    unit: claims.UNIT,
    subject: claims.SUBJECT,
    ...more,
  };
  return { token: forge({ alg: by.key.alg, typ: 'at+jwt', kid: by.key.kid }, payload, by.key), key: proofKey };
}

export interface ProofContext {
  readonly url: string;
  readonly nonce: string | undefined;
  readonly nowMilliseconds: number;
}

/** The two headers of a request with `ticket`: each call makes a proof of its own. */
export function proven({ token, key }: Ticket, { url, nonce, nowMilliseconds }: ProofContext): Record<string, string> {
  const header = { typ: 'dpop+jwt', alg: key.alg, jwk: key.publicKey.export({ format: 'jwk' }) };
  const claims = {
    htm: 'POST',
    htu: url,
    iat: Math.floor(nowMilliseconds / 1000),
    jti: randomUUID(),
    ath: sha256(token),
    nonce,
  };
  return { authorization: `DPoP ${token}`, dpop: forge(header, claims, key) };
}

/** RFC 7638, section 3.2, of a key on P-256. */
function jwkThumbprint({ publicKey }: TestKey): string {
  const { crv, kty, x, y } = publicKey.export({ format: 'jwk' });
  return sha256(JSON.stringify({ crv, kty, x, y }));
}

/** All of them active, approved, and in the organisations that they claim. */
export function registerOf(accounts: readonly DemoAccount[]): RegisterEntries {
  const organisations = new Set([homeOrganisation, ...accounts.map(organisationOf)]);
  const units = new Map(accounts.flatMap((each) => (each.claims.UNIT === undefined ? [] : [[each.claims.UNIT, each]])));
  const byAccount = new Map(accounts.map((each) => [each.claims.ACCOUNT, each]));
  return {
    organisations: [...organisations].map((id) => ({ id, name: id })),
    units: [...units].map(([id, each]) => ({ id, organisation: organisationOf(each) })),
    applications: [{ id: application }],
    accounts: [...byAccount.values()].map((each) => ({
      id: each.claims.ACCOUNT,
      kind: 'PERSON' as const,
      organisation: organisationOf(each),
      ...(each.claims.UNIT === undefined ? {} : { unit: each.claims.UNIT }),
      isAdministrator: each.isAdministrator === true,
    })),
  };
}

/** As two operators do it. */
export async function absorb(register: Register, absorption: Absorption): Promise<void> {
  await register.absorb('operator:one', absorption);
  await register.absorb('operator:two', absorption);
}

function organisationOf({ claims }: DemoAccount): string {
  return claims.ORGANISATION ?? homeOrganisation;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');
