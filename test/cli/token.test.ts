import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { announceDemo, withdrawDemo } from '../../src/demo/runningDemo.js';
import { importProofKey } from '../../src/jws/proofSigning.js';
import { claimsOf } from '../demo/issuer/loginDesk.js';
import { buildCli, cli } from './cli.js';
import type { Outcome } from './cli.js';
import { startRentalDemo } from './rentalDemo.js';
import type { RentalDemo } from './rentalDemo.js';

let demo: RentalDemo;
beforeAll(async () => {
  [demo] = await Promise.all([startRentalDemo(), buildCli()]);
});
afterAll(async () => {
  await demo.stop();
  expect(demo.failures).toEqual([]);
});

const token = (...words: string[]): Promise<Outcome> => cli(['token', '--data', demo.folder, ...words]);

describe('cloison token', () => {
  it('names the accounts when there is none of that name', async () => {
    expect(await token('--as', 'nobody')).toEqual({
      code: 2,
      out: '',
      err: 'cloison: There is no such account. There are: agency, fund.\n',
    });
    expect((await token('--as', '../certificates/fund-software')).code).toBe(2);
  });

  it('says what the issuer does not have', async () => {
    const { code, out, err } = await token('--as', 'agency', '--acr', 'urn:example:retina');
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^cloison: There is no other acr here than https:/);
  });

  it('is called wrongly with half a request, an address in clear, or a proof that a certificate makes needless', async () => {
    const half = await token('--as', 'agency', '--proof', 'POST');
    expect([half.code, half.err]).toEqual([2, expect.stringContaining('Write --proof METHOD URL')]);
    const method = await token('--as', 'agency', '--proof', 'http://127.0.0.1/graphql', 'POST');
    expect([method.code, method.err]).toEqual([2, expect.stringContaining('Write --proof METHOD URL')]);
    const clear = await token('--as', 'agency', '--proof', 'POST', 'http://api.example.org/graphql');
    expect([clear.code, clear.err]).toEqual([2, expect.stringContaining('The token would travel in clear')]);
    const machine = await token('--as', 'fund-software', '--proof', 'POST', demo.certificateApi);
    expect([machine.code, machine.err]).toEqual([2, expect.stringContaining('show the certificate')]);
    expect((await token('--as', 'agency', '--max-age', 'soon')).code).toBe(2);
  });

  it('says how to start a demo when none runs, or none any more', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'cloison-none-'));
    expect((await cli(['token', '--as', 'agency', '--data', elsewhere])).err).toBe(
      `cloison: No demo runs on ${elsewhere}. Start one with: npm start\n`,
    );
    announceDemo(elsewhere, {
      issuer: 'http://127.0.0.1:9',
      api: 'http://127.0.0.1:9/graphql',
      certificateApi: 'https://127.0.0.1:9/graphql',
    });
    const { code, err } = await cli(['token', '--as', 'agency', '--data', elsewhere]);
    expect([code, err]).toEqual([
      1,
      "cloison: The demo's issuer does not answer at http://127.0.0.1:9. Start it with: npm start\n",
    ]);
    withdrawDemo(elsewhere);
    rmSync(elsewhere, { recursive: true });
  });

  it('says which file of the key is damaged', async () => {
    const path = join(demo.folder, 'cli-dpop-key.json');
    writeFileSync(path, 'secret');
    const { code, err } = await token('--as', 'agency');
    expect([code, err]).toEqual([
      1,
      `cloison: KEYRING_INVALID ${path}: it holds no private key for proofs: a JWK of the curve P-256\n`,
    ]);
    rmSync(path);
  });

  it('prints a token of the account and nothing else, bound to a key that it keeps for its owner', async () => {
    const { code, out, err } = await token('--as', 'agency');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const path = join(demo.folder, 'cli-dpop-key.json');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const { thumbprint } = await importProofKey(readFileSync(path, 'utf8'));
    expect(claimsOf(out)).toMatchObject({ sub: 'agency', cnf: { jkt: thumbprint } });
    expect(claimsOf((await token('--as', 'fund')).out)).toMatchObject({ sub: 'fund', cnf: { jkt: thumbprint } });
  });

  it('logs in as it is told to', async () => {
    const plain = await token('--as', 'agency', '--acr', 'https://refeds.org/profile/sfa', '--max-age', '60');
    expect(claimsOf(plain.out)).toMatchObject({ acr: 'https://refeds.org/profile/sfa' });
    expect(claimsOf((await token('--as', 'agency')).out)).toMatchObject({ acr: 'https://refeds.org/profile/mfa' });
  });

  it("prints the issuer's whole answer for programs", async () => {
    const { out } = await token('--as', 'agency', '--json');
    expect(JSON.parse(out)).toMatchObject({
      token_type: 'DPoP',
      expires_in: 3600,
      scope: 'purpose:LETTING',
      default_purpose: 'LETTING',
    });
  });

  it('gives a machine a token that is bound to its certificate', async () => {
    const { out } = await token('--as', 'fund-software', '--json');
    const { access_token: text, token_type: type } = JSON.parse(out) as Record<string, string>;
    expect([type, claimsOf(text)]).toMatchObject(['Bearer', { sub: 'fund-software', client_id: 'fund-software' }]);
    expect(claimsOf(text)).toHaveProperty(['cnf', 'x5t#S256']);
  });

  it('prints two headers that are good for one request, for curl', async () => {
    const { code, out } = await token('--as', 'agency', '--proof', 'POST', demo.api);
    expect([code, out]).toEqual([0, expect.stringMatching(/^Authorization: DPoP [\w.-]+\nDPoP: [\w.-]+\n$/)]);
    const own = Object.fromEntries(
      out
        .trim()
        .split('\n')
        .map((line) => line.split(': ')),
    ) as Record<string, string>;
    const headers = { ...own, 'cloison-purpose': 'LETTING', 'content-type': 'application/json' };
    const send = async (): Promise<unknown> =>
      (await fetch(demo.api, { method: 'POST', headers, body: JSON.stringify({ query: '{ me { role } }' }) })).json();
    expect(await send()).toEqual({ data: { me: { role: 'AGENT' } } });
    expect(await send()).toMatchObject({ errors: [{ extensions: { code: 'PROOF_INVALID' } }] });
  });

  it('signs the nonce that it is given', async () => {
    const { out } = await token(
      '--as',
      'agency',
      '--json',
      '--nonce',
      'n-1',
      '--proof',
      'POST',
      'https://a.example.org/x?y',
    );
    const { headers } = JSON.parse(out) as { headers: Record<string, string> };
    expect(claimsOf(headers['dpop'])).toMatchObject({ htm: 'POST', htu: 'https://a.example.org/x', nonce: 'n-1' });
  });
});

