import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Failure } from '../../src/kernel/failure.js';
import {
  cooldownMilliseconds,
  createIssuerKeys,
  refreshAfterMilliseconds,
  retryMilliseconds,
  serveForMilliseconds,
} from '../../src/jws/issuerKeys.js';
import type { IssuerKeys } from '../../src/jws/issuerKeys.js';
import type { VerificationKey } from '../../src/jws/keySet.js';
import { publicJwk, startTestIssuer, testClock, testKey } from './testIssuer.js';
import type { TestClock, TestIssuer } from './testIssuer.js';

const first = testKey('ES256', 'first');
const second = testKey('EdDSA', 'second');
const rsa = testKey('PS256', 'rsa');

let issuer: TestIssuer;
let clock: TestClock;
let failures: Failure[];
let keys: IssuerKeys;

beforeEach(async () => {
  issuer = await startTestIssuer();
  issuer.publish([publicJwk(first)]);
  clock = testClock();
  failures = [];
  keys = keysOf(issuer.url);
});
afterEach(() => issuer.close());

function keysOf(url: string, demoKeys: 'accepted' | 'refused' = 'refused'): IssuerKeys {
  return createIssuerKeys({ issuer: url, clock, demoKeys, onFailure: (failure) => failures.push(failure) });
}

/** A renewal beside a request has no promise to wait for. */
async function settled(fetches: number): Promise<void> {
  await expect.poll(() => issuer.fetches(), { interval: 5 }).toBe(fetches);
  await new Promise((resolve) => setTimeout(resolve, 20));
}

