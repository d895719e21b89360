import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/kernel/caller.js';
import type { DemoAccount } from '../../../src/demo/accounts.js';
import { startDemoIssuer } from '../../../src/demo/issuer/issuer.js';
import type { DemoIssuer } from '../../../src/demo/issuer/issuer.js';
import { openDemoKeyring } from '../../../src/demo/demoKeyring.js';
import { announceDemo, findDemo, withdrawDemo } from '../../../src/demo/runningDemo.js';
import { authenticate } from '../../../src/identity/authenticate.js';
import { createTokenMemory } from '../../../src/identity/tokenMemory.js';
import { createIssuerKeys } from '../../../src/jws/issuerKeys.js';
import { keyFileProblem } from '../../../src/keyFile.js';
import { roles } from '../../identity/desk.js';
import { testClock } from '../../jws/testIssuer.js';

const accounts: readonly DemoAccount[] = [
  {
    name: 'agency-grenoble',
    role: 'AGENCY',
    claims: { ACCOUNT: 'account-1', ORGANISATION: 'agency-38' },
    purposes: ['RENT_FOLLOW_UP', 'REPAIRS'],
    defaultPurpose: 'REPAIRS',
  },
];
const audience = 'http://127.0.0.1/graphql';
const clock = testClock();

let folder: string;
let issuer: DemoIssuer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cloison-issuer-'));
  issuer = await startDemoIssuer({ folder, accounts, audience, port: 0, clock });
});
afterEach(async () => {
  await issuer.close();
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly body: Record<string, string>;
}

async function askToken(form: Record<string, string>, at = issuer.url): Promise<Answer> {
  const response = await fetch(`${at}/token`, { method: 'POST', body: new URLSearchParams(form) });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

const good = { grant_type: 'client_credentials', client_id: 'agency-grenoble' };

function callerOf(token: string, purpose: string, demoKeys: 'accepted' | 'refused' = 'accepted'): Promise<Caller> {
  const keys = createIssuerKeys({ issuer: issuer.url, clock, demoKeys });
  const deps = { verifier: { issuer: issuer.url, audience, keys, clock }, memory: createTokenMemory(), roles, clock };
  return Promise.resolve(
    authenticate({ rawHeaders: ['Authorization', `Bearer ${token}`, 'Cloison-Purpose', purpose] }, deps),
  );
}

describe("the demo's issuer", () => {
  it('gives no token for an unknown account, another grant, a foreign scope or a long body', async () => {
    expect(await askToken({ ...good, client_id: 'nobody' })).toEqual({
      status: 400,
      body: { error: 'invalid_client', error_description: 'There is no such account. There are: agency-grenoble.' },
    });
    expect((await askToken({ ...good, grant_type: 'password' })).body.error).toBe('unsupported_grant_type');
    expect((await askToken({ ...good, scope: 'purpose:OWN_SPACE' })).body.error).toBe('invalid_scope');
    expect((await askToken({ ...good, padding: 'x'.repeat(5000) })).body.error).toBe('unsupported_grant_type');
  });

  it('gives a token that the server takes for the account, for each of its purposes', async () => {
    const { status, body } = await askToken(good);
    expect([status, body.token_type, body.default_purpose]).toEqual([200, 'Bearer', 'REPAIRS']);
    for (const purpose of ['RENT_FOLLOW_UP', 'REPAIRS']) {
      expect(await callerOf(body.access_token ?? '', purpose)).toMatchObject({
        role: 'AGENCY',
        purpose,
        claims: { ACCOUNT: 'account-1', ORGANISATION: 'agency-38' },
      });
    }
  });

  it('gives a narrower scope when asked', async () => {
    const { body } = await askToken({ ...good, scope: 'purpose:REPAIRS' });
    await expect(callerOf(body.access_token ?? '', 'RENT_FOLLOW_UP')).rejects.toMatchObject({
      refusal: { code: 'PURPOSE_NOT_IN_SCOPE' },
    });
  });

  it('has keys that production refuses', async () => {
    const { body } = await askToken(good);
    await expect(callerOf(body.access_token ?? '', 'REPAIRS', 'refused')).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });

  it('keeps its key for its owner, over restarts, and has another one in another folder', async () => {
    const path = join(folder, 'issuer-key.json');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const key = readFileSync(path, 'utf8');
    const again = await startDemoIssuer({ folder, accounts, audience, port: 0, clock });
    const elsewhere = mkdtempSync(join(tmpdir(), 'cloison-issuer-'));
    const other = await startDemoIssuer({ folder: elsewhere, accounts, audience, port: 0, clock });
    expect(readFileSync(path, 'utf8')).toBe(key);
    expect(readFileSync(join(elsewhere, 'issuer-key.json'), 'utf8')).not.toBe(key);
    await Promise.all([again.close(), other.close()]);
    rmSync(elsewhere, { recursive: true });
  });

  it('publishes nothing of its key but the public part', async () => {
    const set = (await (await fetch(`${issuer.url}/jwks`)).json()) as { keys: Record<string, unknown>[] };
    expect(set.keys.map((key) => Object.keys(key).toSorted((one, other) => one.localeCompare(other)))).toEqual([
      ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'],
    ]);
  });

  it('answers no page of a browser and no other host name', async () => {
    const statusWith = (headers: Record<string, string>): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        request(`${issuer.url}/jwks`, { headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on('error', reject)
          .end();
      });
    expect(await statusWith({ host: 'rebound.example.org' })).toBe(403);
    expect(await statusWith({ origin: 'https://rebound.example.org' })).toBe(403);
    expect(await statusWith({})).toBe(200);
  });

  it('names itself in both kinds of metadata, and has nothing else', async () => {
    for (const path of ['openid-configuration', 'oauth-authorization-server']) {
      expect(await (await fetch(`${issuer.url}/.well-known/${path}`)).json()).toMatchObject({
        issuer: issuer.url,
        jwks_uri: `${issuer.url}/jwks`,
      });
    }
    expect((await fetch(`${issuer.url}/token`)).status).toBe(404);
  });

  it('says which file is damaged, and nothing of what it holds', async () => {
    writeFileSync(join(folder, 'issuer-key.json'), '{"kid":"demo-x","d":"secret"}');
    await expect(startDemoIssuer({ folder, accounts, audience, port: 0, clock })).rejects.toMatchObject({
      code: 'KEYRING_INVALID',
      message: `${join(folder, 'issuer-key.json')} is damaged: remove it to make a new one`,
    });
  });
});

describe("the demo's keyring", () => {
  it('is made once in its folder, for its owner, and is refused in production', async () => {
    const first = await openDemoKeyring(folder);
    const path = join(folder, 'keys.json');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect((await openDemoKeyring(folder)).currentKek.kid).toBe(first.currentKek.kid);
    expect(first.currentKek.kid).toMatch(/^demo-/);
    expect(keyFileProblem(path)).toBe('names the keys of the demo');
  });
});

describe('a running demo', () => {
  it('is found by the folder that it runs on until it ends', () => {
    expect(findDemo(folder)).toBeUndefined();
    const demo = { issuer: issuer.url, api: 'http://127.0.0.1:4000/graphql' };
    announceDemo(folder, demo);
    expect(findDemo(folder)).toEqual(demo);
    withdrawDemo(folder);
    withdrawDemo(folder);
    expect(findDemo(folder)).toBeUndefined();
    writeFileSync(join(folder, 'running.json'), '{"issuer":7');
    expect(findDemo(folder)).toBeUndefined();
  });
});
