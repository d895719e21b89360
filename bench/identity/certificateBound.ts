/**
 * What it takes to authenticate a request whose token is bound to its connection's certificate: to know the connection's
 * certificate again, to recall the token, and once a second to ask the register for its standing.
 */
import type { IncomingMessage } from 'node:http';
import { connectionReader } from '../../src/gateway/connection.js';
import { authenticate } from '../../src/identity/authenticate.js';
import type { AuthenticationDeps } from '../../src/identity/authenticationDeps.js';
import type { Caller } from '../../src/kernel/caller.js';
import { sha256 } from '../../src/vault/digest.js';
import { adviserClaims, purpose } from '../partners.js';
import type { Desk } from './desk.js';
import type { MutualTls } from './mutualTls.js';
import { StandingClock } from './standingClock.js';
import type { Subject } from './subject.js';

export interface CertificateSubjects {
  /** Token remembered, certificate known on the connection, standing known. */
  readonly standingKnown: Subject;
  /** The same, when the register is asked: what one request a second and token costs. */
  readonly standingAsked: Subject;
}

/** For so long the register's word holds (src/identity/registerWord.ts). */
const wordHoldsMilliseconds = 1_000;
const recalls = 4_000;
const waves = 8;

/** `tokens`: how many are sent by turns, and ask at once. */
export async function certificateSubjects(desk: Desk, tls: MutualTls, tokens: number): Promise<CertificateSubjects> {
  const requests: IncomingMessage[] = [];
  while (requests.length < tokens) requests.push(await boundRequest(desk, tls));
  return {
    standingKnown: await standingKnown(desk, requests),
    standingAsked: standingAsked(desk, requests),
  };
}

async function boundRequest(desk: Desk, tls: MutualTls): Promise<IncomingMessage> {
  const thumbprint = sha256(tls.certificate.certDer).toString('base64url');
  const token = await desk.issuer.token({ ...adviserClaims, cnf: { 'x5t#S256': thumbprint } });
  return tls.receive({
    authorization: `Bearer ${token}`,
    'cloison-purpose': purpose,
    'content-type': 'application/json',
    accept: 'application/json',
    'user-agent': 'bench',
  });
}

/** As the gateway does it (src/gateway/httpServer.ts). */
function authenticateRequest(request: IncomingMessage, deps: AuthenticationDeps): Caller | Promise<Caller> {
  const { rawHeaders, method = '' } = request;
  return authenticate({ rawHeaders, method, certificate: connection.certificateOf(request) }, deps);
}

const connection = connectionReader({ trustedProxies: [], digest: sha256 });

async function standingKnown(desk: Desk, requests: readonly IncomingMessage[]): Promise<Subject> {
  const deps = desk.deps(new StandingClock(desk.now));
  for (const request of requests) requireBound(await authenticateRequest(request, deps));
  return {
    name: 'certificate-bound request, standing known',
    operations: recalls,
    slice: () => {
      for (let index = 0; index < recalls; index++) {
        const request = requests[index % requests.length];
        if (request === undefined || authenticateRequest(request, deps) instanceof Promise)
          throw new Error('a remembered token was not answered at once');
      }
    },
  };
}

function standingAsked(desk: Desk, requests: readonly IncomingMessage[]): Subject {
  let clock = new StandingClock(desk.now);
  let deps = desk.deps(clock);
  return {
    name: 'certificate-bound request, standing asked',
    operations: waves * requests.length,
    prepare: async () => {
      // Anew, so that tokens are not verified again while they are timed.
      clock = new StandingClock(desk.now);
      deps = desk.deps(clock);
      await Promise.all(requests.map(async (request) => authenticateRequest(request, deps)));
    },
    slice: async () => {
      for (let wave = 0; wave < waves; wave++) {
        clock.advance(wordHoldsMilliseconds);
        const asked = requests.map((request) => authenticateRequest(request, deps));
        if (!asked.every((each) => each instanceof Promise)) throw new Error('the register was not asked');
        await Promise.all(asked);
      }
    },
  };
}

function requireBound({ sender }: Caller): void {
  if (sender !== 'CERTIFICATE') throw new Error('the token is not bound to its certificate');
}
