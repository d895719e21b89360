/**
 * What a verified token makes of whoever sends it: a role that the policy knows, the claims by which that role reaches, the
 * purposes that both the role and the token's scope hold, and what each request must prove. Made once a token.
 */
import type { Caller, ClaimName, RoleName } from '../kernel/caller.js';
import { refuse } from '../kernel/refusal.js';
import type { AccessToken } from '../jws/accessToken.js';
import type { RegisteredClaims } from '../jws/claims.js';
import { isIdentifier } from '../jws/identifier.js';
import type { AdmissionRequest } from '../register/admission.js';
import type { Scheme } from './credentials.js';
import type { RoleAuthentication } from './roleAuthentication.js';
import { senderOf } from './sender.js';
import type { Sender } from './sender.js';
import type { Session } from './strength.js';

/** A role as the policy states it, in plain data. */
export interface AdmittedRole {
  readonly purposes: ReadonlySet<string>;
  /** Without one of these the role could reach nobody: the token must have them all. */
  readonly claims: readonly ClaimName[];
  readonly authentication: RoleAuthentication;
}

export type AdmittedRoles = ReadonlyMap<string, AdmittedRole>;

export interface AdmittedToken {
  readonly expiresAtMilliseconds: number;
  readonly role: AdmittedRole;
  /** Purposes of the role that the scope covers. */
  readonly purposes: ReadonlySet<string>;
  readonly sender: Sender;
  readonly session: Session;
  /** The caller, as far as the token alone tells. */
  readonly bearer: Bearer;
  /** What the register is asked. */
  readonly admissionRequest: AdmissionRequest;
}

export type Bearer = Omit<Caller, 'purpose' | 'standing' | 'registerVersion'>;

/** The name of each claim in the token (docs/configuration.md). */
export const tokenClaimOf = Object.freeze({
  ACCOUNT: 'sub',
  UNIT: 'unit',
  ORGANISATION: 'organisation',
  SUBJECT: 'subject',
} as const satisfies Record<ClaimName, string>);

/** Throws Refused: TOKEN_CLAIM_MISSING or TOKEN_INVALID (401), ROLE_UNKNOWN (403). */
export function admitToken(token: AccessToken, scheme: Scheme, roles: AdmittedRoles): AdmittedToken {
  const name = roleOf(token);
  const role = roles.get(name);
  if (role === undefined) throw refuse('ROLE_UNKNOWN', 'The token names a role that this service does not have.');
  const { registered } = token;
  const claims = claimsOf(token, role);
  const scope = scopeOf(token);
  const sender = senderOf(registered.confirmation, scheme, isConstrained(registered, role));
  const bearer = bearerOf(registered, name as RoleName, claims, sender);
  return Object.freeze({
    expiresAtMilliseconds: registered.exp * 1000,
    role,
    purposes: new Set([...role.purposes].filter((purpose) => scope.has(`${purposeScopePrefix}${purpose}`))),
    sender,
    session: Object.freeze({ acr: registered.acr, authenticatedAt: registered.auth_time }),
    bearer,
    admissionRequest: admissionRequestOf(bearer, role),
  });
}

/** A scope `purpose:NAME` covers the purpose NAME; other scopes mean nothing here. */
export const purposeScopePrefix = 'purpose:';

function bearerOf(registered: RegisteredClaims, role: RoleName, claims: Caller['claims'], sender: Sender): Bearer {
  return Object.freeze({
    role,
    claims,
    application: registered.client_id,
    tokenId: registered.jti,
    expiresAt: registered.exp,
    kind: kindOf(registered),
    actor: registered.actor,
    sender: sender.kind,
    key: sender.kind === 'NONE' ? undefined : sender.thumbprint,
    authenticatedAt: registered.auth_time,
  });
}

/** Partners, and whoever asks in another's name: nobody but a machine does, and what a machine sends is not to be copied. */
function isConstrained({ actor }: RegisteredClaims, { authentication }: AdmittedRole): boolean {
  return authentication.isSenderConstrained || actor !== undefined;
}

/** RFC 9068, section 5: an application that asks in its own name is its own subject; no person stands behind it. */
function kindOf({ sub, client_id: application, auth_time: authenticatedAt, actor }: RegisteredClaims): Caller['kind'] {
  if (sub !== application) return 'PERSON';
  if (authenticatedAt === undefined && actor === undefined) return 'MACHINE';
  throw refuse(
    'TOKEN_INVALID',
    'The token is a machine\'s ("sub" is "client_id") and tells of a person ("auth_time", "act").',
  );
}

function admissionRequestOf(bearer: Bearer, role: AdmittedRole): AdmissionRequest {
  return Object.freeze({
    account: bearer.claims.ACCOUNT,
    actor: bearer.actor,
    application: bearer.application,
    role: bearer.role,
    organisation: bearer.claims.ORGANISATION,
    unit: bearer.claims.UNIT,
    kind: bearer.kind,
    isRegistered: role.authentication.isRegistered,
    authenticatedAt: bearer.authenticatedAt,
  });
}

function roleOf(token: AccessToken): string {
  const role = claimText(token, 'role');
  if (role === undefined) throw refuse('TOKEN_CLAIM_MISSING', 'The token has no claim "role".');
  return role;
}

function claimsOf(token: AccessToken, role: AdmittedRole): Caller['claims'] {
  const optional = (['UNIT', 'ORGANISATION', 'SUBJECT'] as const)
    .map((name) => [name, claimText(token, tokenClaimOf[name])] as const)
    .filter(([, value]) => value !== undefined);
  const claims = { ACCOUNT: token.registered.sub, ...Object.fromEntries(optional) };
  const missing = role.claims.find((name) => !Object.hasOwn(claims, name));
  if (missing !== undefined)
    throw refuse('TOKEN_CLAIM_MISSING', `The token has no claim "${tokenClaimOf[missing]}", which its role needs.`);
  return Object.freeze(claims);
}

/** Undefined when the token has no such claim; an identifier otherwise, or a refusal. */
function claimText(token: AccessToken, claim: string): string | undefined {
  const value = Object.hasOwn(token.claims, claim) ? token.claims[claim] : undefined;
  if (value === undefined || isIdentifier(value)) return value;
  throw refuse('TOKEN_INVALID', `The token's claim "${claim}" is not an identifier of 1 to 128 characters.`);
}

/** RFC 6749, section 3.3: words of printable ASCII, one space between two. */
const scopeForm = /^[\x21\x23-\x5B\x5D-\x7E]+(?: [\x21\x23-\x5B\x5D-\x7E]+)*$/;

function scopeOf(token: AccessToken): ReadonlySet<string> {
  const scope = Object.hasOwn(token.claims, 'scope') ? token.claims.scope : '';
  if (scope === '') return new Set();
  if (typeof scope === 'string' && scopeForm.test(scope)) return new Set(scope.split(' '));
  throw refuse('TOKEN_INVALID', 'The token\'s claim "scope" is not a list of words with one space between two.');
}
