import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { selfSignedCertificate } from '../../../src/demo/certificates/selfSigned.js';
import { strongAcr } from '../../../src/demo/issuer/authentication.js';
import { startDemoIssuer } from '../../../src/demo/issuer/issuer.js';
import type { DemoIssuer } from '../../../src/demo/issuer/issuer.js';
import { verifyAccessToken } from '../../../src/jws/accessToken.js';
import type { AccessToken } from '../../../src/jws/accessToken.js';
import { createIssuerKeys } from '../../../src/jws/issuerKeys.js';
import { generateProofKey } from '../../../src/jws/proofSigning.js';
import { systemClock } from '../../../src/kernel/clock.js';
import {
  accounts,
  audience,
  authorizationRequest,
  authorize,
  callToken,
  callTokenOverTls,
  claimsOf,
  codeForm,
  goodLogin,
  headerOf,
  nonceOf,
  openBrowser,
  proofFor,
  sha256,
  tokenOf,
} from './loginDesk.js';

const folder = mkdtempSync(join(tmpdir(), 'cloison-token-'));
const failures: unknown[] = [];
const said = (['log', 'info', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name));
let issuer: DemoIssuer;
beforeAll(async () => {
  issuer = await startDemoIssuer({ folder, accounts, audience, port: 0, onFailure: (error) => failures.push(error) });
});
afterAll(async () => {
  await issuer.close();
  rmSync(folder, { recursive: true });
  expect(failures).toEqual([]);
  expect(
    said.flatMap(({ mock }) => mock.calls),
    'the library has nothing to remark',
  ).toEqual([]);
});

function verified(token: string | undefined): Promise<AccessToken> {
  const keys = createIssuerKeys({ issuer: issuer.url, clock: systemClock, demoKeys: 'accepted' });
  return verifyAccessToken(token ?? '', { issuer: issuer.url, audience, keys, clock: systemClock });
}

interface Code {
  readonly code: string;
  readonly verifier: string;
}

async function freshCode(): Promise<Code> {
  const { url, verifier } = authorizationRequest(issuer.url);
  return { code: (await authorize(openBrowser(), url)).get('code') ?? '', verifier };
}

async function freshProof(): Promise<string> {
  const key = await generateProofKey();
  return proofFor(issuer.url, key, await nonceOf(issuer.url, key));
}

describe('a code', () => {
  it('is worth nothing without a proof, or with one that lacks the nonce of this server', async () => {
    const { code, verifier } = await freshCode();
    const form = codeForm(code, verifier);
    expect((await callToken(issuer.url, { form })).body['error']).toBe('invalid_grant');
    const key = await generateProofKey();
    const bare = await callToken(issuer.url, { form, proof: await proofFor(issuer.url, key) });
    expect([bare.status, bare.body['error'], typeof bare.nonce]).toEqual([400, 'use_dpop_nonce', 'string']);
    const foreign = await callToken(issuer.url, { form, proof: await proofFor(issuer.url, key, 'x'.repeat(43)) });
    expect(foreign.body['error']).toBe('use_dpop_nonce');
    const elsewhere = await proofFor(`${issuer.url}/other`, key, bare.nonce);
    expect((await callToken(issuer.url, { form, proof: elsewhere })).body['error']).toBe('invalid_dpop_proof');
  });

  it('is worth nothing to who has not its verifier, its address or its client', async () => {
    const { code, verifier } = await freshCode();
    const right = codeForm(code, verifier);
    const wrong: readonly (readonly [Record<string, string>, string])[] = [
      [{ ...right, code_verifier: 'x'.repeat(43) }, 'invalid_grant'],
      [{ ...right, redirect_uri: 'http://127.0.0.1/another' }, 'invalid_grant'],
      [{ ...right, client_id: 'somebody-else' }, 'invalid_client'],
      [{ ...right, client_id: 'software-grenoble' }, 'invalid_client'],
      [{ ...right, code: 'x'.repeat(43) }, 'invalid_grant'],
    ];
    for (const [form, error] of wrong) {
      const { body } = await callToken(issuer.url, { form, proof: await freshProof() });
      expect([body['error'], body['access_token']], JSON.stringify(form)).toEqual([error, undefined]);
    }
    const honest = await callToken(issuer.url, { form: right, proof: await freshProof() });
    expect(honest.status, 'it was not spent by them').toBe(200);
  });

  it('is good once', async () => {
    const { code, verifier } = await freshCode();
    const form = codeForm(code, verifier);
    expect((await callToken(issuer.url, { form, proof: await freshProof() })).status).toBe(200);
    const { status, body } = await callToken(issuer.url, { form, proof: await freshProof() });
    expect([status, body['error']]).toEqual([400, 'invalid_grant']);
  });

  it('that was asked for with a key is worth nothing with another', async () => {
    const key = await generateProofKey();
    const { url, verifier } = authorizationRequest(issuer.url, { dpop_jkt: key.thumbprint });
    const form = codeForm((await authorize(openBrowser(), url)).get('code') ?? '', verifier);
    const stolen = await callToken(issuer.url, { form, proof: await freshProof() });
    expect(stolen.body['error']).toBe('invalid_grant');
  });

  it('asks for a proof that was not used before', async () => {
    const proof = await freshProof();
    const [one, other] = [await freshCode(), await freshCode()];
    expect((await callToken(issuer.url, { form: codeForm(one.code, one.verifier), proof })).status).toBe(200);
    const again = await callToken(issuer.url, { form: codeForm(other.code, other.verifier), proof });
    expect(again.body).toMatchObject({ error: 'invalid_grant', error_description: expect.any(String) as string });
  });

  it('is not what a person can do without: no password and no credentials of a client make a token', async () => {
    for (const grant of ['password', 'client_credentials', 'refresh_token']) {
      const form = { grant_type: grant, client_id: 'cloison-demo', username: 'agency-grenoble', password: 'demo' };
      const { body } = await callToken(issuer.url, { form, proof: await freshProof() });
      expect(body['error'], grant).toMatch(/^(unsupported_grant_type|unauthorized_client|invalid_request)$/);
    }
  });
});