describe("the issuer's keys", () => {
  it('are asked for once, however many requests need them at the same time', async () => {
    const found = await Promise.all(Array.from({ length: 20 }, () => keys.keyFor('first')));
    expect(found.every((key) => key?.kid === 'first')).toBe(true);
    expect(issuer.fetches()).toBe(1);
  });

  it('are found by the OAuth metadata of an issuer without the OpenID one', async () => {
    issuer.oauthOnly();
    expect((await keys.keyFor('first'))?.alg).toBe('ES256');
  });

  it('take in a new key at once, when the last request to the issuer is long enough ago', async () => {
    await keys.keyFor('first');
    issuer.publish([publicJwk(first), publicJwk(second)]);
    clock.advance(cooldownMilliseconds);
    expect((await keys.keyFor('second'))?.alg).toBe('EdDSA');
    expect(issuer.fetches()).toBe(2);
  });

  it('are not asked for again by a flood of unknown names', async () => {
    await keys.keyFor('first');
    for (let index = 0; index < 50; index += 1) expect(await keys.keyFor(`unknown-${index}`)).toBeUndefined();
    expect(issuer.fetches()).toBe(1);
    clock.advance(cooldownMilliseconds);
    await Promise.all(Array.from({ length: 50 }, (_, index) => keys.keyFor(`unknown-${index}`)));
    expect(issuer.fetches()).toBe(2);
  });

  it('are waited for by who brings a new one between two requests to the issuer, by so many and no more', async () => {
    keys = createIssuerKeys({ issuer: issuer.url, clock, demoKeys: 'refused', waitingAtMost: 2 });
    await keys.keyFor('first');
    issuer.publish([publicJwk(first), publicJwk(second)]);
    clock.advance(cooldownMilliseconds - 200);
    const found = await Promise.all([0, 1, 2].map(() => keys.keyFor('second')));
    expect(found.map((key) => key?.kid)).toEqual(['second', 'second', undefined]);
    expect(issuer.fetches()).toBe(2);
    clock.advance(200);
    expect(await keys.keyFor('second')).toBeDefined();
  });

  it('are asked for again when the answer on its way is older than the key', async () => {
    const running = { now: () => (clock.advance(4_000), clock.now()) };
    keys = createIssuerKeys({ issuer: issuer.url, clock: running, demoKeys: 'refused', waitingAtMost: 1 });
    let late: Promise<VerificationKey | undefined> | undefined;
    const { fetch } = globalThis;
    const onItsWay = vi.spyOn(globalThis, 'fetch').mockImplementation(async (...asked) => {
      const answer = await fetch(...asked);
      if (issuer.fetches() === 1 && late === undefined) {
        issuer.publish([publicJwk(first), publicJwk(second)]);
        late = keys.keyFor('second');
      }
      return answer;
    });
    expect((await keys.keyFor('first'))?.kid).toBe('first');
    expect((await late)?.kid).toBe('second');
    onItsWay.mockRestore();
  });

  it('are renewed beside the request that finds them ageing', async () => {
    await keys.keyFor('first');
    issuer.publish([publicJwk(second)]);
    clock.advance(refreshAfterMilliseconds);
    expect((await keys.keyFor('first'))?.kid).toBe('first');
    await settled(2);
    expect(await keys.keyFor('first')).toBeUndefined();
    expect((await keys.keyFor('second'))?.kid).toBe('second');
  });

  it('serve while the issuer is down, until an hour has passed, and again when it is back', async () => {
    await keys.keyFor('first');
    issuer.fail(500);
    clock.advance(serveForMilliseconds - 1);
    expect((await keys.keyFor('first'))?.kid).toBe('first');
    await settled(2);
    expect(failures).toHaveLength(1);
    clock.advance(1);
    await expect(keys.keyFor('first')).rejects.toMatchObject({
      code: 'ISSUER_UNAVAILABLE',
      message: `${issuer.url}/jwks: status 500`,
    });
    issuer.recover();
    clock.advance(retryMilliseconds);
    expect((await keys.keyFor('first'))?.kid).toBe('first');
  });

  it('are asked for at most every two seconds while the issuer is down, and nobody is told that a key is unknown', async () => {
    issuer.fail(503);
    await expect(keys.keyFor('first')).rejects.toMatchObject({ code: 'ISSUER_UNAVAILABLE' });
    for (let index = 0; index < 20; index += 1)
      await expect(keys.keyFor('first')).rejects.toMatchObject({ code: 'ISSUER_UNAVAILABLE' });
    expect(issuer.fetches()).toBe(1);
    clock.advance(retryMilliseconds);
    await expect(keys.keyFor('first')).rejects.toMatchObject({
      publicMessage: 'Tokens cannot be checked at the moment: try again in a few seconds.',
    });
    expect(issuer.fetches()).toBe(2);
  });

  it('do not grow younger when the clock is set back', async () => {
    await keys.keyFor('first');
    issuer.fail(500);
    clock.advance(-24 * 60 * 60_000);
    expect((await keys.keyFor('first'))?.kid).toBe('first');
    await settled(2);
    clock.advance(serveForMilliseconds - refreshAfterMilliseconds);
    await expect(keys.keyFor('first')).rejects.toMatchObject({ code: 'ISSUER_UNAVAILABLE' });
  });

  it("stop the start when they are the demo's, and serve the demo itself", async () => {
    issuer.publish([publicJwk(first), publicJwk(testKey('ES256', 'demo-1'))]);
    await expect(keys.refresh()).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: `OIDC_ISSUER: ${issuer.url} is an issuer of demo tokens. Name the issuer of your partners' tokens.`,
    });
    expect((await keysOf(issuer.url, 'accepted').keyFor('demo-1'))?.kid).toBe('demo-1');
  });

  it('stop the start when nobody answers', async () => {
    await issuer.close();
    await expect(keys.refresh()).rejects.toMatchObject({ code: 'ISSUER_UNAVAILABLE' });
    expect(failures).toEqual([]);
  });
});

