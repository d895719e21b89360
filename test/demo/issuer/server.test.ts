import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDemoKeyring } from '../../../src/demo/demoKeyring.js';
import { startDemoIssuer } from '../../../src/demo/issuer/issuer.js';
import type { DemoIssuer } from '../../../src/demo/issuer/issuer.js';
import { announceDemo, findDemo, withdrawDemo } from '../../../src/demo/runningDemo.js';
import { verifyAccessToken } from '../../../src/jws/accessToken.js';
import { createIssuerKeys } from '../../../src/jws/issuerKeys.js';
import { systemClock } from '../../../src/kernel/clock.js';
import { keyFileProblem } from '../../../src/keyFile.js';
import {
  accounts,
  audience,
  authorizationRequest,
  callTokenOverTls,
  follow,
  goodLogin,
  headerOf,
  openBrowser,
  tokenOf,
} from './loginDesk.js';

let folder: string;
let issuer: DemoIssuer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cloison-issuer-'));
  issuer = await startDemoIssuer({ folder, accounts, audience, port: 0 });
});
afterEach(async () => {
  await issuer.close();
  rmSync(folder, { recursive: true });
});

async function publishedKeys(): Promise<readonly Readonly<Record<string, string>>[]> {
  return ((await (await fetch(`${issuer.url}/jwks`)).json()) as { keys: Record<string, string>[] }).keys;
}

/** Fetch notices a little later that the connections which it keeps have ended. */
async function restart(): Promise<void> {
  await issuer.close();
  issuer = await startDemoIssuer({ folder, accounts, audience, port: 0 });
  const isReached = async (): Promise<boolean> =>
    publishedKeys().then(
      () => true,
      () => false,
    );
  while (!(await isReached()));
}

async function newToken(): Promise<string> {
  return (await tokenOf(issuer.url)).body['access_token'] ?? '';
}

/** Whether a service that has just started takes `token`. */
async function isGood(token: string): Promise<boolean> {
  const keys = createIssuerKeys({ issuer: issuer.url, clock: systemClock, demoKeys: 'accepted' });
  return verifyAccessToken(token, { issuer: issuer.url, audience, keys, clock: systemClock }).then(
    () => true,
    () => false,
  );
}