describe("a person's token", () => {
  it('is one for this API alone, bound to the key of the proof, and says who logged in, how and when', async () => {
    const began = Math.floor(Date.now() / 1000);
    const { status, body, key } = await tokenOf(issuer.url);
    expect([status, body['token_type'], body['default_purpose'], body['expires_in']]).toEqual([
      200,
      'DPoP',
      'REPAIRS',
      3600,
    ]);
    const { registered, claims } = await verified(body['access_token']);
    expect(headerOf(body['access_token'])).toMatchObject({ typ: 'at+jwt', alg: 'ES256' });
    expect(registered).toMatchObject({ sub: 'account-1', client_id: 'cloison-demo' });
    expect(claims).toMatchObject({
      aud: audience,
      role: 'AGENCY',
      organisation: 'agency-38',
      unit: 'unit-1',
      scope: 'purpose:RENT_FOLLOW_UP purpose:REPAIRS',
      acr: strongAcr,
      cnf: { jkt: key.thumbprint },
    });
    expect(claims['auth_time']).toBeGreaterThanOrEqual(began);
    expect(registered.exp - registered.iat).toBe(3600);
    expect(Object.hasOwn(claims, 'subject')).toBe(false);
  });

  it("covers what the account may do of what was asked for, and never another's purposes", async () => {
    const narrow = await tokenOf(issuer.url, { scope: 'openid purpose:REPAIRS purpose:OWN_SPACE' });
    expect(claimsOf(narrow.body['access_token'])['scope']).toBe('purpose:REPAIRS');
    const login = { ...goodLogin, account: 'tenant-ada' };
    const tenant = await tokenOf(issuer.url, { scope: 'openid purpose:REPAIRS purpose:OWN_SPACE' }, { login });
    expect(claimsOf(tenant.body['access_token'])).toMatchObject({
      sub: 'account-2',
      subject: 'person-2',
      scope: 'purpose:OWN_SPACE',
    });
  });

  it('is refused by whoever refuses the keys of a demo', async () => {
    const keys = createIssuerKeys({ issuer: issuer.url, clock: systemClock, demoKeys: 'refused' });
    await expect(keys.refresh()).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});

describe("a machine's token", () => {
  const form = {
    grant_type: 'client_credentials',
    client_id: 'software-grenoble',
    scope: 'purpose:RENT_FOLLOW_UP purpose:OWN_SPACE',
  };

  async function certificateEndpoint(): Promise<string> {
    const response = await fetch(`${issuer.url}/.well-known/oauth-authorization-server`);
    const metadata = (await response.json()) as { mtls_endpoint_aliases: { token_endpoint: string } };
    return metadata.mtls_endpoint_aliases.token_endpoint;
  }

  it('is given to nobody without its certificate, whatever a header says', async () => {
    const url = await certificateEndpoint();
    const { server, machines } = issuer.certificates;
    const der = Buffer.from(machines[0]?.certificate.certDer ?? []).toString('base64');
    const headers = { 'client-cert': `:${der}:`, 'x-ssl-cert': der };
    const other = await selfSignedCertificate({ name: 'software-grenoble', use: 'CLIENT', now: Date.now() });
    const refused = [
      await callToken(issuer.url, { form }),
      await callToken(issuer.url, { form, headers }),
      await callTokenOverTls(url, form, { server, client: undefined, headers }),
      await callTokenOverTls(url, form, { server, client: other, headers }),
    ];
    expect(refused.map(({ status, body }) => [status, body['error']])).toEqual(
      refused.map(() => [401, 'invalid_client']),
    );
  });

  it('is bound to the certificate and says that nobody logged in', async () => {
    const { server, machines } = issuer.certificates;
    const client = machines[0]?.certificate;
    const { status, body } = await callTokenOverTls(await certificateEndpoint(), form, { server, client });
    expect([status, body['token_type'], body['default_purpose']]).toEqual([200, 'Bearer', 'RENT_FOLLOW_UP']);
    const { registered, claims } = await verified(body['access_token']);
    expect(registered).toMatchObject({ sub: 'software-grenoble', client_id: 'software-grenoble' });
    expect(claims).toMatchObject({
      role: 'AGENCY',
      organisation: 'agency-38',
      scope: 'purpose:RENT_FOLLOW_UP',
      cnf: { 'x5t#S256': sha256(client?.certDer ?? '').toString('base64url') },
    });
    expect(['acr', 'auth_time'].filter((name) => Object.hasOwn(claims, name))).toEqual([]);
  });
});
