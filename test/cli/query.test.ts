import { copyFileSync, chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selfSignedCertificate } from '../../src/demo/certificates/selfSigned.js';
import { certificatePaths } from '../../src/demo/certificates/demoCertificates.js';
import { claimsOf } from '../demo/issuer/loginDesk.js';
import { buildCli, cli } from './cli.js';
import type { CliOptions, Outcome } from './cli.js';
import { registeredText, startRentalDemo } from './rentalDemo.js';
import type { RentalDemo } from './rentalDemo.js';

let demo: RentalDemo;
beforeAll(async () => {
  [demo] = await Promise.all([startRentalDemo(), buildCli()]);
});
afterAll(async () => {
  await demo.stop();
  expect(demo.failures).toEqual([]);
});

const query = (...words: string[]): Promise<Outcome> => cli(['query', '--data', demo.folder, ...words]);
const piped = (input: string, ...words: string[]): Promise<Outcome> =>
  cli(['query', '--data', demo.folder, ...words], { input } satisfies CliOptions);

async function tokenFile(account: string): Promise<string> {
  const { out } = await cli(['token', '--as', account, '--data', demo.folder]);
  const path = join(demo.folder, `${account}.token`);
  writeFileSync(path, out);
  return path;
}

const role = '{ me { role } }';
const keyFile = (): string => join(demo.folder, 'cli-dpop-key.json');

/** A server that answers as it is told, and what it was sent. */
async function scripted(
  listener: RequestListener,
  use: (url: string, seen: readonly IncomingMessage[]) => Promise<void>,
): Promise<void> {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    request.resume();
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, seen);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

describe('cloison query', () => {
  it('ends with 1 when the server refuses, and prints what it said', async () => {
    const file = await tokenFile('agency');
    const cases: readonly (readonly [words: string[], code: string, input?: string])[] = [
      [['--as', 'agency', '--purpose', 'CURIOSITY', role], 'PURPOSE_UNKNOWN'],
      [['--token-file', file, '--key-file', keyFile(), role], 'PURPOSE_MISSING'],
      [['--token-file', '-', '--purpose', 'LETTING', role], 'TOKEN_MALFORMED', 'not-a-token'],
      [['--as', 'agency', '{ me { shoeSize } }'], 'GRAPHQL_VALIDATION_FAILED'],
    ];
    for (const [words, expected, input] of cases) {
      const { code, out } = input === undefined ? await query(...words) : await piped(input, ...words);
      expect(code).toBe(1);
      expect(JSON.parse(out)).toMatchObject({ errors: [{ extensions: { code: expected } }] });
    }
  });

  it('ends with 1 when nobody answers, or not with JSON', async () => {
    const absent = await query('--as', 'agency', '--url', 'http://127.0.0.1:9/graphql', role);
    expect([absent.code, absent.err]).toEqual([1, 'cloison: http://127.0.0.1:9/graphql does not answer.\n']);
    await scripted(
      (_, response) => response.end('<html>'),
      async (url) => {
        const { code, err } = await query('--as', 'agency', '--url', url, role);
        expect([code, err]).toEqual([1, `cloison: ${url} answered 200 without JSON: is it a GraphQL endpoint?\n`]);
      },
    );
  });

  it('follows no redirect: the token is for one address', async () => {
    await scripted(
      (_, response) => response.writeHead(307, { location: '/elsewhere' }).end(),
      async (url, seen) => {
        const { code, err } = await query('--as', 'agency', '--url', url, role);
        expect([code, err, seen.length]).toEqual([1, `cloison: ${url} does not answer.\n`, 1]);
      },
    );
  });

  it('asks as a demo account, for its usual purpose, and prints the answer as JSON', async () => {
    const { code, out, err } = await query('--as', 'agency', role);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toEqual({ data: { me: { role: 'AGENT' } } });
  });

  it('reads the operation from standard input, takes variables and the name of an operation', async () => {
    const document =
      'query One { me { role } } query Page($first: Int!) { tenants(first: $first) { edges { node { surname } } } }';
    const { code, out } = await piped(
      document,
      '-',
      '--as',
      'agency',
      '--operation',
      'Page',
      '--variables',
      '{"first":5}',
    );
    expect(JSON.parse(out)).toEqual({ data: { tenants: { edges: [] } } });
    expect(code).toBe(0);
  });
});

