import { createHash, randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { verifyProof } from '../../src/jws/proof.js';
import type { ProofExpectation } from '../../src/jws/proof.js';
import { exportProofKey, generateProofKey, importProofKey, signProof } from '../../src/jws/proofSigning.js';
import { testClock } from './testIssuer.js';

const clock = testClock();
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const tools = { clock, digest, uniqueId: () => randomUUID() };
const url = 'https://api.example.org/graphql';
const accessToken = 'a.token.text';

const expected = (thumbprint: string): ProofExpectation => ({
  method: 'POST',
  endpoint: url,
  accessTokenDigest: digest(accessToken).toString('base64url'),
  nowMilliseconds: clock.now(),
  thumbprint,
  knownKey: undefined,
  isCurrentNonce: (nonce) => nonce === 'nonce-1',
});

describe('a proof of a key', () => {
  it('is none for another request, another token, another key or without the nonce', async () => {
    const key = await generateProofKey();
    const right = { key, method: 'POST', url, accessToken, nonce: 'nonce-1' };
    const wrong = [
      { ...right, method: 'GET' },
      { ...right, url: 'https://api.example.org/other' },
      { ...right, accessToken: 'another.token.text' },
      { ...right, accessToken: undefined },
      { ...right, key: await generateProofKey() },
    ];
    for (const request of wrong) {
      await expect(verifyProof(await signProof(request, tools), expected(key.thumbprint))).rejects.toMatchObject({
        refusal: { code: 'PROOF_INVALID' },
      });
    }
    const without = await signProof({ ...right, nonce: undefined }, tools);
    await expect(verifyProof(without, expected(key.thumbprint))).rejects.toMatchObject({
      refusal: { code: 'PROOF_NONCE_REQUIRED' },
    });
  });

  it('is one for its request, whatever query and fragment the address has, and never the same one twice', async () => {
    const key = await generateProofKey();
    const request = { key, method: 'POST', url: `${url}?trace=1#top`, accessToken, nonce: 'nonce-1' };
    const [one, other] = await Promise.all([signProof(request, tools), signProof(request, tools)]);
    const proofs = await Promise.all([one, other].map((text) => verifyProof(text, expected(key.thumbprint))));
    expect(new Set(proofs.map(({ jti }) => jti)).size).toBe(2);
    expect(proofs[0]).toMatchObject({ thumbprint: key.thumbprint, issuedAt: Math.floor(clock.now() / 1000) });
  });
});

describe('the key of proofs', () => {
  it('is read from nothing but a private JWK of P-256, and the message says nothing of it', async () => {
    const text = await exportProofKey(await generateProofKey());
    const jwk = JSON.parse(text) as Record<string, string>;
    const { d, ...publicJwk } = jwk;
    const damaged = [
      '',
      'not json',
      JSON.stringify(publicJwk),
      JSON.stringify({ ...jwk, kty: 'OKP' }),
      JSON.stringify({ ...jwk, crv: 'P-384' }),
      JSON.stringify({ ...jwk, x: jwk.y }),
      `${text.slice(0, -2)},"d":"${d}"}`,
    ];
    for (const each of damaged) {
      await expect(importProofKey(each), each).rejects.toMatchObject({
        code: 'KEYRING_INVALID',
        message: 'it holds no private key for proofs: a JWK of the curve P-256',
      });
    }
  });

  it('is the same one after it was written down', async () => {
    const key = await generateProofKey();
    const again = await importProofKey(await exportProofKey(key));
    expect(again.thumbprint).toBe(key.thumbprint);
    const proof = await signProof({ key: again, method: 'POST', url, accessToken, nonce: 'nonce-1' }, tools);
    expect(await verifyProof(proof, expected(key.thumbprint))).toMatchObject({ thumbprint: key.thumbprint });
  });

  it('shows nothing of its private part', async () => {
    const key = await generateProofKey();
    const { d = '' } = JSON.parse(await exportProofKey(key)) as { d?: string };
    expect(d).toHaveLength(43);
    expect(`${inspect(key, { depth: 9 })}${JSON.stringify(key)}`).not.toContain(d);
  });
});
