/**
 * From a request's headers to a `Caller`: the first stage of every request, and the only place where one is made. The
 * order matters: the token first, so that nobody without one learns anything; what it alone decides, cheapest first; the
 * proof of its key; the register, which spends the proof before anything runs.
 */
import type { Caller } from '../kernel/caller.js';
import { refuse, Refused } from '../kernel/refusal.js';
import { verifyAccessToken } from '../jws/accessToken.js';
import { tokenExpired } from '../jws/claims.js';
import { admitToken } from './admittedToken.js';
import type { AdmittedToken } from './admittedToken.js';
import type { AuthenticationDeps } from './authenticationDeps.js';
import { presentedToken, readCredentials } from './credentials.js';
import type { Credentials, Transport } from './credentials.js';
import { callerOf, knownToken } from './knownToken.js';
import type { KnownToken, RegisterWord } from './knownToken.js';
import { provePossession, refuseReplay } from './possession.js';
import { askRegister, freshWord, keepWord } from './registerWord.js';
import { requireCertificate } from './sender.js';
import { requireSessionSince, requireStrength } from './strength.js';

/**
 * Who asks, and for what purpose. A remembered token that proves nothing by itself is answered at once while the
 * register's word on it is fresh, any other by a promise. Throws or rejects with Refused (401 or 403), or with Failure
 * ISSUER_UNAVAILABLE or STORE_UNAVAILABLE (503) when the issuer's keys or the register can't be had.
 */
export function authenticate(transport: Transport, deps: AuthenticationDeps): Caller | Promise<Caller> {
  const credentials = readCredentials(transport);
  const known = deps.memory.recall(credentials.authorization, deps.clock.now());
  return known === undefined
    ? authenticateAnew(transport, credentials, deps)
    : admit(known, transport, credentials, deps);
}

async function authenticateAnew(
  transport: Transport,
  credentials: Credentials,
  deps: AuthenticationDeps,
): Promise<Caller> {
  const { scheme, text } = presentedToken(credentials.authorization);
  const token = admitToken(await verifyAccessToken(text, deps.verifier), scheme, deps.roles);
  const known = knownToken(token, deps.digest(text).toString('base64url'));
  deps.memory.remember(credentials.authorization, known, deps.clock.now());
  return admit(known, transport, credentials, deps);
}

/** What the token, its connection and the clock decide, each throwing Refused: a table, the order of which is the answer's. */
const checks: readonly ((token: AdmittedToken, transport: Transport, now: number) => void)[] = [
  requireTime,
  ({ sender }, transport) => requireCertificate(sender, transport),
  requireMachineIsAdmitted,
  requireStrengthOfPerson,
];

function admit(
  known: KnownToken,
  transport: Transport,
  credentials: Credentials,
  deps: AuthenticationDeps,
): Caller | Promise<Caller> {
  const { token } = known;
  const now = deps.clock.now();
  for (const check of checks) check(token, transport, now);
  const purpose = purposeOf(token, credentials.purpose);
  if (token.sender.kind === 'DPOP') {
    const request = { method: transport.method, proof: credentials.proof, thumbprint: token.sender.thumbprint };
    return admitProven(known, request, deps).then((word) => conclude(token, purpose, word));
  }
  const word = freshWord(known, now);
  return word === undefined
    ? askRegister(known, deps).then((answer) => conclude(token, purpose, answer))
    : conclude(token, purpose, word);
}

async function admitProven(
  known: KnownToken,
  request: { readonly method: string; readonly proof: string | undefined; readonly thumbprint: string },
  deps: AuthenticationDeps,
): Promise<RegisterWord> {
  const proof = await provePossession(known, request.thumbprint, request, deps);
  const askedAt = deps.clock.now();
  const admission = await deps.register.admit(known.token.admissionRequest, proof);
  if (admission.outcome === 'REPLAYED') return refuseReplay(known, deps);
  return keepWord(known, admission, askedAt);
}

/** The register's word, made into a caller. */
function conclude(token: AdmittedToken, purpose: string, { admitted, askedAt, callers }: RegisterWord): Caller {
  if (admitted === undefined)
    throw refuse(
      'NOT_ACTIVE',
      'The account, its organisation or its application is not active here: ask your administrator.',
    );
  if (admitted.stepUpSince !== undefined && token.bearer.kind === 'PERSON')
    requireSessionSince(admitted.stepUpSince, token.session, token.role.authentication, askedAt);
  const made = callers.get(purpose);
  if (made !== undefined) return made;
  const caller = callerOf(token, purpose, admitted);
  callers.set(purpose, caller);
  return caller;
}

function requireTime(token: AdmittedToken, _: Transport, now: number): void {
  if (now >= token.expiresAtMilliseconds) throw new Refused(tokenExpired);
}

function requireMachineIsAdmitted({ bearer, role, sender }: AdmittedToken): void {
  if (bearer.kind === 'PERSON') return;
  if (!role.authentication.machine)
    throw refuse('MACHINE_NOT_ADMITTED', 'The role of this token is for persons: no machine holds it.');
  if (sender.kind !== 'CERTIFICATE')
    throw refuse('MACHINE_NOT_ADMITTED', 'A machine needs a token that is bound to its certificate (RFC 8705).');
}

function requireStrengthOfPerson({ bearer, role, session }: AdmittedToken, _: Transport, now: number): void {
  if (bearer.kind === 'PERSON') requireStrength(session, role.authentication, now);
}

function purposeOf(token: AdmittedToken, purpose: string | undefined): string {
  if (purpose === undefined)
    throw refuse('PURPOSE_MISSING', 'Name the purpose of the operation in a Cloison-Purpose header.');
  if (token.purposes.has(purpose)) return purpose;
  if (token.role.purposes.has(purpose))
    throw refuse('PURPOSE_NOT_IN_SCOPE', "The token's scope does not cover the purpose of this operation.");
  throw refuse('PURPOSE_UNKNOWN', 'Cloison-Purpose names no purpose that your role has.');
}