describe("an issuer's answer is no key set", () => {
  const noKeys = 'its key set holds no key for ES256, EdDSA or PS256';
  const cases: readonly (readonly [title: string, arrange: () => void, reason: string])[] = [
    ['when it redirects', () => issuer.fail(302), 'fetch failed.*'],
    ['when it is no JSON', () => issuer.fail(200, '<html>'), 'it did not answer with JSON'],
    [
      'when it names a member twice',
      () => issuer.fail(200, `{"keys":[],"keys":[${JSON.stringify(publicJwk(first))}]}`),
      'it did not answer with JSON',
    ],
    ['when it is a list', () => issuer.fail(200, JSON.stringify([publicJwk(first)])), noKeys],
    [
      'when it is larger than 256 kB',
      () => issuer.fail(200, JSON.stringify({ keys: [publicJwk(first)], padding: 'x'.repeat(256 * 1024) })),
      'more than 262144 bytes',
    ],
    [
      'when it holds more than 32 keys',
      () => issuer.publish(Array.from({ length: 33 }, (_, index) => ({ ...publicJwk(first), kid: `k${index}` }))),
      noKeys,
    ],
    [
      'when its metadata names another issuer',
      () => issuer.metadata({ issuer: `${issuer.url}/` }),
      'its metadata names another issuer',
    ],
    [
      'when its metadata names keys over plain http elsewhere',
      () => issuer.metadata({ jwks_uri: 'http://keys.example.org/jwks' }),
      'its metadata names no jwks_uri over https',
    ],
    [
      'when its metadata names keys with a password',
      () => issuer.metadata({ jwks_uri: issuer.url.replace('//', '//user:password@') }),
      'its metadata names no jwks_uri over https',
    ],
    [
      'when its metadata names no keys',
      () => issuer.metadata({ jwks_uri: undefined }),
      'its metadata names no jwks_uri over https',
    ],
    [
      'when its metadata names a file',
      () => issuer.metadata({ jwks_uri: 'file:///etc/keys' }),
      'its metadata names no jwks_uri over https',
    ],
    ['when the keys are not there', () => issuer.fail(404), 'status 404'],
  ];
  it.each(cases)('%s', async (_, arrange, reason) => {
    arrange();
    await expect(keys.refresh()).rejects.toMatchObject({
      code: 'ISSUER_UNAVAILABLE',
      message: expect.stringMatching(new RegExp(`: ${reason}$`)),
    });
  });
});

describe('a published key is left out', () => {
  const rs = testKey('RS256', 'left-out');
  const cases: readonly (readonly [string, () => readonly Record<string, unknown>[]])[] = [
    ['when it has no name', () => [{ ...publicJwk(second), kid: undefined }]],
    ['when its name is no text', () => [{ ...publicJwk(second), kid: 7 }]],
    [
      'when two have its name',
      () => [
        { ...publicJwk(second), kid: 'left-out' },
        { ...publicJwk(rsa), kid: 'left-out' },
      ],
    ],
    ['when it is for encryption', () => [{ ...publicJwk(second), kid: 'left-out', use: 'enc' }]],
    [
      'when its operations lack verify',
      () => [{ ...publicJwk(second), kid: 'left-out', use: undefined, key_ops: ['sign'] }],
    ],
    [
      'when its private part is published',
      () => [{ ...second.privateKey.export({ format: 'jwk' }), alg: 'EdDSA', kid: 'left-out' }],
    ],
    ['when it is for RS256', () => [publicJwk(rs)]],
    ['when it is of RSA and names no algorithm', () => [{ ...publicJwk(rs), alg: undefined }]],
    ['when it is for ES384', () => [publicJwk(testKey('ES384', 'left-out'))]],
    ["when its curve is not its algorithm's", () => [{ ...publicJwk(testKey('ES384', 'left-out')), alg: 'ES256' }]],
    ["when its type is not its algorithm's", () => [{ ...publicJwk(rs), alg: 'ES256' }]],
    ['when it is symmetric', () => [{ kty: 'oct', k: 'c2VjcmV0', alg: 'HS256', kid: 'left-out' }]],
    ['when it is symmetric and says it is not', () => [{ kty: 'oct', k: 'c2VjcmV0', alg: 'ES256', kid: 'left-out' }]],
    ['when it is no point of the curve', () => [{ ...publicJwk(first), x: publicJwk(first).y, kid: 'left-out' }]],
    [
      'when it is an RSA key of 1024 bits',
      () => [
        { kty: 'RSA', alg: 'PS256', kid: 'left-out', e: 'AQAB', n: Buffer.alloc(128, 0xc5).toString('base64url') },
      ],
    ],
    ['when it is null', () => [null as unknown as Record<string, unknown>]],
  ];
  it.each(cases)('%s, and the others serve', async (_, left) => {
    issuer.publish([...left(), publicJwk(first)]);
    expect(await keys.keyFor('left-out')).toBeUndefined();
    expect(await keys.keyFor('first')).toMatchObject({ kid: 'first', alg: 'ES256' });
  });

  it('but a curve that leaves no choice names the algorithm', async () => {
    issuer.publish([
      { ...publicJwk(first), alg: undefined },
      { ...publicJwk(second), alg: undefined, use: undefined, key_ops: ['verify'] },
    ]);
    expect([(await keys.keyFor('first'))?.alg, (await keys.keyFor('second'))?.alg]).toEqual(['ES256', 'EdDSA']);
  });
});