describe('a proof of the command line', () => {
  const nonceWanted = { 'www-authenticate': 'DPoP realm="x", error="use_dpop_nonce"', 'dpop-nonce': 'n-7' };

  it('is signed anew with the nonce that a server wants, once', async () => {
    await scripted(
      (_, response) => response.writeHead(401, nonceWanted).end('{"errors":[{"message":"again"}]}'),
      async (url, seen) => {
        expect((await query('--as', 'agency', '--url', url, role)).code).toBe(1);
        const proofs = seen.map(({ headers }) => claimsOf(String(headers['dpop'])));
        expect(proofs.map(({ nonce, htu, htm }) => [nonce, htu, htm])).toEqual([
          [undefined, url, 'POST'],
          ['n-7', url, 'POST'],
        ]);
        expect(new Set(proofs.map(({ jti }) => jti)).size).toBe(2);
      },
    );
  });

  it('is not signed anew for another refusal', async () => {
    await scripted(
      (_, response) =>
        response.writeHead(401, { 'www-authenticate': 'DPoP error="invalid_token"', 'dpop-nonce': 'n-7' }).end('{}'),
      async (url, seen) => {
        await query('--as', 'agency', '--url', url, role);
        expect(seen).toHaveLength(1);
      },
    );
  });
});

describe('a step-up of the command line', () => {
  const challenge = (parameters: string): Record<string, string> => ({
    'www-authenticate': `DPoP realm="x", error="insufficient_user_authentication", error_description="no", ${parameters}, Bearer realm="x"`,
  });
  const weakly = ['--acr', 'https://refeds.org/profile/sfa'];

  it('logs in again as the server wants, once, and says what it says then', async () => {
    await scripted(
      (_, response) =>
        response
          .writeHead(401, challenge('acr_values="https://refeds.org/profile/mfa urn:x", max_age="300"'))
          .end('{"errors":[{"message":"no"}]}'),
      async (url, seen) => {
        expect((await query('--as', 'fund', ...weakly, '--url', url, role)).code).toBe(1);
        const tokens = seen.map(({ headers }) => claimsOf(String(headers.authorization)));
        expect(tokens.map(({ acr }) => acr)).toEqual([
          'https://refeds.org/profile/sfa',
          'https://refeds.org/profile/mfa',
        ]);
      },
    );
  });

  it('does not log in again for who brought a token', async () => {
    const file = await tokenFile('agency');
    await scripted(
      (_, response) => response.writeHead(401, challenge('max_age="5"')).end('{}'),
      async (url, seen) => {
        const { code } = await query('--token-file', file, '--key-file', keyFile(), '--url', url, role);
        expect([code, seen.length]).toEqual([1, 1]);
      },
    );
  });

  it('gets an answer from a role that asks for two factors, after a login with one', async () => {
    const { code, out } = await query('--as', 'fund', ...weakly, role);
    expect([code, JSON.parse(out)]).toEqual([0, { data: { me: { role: 'GUARANTEE_FUND' } } }]);
  });
});

