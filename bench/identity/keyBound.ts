/**
 * What it takes to authenticate a request with a DPoP proof (RFC 9449), the database's part left out, beside one ES256
 * verification by the same library: jose's, of the same proofs with a key that is imported already.
 */
import { compactVerify, importJWK } from 'jose';
import { authenticate } from '../../src/identity/authenticate.js';
import type { AuthenticationDeps } from '../../src/identity/authenticationDeps.js';
import type { Transport } from '../../src/identity/credentials.js';
import { generateProofKey, signProof } from '../../src/jws/proofSigning.js';
import type { Admission } from '../../src/register/admission.js';
import { sha256 } from '../../src/vault/digest.js';
import { randomUuid } from '../../src/vault/random.js';
import { adviserClaims, purpose } from '../partners.js';
import type { Desk } from './desk.js';
import { endpoint } from './desk.js';
import { StandingClock } from './standingClock.js';
import { inLanes } from './subject.js';
import type { Subject } from './subject.js';

export interface KeySubjects {
  readonly proven: Subject;
  readonly verified: Subject;
}

/** Proofs, each of which is sent once a slice. */
const proofs = 256;

/** `lanes`: how many requests are under way at once. */
export async function keySubjects(desk: Desk, lanes: number): Promise<KeySubjects> {
  const key = await generateProofKey();
  const token = await desk.issuer.token({ ...adviserClaims, cnf: { jkt: key.thumbprint } });
  const clock = new StandingClock(desk.now);
  const nonce = desk.rooms.vault.nonces.current(desk.now);
  const request = { key, method: 'POST', url: endpoint, accessToken: token, nonce };
  const tools = { clock, digest: sha256, uniqueId: randomUuid };
  const signed = await Promise.all(Array.from({ length: proofs }, () => signProof(request, tools)));
  const publicKey = await importJWK({ ...key.publicJwk }, 'ES256');
  const deps = await withoutDatabase(desk, clock, transportOf(token, await signProof(request, tools)));
  const transports = signed.map((proof) => transportOf(token, proof));
  return {
    proven: {
      name: 'DPoP request, without the database',
      operations: proofs,
      slice: () =>
        inLanes(proofs, lanes, async (index) => {
          const { sender } = await authenticate(transports[index] ?? transportOf('', ''), deps);
          if (sender !== 'DPOP') throw new Error('the token is not bound to its key');
        }),
    },
    verified: {
      name: 'one ES256 verification (jose)',
      operations: proofs,
      slice: () =>
        inLanes(proofs, lanes, (index) => compactVerify(signed[index] ?? '', publicKey, { algorithms: ['ES256'] })),
    },
  };
}

/** What the real register said of `first`, which it also spent; said again to the others without asking. */
async function withoutDatabase(desk: Desk, clock: StandingClock, first: Transport): Promise<AuthenticationDeps> {
  const deps = desk.deps(clock);
  const said: Admission[] = [];
  await authenticate(first, {
    ...deps,
    register: {
      ...deps.register,
      admit: async (request, proof) => {
        if (proof === undefined) throw new Error('no proof was spent');
        const admission = await deps.register.admit(request, proof);
        said.push(admission);
        return admission;
      },
    },
  });
  const [admission] = said;
  if (admission === undefined) throw new Error('the register was not asked');
  return { ...deps, register: { ...deps.register, admit: async () => admission } };
}

/** As a client sends it. */
function transportOf(token: string, proof: string): Transport {
  const headers = {
    Host: 'api.example.org',
    Connection: 'keep-alive',
    Accept: 'application/json',
    'User-Agent': 'bench',
    'Content-Type': 'application/json',
    Authorization: `DPoP ${token}`,
    DPoP: proof,
    'Cloison-Purpose': purpose,
    'Content-Length': '2',
  };
  return { rawHeaders: Object.entries(headers).flat(), method: 'POST', certificate: undefined };
}