describe('an issuer that is not what it should be', () => {
  /** Answers an authorization request with `location`, and a token request never. */
  async function asked(locationOf: (request: URL, own: string) => string): Promise<Outcome> {
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '', own());
      if (url.pathname === '/auth') response.writeHead(303, { location: locationOf(url, own()) }).end();
      else if (url.pathname.startsWith('/.well-known/')) response.end(JSON.stringify(metadata()));
      else response.writeHead(404).end();
    });
    const own = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const metadata = (): object => ({
      issuer: own(),
      authorization_endpoint: `${own()}/auth`,
      token_endpoint: `${own()}/token`,
      scopes_supported: ['openid'],
      mtls_endpoint_aliases: { token_endpoint: `${own()}/token` },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const elsewhere = mkdtempSync(join(tmpdir(), 'cloison-other-'));
    announceDemo(elsewhere, { issuer: own(), api: `${own()}/graphql`, certificateApi: `${own()}/graphql` });
    const outcome = await cli(['token', '--as', 'agency', '--data', elsewhere]);
    server.close();
    server.closeAllConnections();
    rmSync(elsewhere, { recursive: true });
    return outcome;
  }

  const callback = 'http://127.0.0.1/callback';

  it.each<readonly [string, (request: URL, own: string) => string, RegExp]>([
    [
      'sends to another server',
      () => 'http://127.0.0.1:9/elsewhere',
      /^cloison: http:\/\/127[^ ]+ leads elsewhere\.\n$/,
    ],
    ['goes in circles', (request) => request.href, /goes in circles\.\n$/],
    ['answers another request', (_, own) => `${callback}?code=c&state=other&iss=${own}`, /answered another request/],
    [
      'names another issuer',
      (request) => `${callback}?code=c&state=${request.searchParams.get('state') ?? ''}&iss=https://other.example.org`,
      /answered another request/,
    ],
    [
      'refuses',
      (request, own) => `${callback}?error=access_denied&state=${request.searchParams.get('state') ?? ''}&iss=${own}`,
      /^cloison: access_denied\n$/,
    ],
  ])('gets nothing when it %s', async (_, locationOf, message) => {
    const { code, out, err } = await asked(locationOf);
    expect([code === 0, out, err]).toEqual([false, '', expect.stringMatching(message)]);
  });
});