describe("a token of one's own", () => {
  it('is not sent without what it is bound to, nor with a key that others may read or that is none', async () => {
    const file = await tokenFile('agency');
    const machine = await tokenFile('fund-software');
    const open = join(demo.folder, 'open-key.json');
    copyFileSync(keyFile(), open);
    chmodSync(open, 0o644);
    const certificate = certificatePaths(demo.folder, 'fund-software').cert;
    const cases: readonly (readonly [words: readonly string[], message: string])[] = [
      [['--token-file', file], 'The token is bound to a key: name its file with --key-file.'],
      [['--token-file', machine], 'The token is bound to a certificate: name it with --cert and --key.'],
      [['--token-file', file, '--key-file', open], '--key-file names a file that every user may read (chmod 600)'],
      [['--token-file', file, '--key-file', 'nowhere'], '--key-file names no file'],
      [['--token-file', machine, '--cert', certificate], '--cert and --key go together.'],
      [['--as', 'agency', '--key-file', keyFile()], 'An account of the demo has its own key'],
      [['--token-file', file, '--key-file', file, '--cert', 'x', '--key', 'y'], '--key-file or --cert'],
    ];
    for (const [words, message] of cases) {
      const { code, out, err } = await query(...words, '--purpose', 'LETTING', role);
      expect([code, out, err], words.join(' ')).toEqual([2, '', expect.stringContaining(message)]);
    }
  });

  it('is sent with a proof of its key, from a file or from standard input', async () => {
    const file = await tokenFile('agency');
    const fromFile = await query(
      '--token-file',
      file,
      '--key-file',
      keyFile(),
      '--purpose',
      'LETTING',
      '--url',
      demo.api,
      role,
    );
    expect(fromFile.code).toBe(0);
    const { out: text } = await cli(['token', '--as', 'agency', '--data', demo.folder]);
    const { out } = await piped(text, '--token-file', '-', '--key-file', keyFile(), '--purpose', 'LETTING', role);
    expect(JSON.parse(out)).toEqual({ data: { me: { role: 'AGENT' } } });
  });

  it('is sent as a bearer token when it is bound to nothing', async () => {
    await scripted(
      (_, response) => response.end('{"data":{}}'),
      async (url, seen) => {
        const unbound = ['{"alg":"none"}', '{"sub":"x"}', 'signature-of-nobody'].map((part) =>
          Buffer.from(part).toString('base64url'),
        );
        expect((await piped(unbound.join('.'), '--token-file', '-', '--url', url, role)).code).toBe(0);
        expect(seen.map(({ headers }) => [headers.authorization, headers['dpop']])).toEqual([
          [`Bearer ${unbound.join('.')}`, undefined],
        ]);
      },
    );
  });
});

describe('a machine', () => {
  it('runs a registered operation over TLS with its certificate, and nothing else', async () => {
    const { code, out } = await query('--as', 'fund-software', registeredText);
    expect([code, JSON.parse(out)]).toEqual([0, { data: { me: { role: 'GUARANTEE_FUND' } } }]);
    const other = await query('--as', 'fund-software', role);
    expect(JSON.parse(other.out)).toMatchObject({ errors: [{ extensions: { code: 'OPERATION_NOT_REGISTERED' } }] });
  });

  it('brings its own token with certificate, key and authority; the token alone gets nowhere', async () => {
    const file = await tokenFile('fund-software');
    const { cert, key, authority } = certificatePaths(demo.folder, 'fund-software');
    const own = [
      '--token-file',
      file,
      '--cert',
      cert,
      '--key',
      key,
      '--purpose',
      'GUARANTEE',
      '--url',
      demo.certificateApi,
    ];
    expect((await query(...own, '--ca', authority, registeredText)).code).toBe(0);
    const unknownServer = await query(...own, registeredText);
    expect([unknownServer.code, unknownServer.err]).toEqual([1, `cloison: ${demo.certificateApi} does not answer.\n`]);
    const clear = await query(...own.slice(0, -1), demo.api, registeredText);
    expect([clear.code, clear.err]).toEqual([2, expect.stringContaining('A certificate is shown over https only')]);
    const other = certificatePaths(demo.folder, 'other');
    const stranger = await selfSignedCertificate({ name: 'fund-software', use: 'CLIENT', now: Date.now() });
    writeFileSync(other.cert, stranger.certPem);
    writeFileSync(other.key, stranger.keyPem);
    const stolen = ['--token-file', file, '--cert', other.cert, '--key', other.key, '--ca', authority];
    const { code, out } = await query(...stolen, '--purpose', 'GUARANTEE', registeredText);
    expect([code, JSON.parse(out)]).toMatchObject([1, { errors: [{ extensions: { code: 'TOKEN_INVALID' } }] }]);
  });
});
