import { describe, expect, it } from 'vitest';
import { isSignedBy } from '../../src/jws/signature.js';
import { verifyProof } from '../../src/jws/proof.js';
import type { ProofExpectation } from '../../src/jws/proof.js';
import { importProofKey, readProofJwk } from '../../src/jws/proofKey.js';
import { clients, digestOf, endpoint, jktOf, keyMembers, proofOf } from '../identity/proofs.js';
import { rfc9449 } from './rfc9449.js';
import { seconds, testClock } from './testIssuer.js';

const clock = testClock();
const token = 'header.payload.signature';

function expected(key = clients.es256, changes: Partial<ProofExpectation> = {}): ProofExpectation {
  return {
    method: 'POST',
    endpoint,
    accessTokenDigest: digestOf(token),
    thumbprint: jktOf(keyMembers(key)),
    nowMilliseconds: clock.now(),
    knownKey: undefined,
    isCurrentNonce: (nonce) => nonce === 'now',
    ...changes,
  };
}

describe('verifying a proof', () => {
  it.each(['es256', 'eddsa', 'ps256'] as const)('gives its name, its time and its key: %s', async (name) => {
    const key = clients[name];
    const proof = await verifyProof(
      proofOf({ token, clock, nonce: 'now', key, claims: { jti: 'one' } }),
      expected(key),
    );
    expect(proof).toMatchObject({ jti: 'one', issuedAt: seconds(clock), thumbprint: jktOf(keyMembers(key)) });
    expect(Object.isFrozen(proof)).toBe(true);
  });

  it('imports a key once for all proofs that carry it', async () => {
    const first = await verifyProof(proofOf({ token, clock, nonce: 'now' }), expected());
    const knownKey = first.key;
    const second = await verifyProof(proofOf({ token, clock, nonce: 'now' }), expected(clients.es256, { knownKey }));
    expect(second.key).toBe(knownKey);
  });

  it('takes no key for known that is another', async () => {
    const { key: knownKey } = await verifyProof(proofOf({ token, clock, nonce: 'now' }), expected());
    const stranger = proofOf({ token, clock, nonce: 'now', key: clients.stranger });
    const refusal = { refusal: { code: 'PROOF_INVALID' } };
    await expect(verifyProof(stranger, expected(clients.es256, { knownKey }))).rejects.toMatchObject(refusal);
    const shown = { jwk: keyMembers(clients.stranger) };
    const disguised = proofOf({ token, clock, nonce: 'now', header: shown });
    await expect(verifyProof(disguised, expected(clients.es256, { knownKey }))).rejects.toMatchObject(refusal);
    const own = proofOf({ token, clock, nonce: 'now' });
    await expect(verifyProof(own, expected(clients.stranger, { knownKey }))).rejects.toMatchObject(refusal);
    expect((await verifyProof(stranger, expected(clients.stranger, { knownKey }))).key).not.toBe(knownKey);
  });

  it('asks for a nonce when nothing else is wrong, and only then', async () => {
    const proof = (changes: object): Promise<unknown> =>
      verifyProof(proofOf({ token, clock, nonce: undefined, ...changes }), expected());
    await expect(proof({})).rejects.toMatchObject({ refusal: { code: 'PROOF_NONCE_REQUIRED' } });
    await expect(proof({ claims: { htm: 'GET' } })).rejects.toMatchObject({ refusal: { code: 'PROOF_INVALID' } });
    await expect(proof({ key: clients.stranger })).rejects.toMatchObject({ refusal: { code: 'PROOF_INVALID' } });
  });
});

describe('the examples of RFC 9449', () => {
  const { jwk, jkt, accessToken, ath, proofs } = rfc9449;

  it('hold: thumbprint, digest of the token and every signature', async () => {
    const read = readProofJwk(jwk, 'ES256');
    const key = read === undefined ? undefined : await importProofKey(read, jkt);
    expect(key?.thumbprint).toBe(jkt);
    expect(digestOf(accessToken)).toBe(ath);
    for (const { jwt } of proofs) expect(key !== undefined && (await isSignedBy(jwt, key))).toBe(true);
  });

  it('lack nothing but our nonce for a protected resource, and the digest of a token for a token endpoint', async () => {
    const codes = proofs.map(({ jwt, htm, htu, iat }) =>
      verifyProof(jwt, {
        ...expected(),
        method: htm,
        endpoint: htu,
        accessTokenDigest: ath,
        thumbprint: jkt,
        nowMilliseconds: iat * 1000,
      }).catch((error: { readonly refusal: { readonly code: string } }) => error.refusal.code),
    );
    expect(await Promise.all(codes)).toEqual(['PROOF_INVALID', 'PROOF_INVALID', 'PROOF_NONCE_REQUIRED']);
  });
});
