import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyAccessToken } from '../../src/jws/accessToken.js';
import { cooldownMilliseconds } from '../../src/jws/issuerKeys.js';
import { admitToken } from '../../src/identity/admittedToken.js';
import type { AdmittedToken } from '../../src/identity/admittedToken.js';
import { authenticate } from '../../src/identity/authenticate.js';
import type { Transport } from '../../src/identity/credentials.js';
import { knownToken } from '../../src/identity/knownToken.js';
import type { KnownToken } from '../../src/identity/knownToken.js';
import { createTokenMemory, rememberForMilliseconds } from '../../src/identity/tokenMemory.js';
import { publicJwk, seconds } from '../jws/testIssuer.js';
import { openDesk } from './desk.js';
import type { Desk } from './desk.js';
import { keys } from './tokens.js';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const headersOf = (token: string, purpose = 'RENT_FOLLOW_UP'): string[] => [
  'Authorization',
  `Bearer ${token}`,
  'Cloison-Purpose',
  purpose,
];

const requestOf = (rawHeaders: readonly string[]): Transport => ({
  rawHeaders,
  method: 'POST',
  certificate: undefined,
});

describe('a remembered token', () => {
  it('is answered without a promise, and with the very caller of the first request', async () => {
    const request = requestOf(headersOf(desk.token()));
    const first = await authenticate(request, desk.deps);
    expect(authenticate(request, desk.deps)).toBe(first);
  });

  it('expires to the second, on the clock and not on its first request', async () => {
    const headers = headersOf(desk.token({ exp: seconds(desk.clock) + 100 }));
    expect(await desk.ask(...headers)).toMatchObject({ role: 'AGENCY' });
    desk.clock.advance(99_999);
    expect(await desk.ask(...headers)).toMatchObject({ role: 'AGENCY' });
    desk.clock.advance(1);
    expect(await desk.ask(...headers)).toMatchObject({ refusal: { code: 'TOKEN_EXPIRED' } });
  });

  it('expires even in a memory that forgets nothing', async () => {
    const kept = new Map<string, KnownToken>();
    const memory = {
      recall: (line: string) => kept.get(line),
      remember: (line: string, known: KnownToken) => void kept.set(line, known),
      size: () => kept.size,
    };
    const request = requestOf(headersOf(desk.token({ exp: seconds(desk.clock) + 100 })));
    await authenticate(request, { ...desk.deps, memory });
    desk.clock.advance(100_000);
    expect(() => authenticate(request, { ...desk.deps, memory })).toThrow('The token has expired.');
  });

  it('gives each purpose its own caller, and none that the scope lacks', async () => {
    const token = desk.token({ scope: 'purpose:RENT_FOLLOW_UP purpose:REPAIRS' });
    expect(await desk.ask(...headersOf(token))).toMatchObject({ purpose: 'RENT_FOLLOW_UP' });
    expect(await desk.ask(...headersOf(token, 'REPAIRS'))).toMatchObject({ purpose: 'REPAIRS' });
    expect(await desk.ask(...headersOf(token, 'OWN_SPACE'))).toMatchObject({ refusal: { code: 'PURPOSE_UNKNOWN' } });
  });

  it('is verified again after five minutes, and refused when its key was withdrawn', async () => {
    const headers = headersOf(desk.token({ exp: seconds(desk.clock) + 3600 }));
    expect(await desk.ask(...headers)).toMatchObject({ role: 'AGENCY' });
    desk.issuer.publish([publicJwk(keys.eddsa)]);
    desk.clock.advance(cooldownMilliseconds);
    expect(await desk.ask(...headersOf(desk.token({}, { kid: 'unheard-of' })))).toMatchObject({
      refusal: { code: 'TOKEN_INVALID' },
    });
    expect(await desk.ask(...headers)).toMatchObject({ role: 'AGENCY' });
    desk.clock.advance(rememberForMilliseconds);
    expect(await desk.ask(...headers)).toMatchObject({ refusal: { code: 'TOKEN_INVALID' } });
  });

  it('outlives the issuer by no more than its own five minutes and the hour of the keys', async () => {
    const headers = headersOf(desk.token({ exp: seconds(desk.clock) + 20 * 3600 }));
    expect(await desk.ask(...headers)).toMatchObject({ role: 'AGENCY' });
    desk.issuer.fail(500);
    desk.clock.advance(59 * 60_000);
    expect(await desk.ask(...headers)).toMatchObject({ role: 'AGENCY' });
    desk.clock.advance(rememberForMilliseconds);
    await expect(desk.ask(...headers)).rejects.toMatchObject({ code: 'ISSUER_UNAVAILABLE' });
  });

  it('is not one that was refused', async () => {
    await desk.ask(...headersOf(desk.token({ role: 'ADMINISTRATOR' })));
    await desk.ask(...headersOf(desk.token({ aud: 'https://other.example.org' })));
    await desk.ask(...headersOf('x.y.z'));
    expect(desk.deps.memory.size()).toBe(0);
  });

  it("is nobody else's: another spelling of one token is verified by itself", async () => {
    const token = desk.token();
    await desk.ask(...headersOf(token));
    expect(await desk.ask(...headersOf(`${token}=`))).toMatchObject({ refusal: { code: 'TOKEN_MALFORMED' } });
  });
});