describe("the demo's authorization server", () => {
  it('answers no other host name and no page of a stranger, on either port', async () => {
    const statusWith = (headers: Record<string, string>, method = 'GET'): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        request(`${issuer.url}/jwks`, { headers, method }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on('error', reject)
          .end();
      });
    const { host } = new URL(issuer.url);
    expect(await statusWith({ host: 'rebound.example.org' })).toBe(403);
    expect(await statusWith({ host: `rebound.example.org:${new URL(issuer.url).port}` })).toBe(403);
    expect(await statusWith({ origin: 'https://rebound.example.org' })).toBe(403);
    expect(await statusWith({ origin: 'null' })).toBe(403);
    expect(await statusWith({ origin: 'null' }, 'POST')).toBe(403);
    expect(await statusWith({})).toBe(200);
    expect(await statusWith({ host, origin: issuer.url })).toBe(200);
    const metadata = await fetch(`${issuer.url}/.well-known/oauth-authorization-server`);
    const { mtls_endpoint_aliases: aliases } = (await metadata.json()) as {
      readonly mtls_endpoint_aliases: { readonly token_endpoint: string };
    };
    const { server } = issuer.certificates;
    const overTls = async (headers: Record<string, string>): Promise<number> =>
      (await callTokenOverTls(aliases.token_endpoint, {}, { server, client: undefined, headers })).status;
    expect(await overTls({ host: 'rebound.example.org' })).toBe(403);
    expect(await overTls({ origin: 'https://rebound.example.org' })).toBe(403);
    expect(await overTls({})).toBe(400);
  });

  it('names itself in both kinds of metadata, with what it can do and nothing that is off', async () => {
    for (const path of ['openid-configuration', 'oauth-authorization-server']) {
      const metadata = (await (await fetch(`${issuer.url}/.well-known/${path}`)).json()) as Record<string, unknown>;
      expect(metadata).toMatchObject({
        issuer: issuer.url,
        jwks_uri: `${issuer.url}/jwks`,
        grant_types_supported: ['authorization_code', 'client_credentials'],
        response_types_supported: ['code'],
        code_challenge_methods_supported: ['S256'],
        token_endpoint_auth_methods_supported: ['none', 'self_signed_tls_client_auth'],
        tls_client_certificate_bound_access_tokens: true,
      });
      const off = [
        'registration_endpoint',
        'userinfo_endpoint',
        'introspection_endpoint',
        'pushed_authorization_request_endpoint',
      ];
      expect(off.filter((name) => Object.hasOwn(metadata, name))).toEqual([]);
    }
  });

  it('publishes nothing of its keys but the public part', async () => {
    expect(
      (await publishedKeys()).map((key) => Object.keys(key).toSorted((one, other) => one.localeCompare(other))),
    ).toEqual([['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']]);
  });

  it('keeps its files for their owner', () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true });
    const modes = files.map((each) => [each.name, statSync(join(each.parentPath, each.name)).mode & 0o777]);
    expect(Object.fromEntries(modes)).toEqual({
      certificates: 0o700,
      'issuer-keys.json': 0o600,
      'issuer-port': 0o600,
      'server.pem': 0o600,
      'software-grenoble.pem': 0o600,
      'software-grenoble-key.pem': 0o600,
    });
  });

  it('has its keys and its address again after a restart, so that its tokens are good again', async () => {
    const token = await newToken();
    const { url } = issuer;
    await restart();
    expect([issuer.url, await isGood(token)]).toEqual([url, true]);
  });

  it('takes another port when somebody has its own, and other keys in another folder', async () => {
    const beside = await startDemoIssuer({ folder, accounts, audience, port: 0 });
    expect(beside.url).not.toBe(issuer.url);
    await beside.close();
    const port = Number(new URL(issuer.url).port);
    await expect(startDemoIssuer({ folder, accounts, audience, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const elsewhere = mkdtempSync(join(tmpdir(), 'cloison-issuer-'));
    const other = await startDemoIssuer({ folder: elsewhere, accounts, audience, port: 0 });
    expect(readFileSync(join(elsewhere, 'issuer-keys.json'), 'utf8')).not.toBe(
      readFileSync(join(folder, 'issuer-keys.json'), 'utf8'),
    );
    await other.close();
    rmSync(elsewhere, { recursive: true });
  });

  it('says which file is damaged, and nothing of what it holds', async () => {
    const path = join(folder, 'issuer-keys.json');
    for (const text of ['{"keys":[{"kid":"demo-x","d":"secret"}]}', 'secret', '{"keys":[]}']) {
      writeFileSync(path, text);
      await expect(startDemoIssuer({ folder, accounts, audience, port: 0 })).rejects.toMatchObject({
        code: 'KEYRING_INVALID',
        message: `${path} is damaged: remove it to begin with a new key`,
      });
    }
  });
});

describe('a rotation of its keys', () => {
  it('publishes the new key before it signs, and the old one after', async () => {
    const [old] = await publishedKeys();
    const before = await newToken();
    const rotation = issuer.rotateKeys(1_500);
    while ((await publishedKeys()).length < 2);
    const during = await newToken();
    expect(headerOf(during)['kid']).toBe(old?.['kid']);
    await rotation;
    const after = await newToken();
    const kids = (await publishedKeys()).map((key) => key['kid']);
    expect(kids).toEqual([headerOf(after)['kid'], old?.['kid']]);
    expect(kids[0]).toMatch(/^demo-/);
    expect(await Promise.all([before, during, after].map(isGood))).toEqual([true, true, true]);
  });

  it('leaves whoever is about to log in where they are, and is kept over a restart', async () => {
    const browser = openBrowser();
    const { at } = await follow(browser, authorizationRequest(issuer.url).url);
    await Promise.all([issuer.rotateKeys(0), issuer.rotateKeys(0)]);
    expect((await browser.post(at, goodLogin)).status).toBe(303);
    const keys = await publishedKeys();
    expect(keys).toHaveLength(3);
    await restart();
    expect(await publishedKeys()).toEqual(keys);
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
    const demo = {
      issuer: issuer.url,
      api: 'http://127.0.0.1:4000/graphql',
      certificateApi: 'https://127.0.0.1:4001/graphql',
    };
    announceDemo(folder, demo);
    expect(findDemo(folder)).toEqual(demo);
    withdrawDemo(folder);
    withdrawDemo(folder);
    expect(findDemo(folder)).toBeUndefined();
    writeFileSync(join(folder, 'running.json'), '{"issuer":7');
    expect(findDemo(folder)).toBeUndefined();
  });
});