describe('the memory of tokens', () => {
  let token: AdmittedToken;
  beforeEach(async () => {
    const { verifier } = desk.deps;
    token = admitToken(await verifyAccessToken(desk.token(), verifier), 'BEARER', desk.deps.roles);
  });
  const admitted = (expiresAtMilliseconds = Infinity): KnownToken =>
    knownToken({ ...token, expiresAtMilliseconds }, 'digest');

  it('is bounded in number', () => {
    const memory = createTokenMemory({ tokens: 10, characters: 1e9 });
    for (let index = 0; index < 1000; index += 1) memory.remember(`Bearer ${index}`, admitted(), 0);
    expect(memory.size()).toBeLessThanOrEqual(10);
    expect(memory.recall('Bearer 999', 0)).toBeDefined();
    expect(memory.recall('Bearer 1', 0)).toBeUndefined();
  });

  it('is bounded in bytes', () => {
    const memory = createTokenMemory({ tokens: 1000, characters: 1000 });
    for (let index = 0; index < 500; index += 1) memory.remember(`${'x'.repeat(95)}-${index}`, admitted(), 0);
    expect(memory.size()).toBeLessThanOrEqual(10);
    expect(memory.size()).toBeGreaterThanOrEqual(5);
  });

  it('takes no line for another that ends as it does', () => {
    const memory = createTokenMemory();
    memory.remember(`Bearer a.${'s'.repeat(86)}`, admitted(), 0);
    expect(memory.recall(`Bearer b.${'s'.repeat(86)}`, 0)).toBeUndefined();
    expect(memory.recall(`Bearer a.${'s'.repeat(86)}`, 0)).toBeDefined();
  });

  it('keeps what is asked for again, whatever else comes', () => {
    const memory = createTokenMemory({ tokens: 10, characters: 1e9 });
    memory.remember('Bearer busy', admitted(), 0);
    for (let index = 0; index < 1000; index += 1) {
      memory.remember(`Bearer ${index}`, admitted(), 0);
      expect(memory.recall('Bearer busy', 0)).toBeDefined();
    }
  });

  it('drops an entry at its expiry', () => {
    const memory = createTokenMemory();
    memory.remember('Bearer x', admitted(1000), 0);
    expect(memory.recall('Bearer x', 999)).toBeDefined();
    expect(memory.recall('Bearer x', 1000)).toBeUndefined();
    expect(memory.size()).toBe(0);
  });

  it('drops what nobody asked for within two turns of five minutes', () => {
    const memory = createTokenMemory();
    memory.remember('Bearer forgotten', admitted(), 0);
    memory.remember('Bearer a', admitted(), rememberForMilliseconds);
    memory.remember('Bearer b', admitted(), 2 * rememberForMilliseconds);
    expect(memory.size()).toBe(2);
  });

  it('forgets a token when the clock was set back behind its verification', () => {
    const memory = createTokenMemory();
    memory.remember('Bearer x', admitted(), 1000);
    expect(memory.recall('Bearer x', 999)).toBeUndefined();
  });
});
