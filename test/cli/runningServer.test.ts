import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoAccount } from '../../src/demo/accounts.js';
import { startDemoIssuer } from '../../src/demo/issuer/issuer.js';
import { announceDemo, withdrawDemo } from '../../src/demo/runningDemo.js';
import { systemClock } from '../../src/kernel/clock.js';
import { openStore, startServer } from '../../src/main.js';
import { readSchema } from '../../src/schemaFolder.js';
import { Keyring } from '../../src/vault/keyring.js';
import { forge, publicJwk, startTestIssuer, testKey } from '../jws/testIssuer.js';
import { rentalFolder } from '../support/policies.js';
import { createDatabase } from '../support/postgres.js';
import { rentalMigrations } from '../support/rental.js';
import { buildCli, cli, finished, linesUntil, startCli } from './cli.js';

const folder = mkdtempSync(join(tmpdir(), 'cloison-running-'));
const audience = 'https://api.example.org/graphql';
const accounts: readonly DemoAccount[] = [
  {
    name: 'agency',
    role: 'AGENT',
    claims: { ACCOUNT: 'agency', ORGANISATION: 'agency-1' },
    purposes: ['LETTING'],
    defaultPurpose: 'LETTING',
  },
];

/** What each part needs to end, the last one first. */
const endings: (() => Promise<unknown>)[] = [];
let api: string;

beforeAll(async () => {
  const database = await createDatabase();
  endings.push(() => database.drop());
  const issuer = await startDemoIssuer({ folder, accounts, audience, port: 0, clock: systemClock });
  endings.push(() => issuer.close());
  const store = await openStore({
    sources: readSchema(rentalFolder),
    migrations: rentalMigrations,
    databaseUrl: database.url,
    keyring: Keyring.parse(Keyring.generate()),
    clock: systemClock,
  });
  endings.push(() => store.close());
  const failures: unknown[] = [];
  const server = await startServer(store, {
    issuer: issuer.url,
    audience,
    demoKeys: 'accepted',
    port: 0,
    host: '127.0.0.1',
    onFailure: (error) => failures.push(error),
  });
  endings.push(() => server.close());
  api = server.url;
  announceDemo(folder, { issuer: issuer.url, api });
  await buildCli();
});
afterAll(async () => {
  for (const end of endings.toReversed()) await end();
  rmSync(folder, { recursive: true });
});

const query = (...words: string[]): ReturnType<typeof cli> => cli(['query', '--data', folder, ...words]);

describe('cloison token', () => {
  it('prints a token of the account and nothing else', async () => {
    const { code, out, err } = await cli(['token', '--as', 'agency', '--data', folder]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  });

  it("prints the issuer's whole answer for programs", async () => {
    const { out } = await cli(['token', '--as', 'agency', '--data', folder, '--json']);
    expect(JSON.parse(out)).toMatchObject({
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'purpose:LETTING',
      default_purpose: 'LETTING',
    });
  });

  it('names the accounts when there is none of that name', async () => {
    expect(await cli(['token', '--as', 'nobody', '--data', folder])).toEqual({
      code: 2,
      out: '',
      err: 'cloison: There is no such account. There are: agency.\n',
    });
  });

  it('says how to start a demo when none runs, or none any more', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'cloison-none-'));
    expect((await cli(['token', '--as', 'agency', '--data', elsewhere])).err).toBe(
      `cloison: No demo runs on ${elsewhere}. Start one with: npm start\n`,
    );
    announceDemo(elsewhere, { issuer: 'http://127.0.0.1:9', api: 'http://127.0.0.1:9/graphql' });
    const { code, err } = await cli(['token', '--as', 'agency', '--data', elsewhere]);
    expect([code, err]).toEqual([
      1,
      "cloison: The demo's issuer does not answer at http://127.0.0.1:9. Start it with: npm start\n",
    ]);
    withdrawDemo(elsewhere);
    rmSync(elsewhere, { recursive: true });
  });
});

describe('cloison query', () => {
  const role = '{ me { role } }';

  it('asks as a demo account, for its usual purpose, and prints the answer as JSON', async () => {
    const { code, out, err } = await query('--as', 'agency', role);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toEqual({ data: { me: { role: 'AGENT' } } });
  });

  it('reads the operation from standard input, takes variables and the name of an operation', async () => {
    const document =
      'query One { me { role } } query Page($first: Int!) { tenants(first: $first) { edges { node { surname } } } }';
    const { code, out } = await cli(
      ['query', '-', '--data', folder, '--as', 'agency', '--operation', 'Page', '--variables', '{"first":5}'],
      { input: document },
    );
    expect(JSON.parse(out)).toEqual({ data: { tenants: { edges: [] } } });
    expect(code).toBe(0);
  });

  it('takes a real token from a file or from standard input, with its purpose', async () => {
    const token = (await cli(['token', '--as', 'agency', '--data', folder])).out;
    const file = join(folder, 'token.txt');
    writeFileSync(file, token);
    expect((await query('--token-file', file, '--url', api, '--purpose', 'LETTING', role)).code).toBe(0);
    const piped = await cli(['query', '--token-file', '-', '--data', folder, '--purpose', 'LETTING', role], {
      input: token,
    });
    expect(JSON.parse(piped.out)).toEqual({ data: { me: { role: 'AGENT' } } });
  });

  it('ends with 1 when the server refuses, and prints what it said', async () => {
    const token = (await cli(['token', '--as', 'agency', '--data', folder])).out;
    const cases: readonly (readonly [words: string[], code: string, input?: string])[] = [
      [['--as', 'agency', '--purpose', 'CURIOSITY', role], 'PURPOSE_UNKNOWN'],
      [['--token-file', '-', role], 'PURPOSE_MISSING', token],
      [['--token-file', '-', '--purpose', 'LETTING', role], 'TOKEN_MALFORMED', 'not-a-token'],
      [['--as', 'agency', '{ me { shoeSize } }'], 'GRAPHQL_VALIDATION_FAILED'],
    ];
    for (const [words, expected, input] of cases) {
      const { code, out } = await cli(['query', '--data', folder, ...words], input === undefined ? {} : { input });
      expect(code).toBe(1);
      expect(JSON.parse(out)).toMatchObject({ errors: [{ extensions: { code: expected } }] });
    }
  });

  it('ends with 1 when nobody answers, or not with JSON', async () => {
    const absent = await query('--as', 'agency', '--url', 'http://127.0.0.1:9/graphql', role);
    expect([absent.code, absent.err]).toEqual([1, 'cloison: http://127.0.0.1:9/graphql does not answer.\n']);
    const page = createServer((_, response) => response.end('<html>'));
    await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(page.address() as AddressInfo).port}/`;
    const { code, err } = await query('--as', 'agency', '--url', url, role);
    page.close();
    expect([code, err]).toEqual([1, `cloison: ${url} answered 200 without JSON: is it a GraphQL endpoint?\n`]);
  });
});

describe('cloison migrate', () => {
  it('brings an empty database to the tables, once', async () => {
    const database = await createDatabase();
    const env = { DATABASE_URL: database.url };
    const first = await cli(['migrate', '--schema', rentalFolder], { env });
    expect(first.code).toBe(0);
    expect(first.out).toContain('ran 0001_rental');
    expect(await cli(['migrate', '--schema', rentalFolder], { env })).toEqual({
      code: 0,
      out: 'Nothing to do: the database is up to date.\n',
      err: '',
    });
    expect(JSON.parse((await cli(['migrate', '--schema', rentalFolder, '--json'], { env })).out)).toEqual([]);
    await database.drop();
  });

  it('says which setting is missing', async () => {
    const { code, err } = await cli(['migrate']);
    expect(code).toBe(1);
    expect(err).toContain('DATABASE_URL is not set.');
    expect(err).not.toContain('CLOISON_KEYS is');
  });
});

describe('cloison serve', () => {
  const key = testKey('EdDSA', 'partners-1');

  it('serves with a real issuer, database and keyring, and ends cleanly on a signal', async () => {
    const database = await createDatabase();
    const issuer = await startTestIssuer();
    issuer.publish([publicJwk(key)]);
    const keys = join(folder, 'serve-keys.json');
    await cli(['keys', 'generate', keys]);
    const env = {
      DATABASE_URL: database.url,
      OIDC_ISSUER: issuer.url,
      OIDC_AUDIENCE: audience,
      CLOISON_KEYS: keys,
      PORT: '0',
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const child = startCli(['serve', '--schema', rentalFolder], { env });
      const outcome = finished(child);
      const log = await linesUntil(child, (line) => line.includes('"serving '));
      const messages = log.map((line) => (JSON.parse(line) as { message: string }).message);
      expect(messages).toContainEqual(expect.stringContaining('is not enforced'));
      expect(messages.at(-1)).toMatch(/^serving http:\/\/127\.0\.0\.1:\d+\/graphql$/);
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        iss: issuer.url,
        aud: audience,
        sub: 'agent-1',
        client_id: 'x',
        jti: 'y',
        iat: now,
        exp: now + 60,
        role: 'AGENT',
        organisation: 'a',
        scope: 'purpose:LETTING',
      };
      const token = forge({ alg: 'EdDSA', typ: 'at+jwt', kid: key.kid }, claims, key);
      const answer = await cli(
        [
          'query',
          '--url',
          messages.at(-1)?.slice('serving '.length) ?? '',
          '--token-file',
          '-',
          '--purpose',
          'LETTING',
          '{ me { role } }',
        ],
        { input: token },
      );
      expect(JSON.parse(answer.out)).toEqual({ data: { me: { role: 'AGENT' } } });
      child.kill(signal);
      expect(await outcome).toMatchObject({ code: 0, out: '' });
    }
    await issuer.close();
    await database.drop();
  });

  it("refuses the demo's issuer, and an issuer that is not there", async () => {
    const database = await createDatabase();
    const issuer = await startDemoIssuer({ folder, accounts, audience, port: 0, clock: systemClock });
    const env = {
      DATABASE_URL: database.url,
      OIDC_AUDIENCE: audience,
      CLOISON_KEYS: join(folder, 'serve-keys.json'),
      PORT: '0',
    };
    const demo = await cli(['serve', '--schema', rentalFolder], { env: { ...env, OIDC_ISSUER: issuer.url } });
    expect([demo.code, demo.err]).toEqual([
      1,
      `cloison: CONFIG_INVALID OIDC_ISSUER: ${issuer.url} is an issuer of demo tokens. Name the issuer of your partners' tokens.\n`,
    ]);
    await issuer.close();
    const gone = await cli(['serve', '--schema', rentalFolder], { env: { ...env, OIDC_ISSUER: issuer.url } });
    expect(gone.code).toBe(1);
    expect(gone.err).toMatch(/^cloison: ISSUER_UNAVAILABLE http/);
    await database.drop();
  });

  it('says that the database does not answer, and not its password', async () => {
    const env = {
      DATABASE_URL: 'postgresql://cloison:hunter2@127.0.0.1:9/store',
      OIDC_ISSUER: 'https://login.example.org',
      OIDC_AUDIENCE: audience,
      CLOISON_KEYS: join(folder, 'serve-keys.json'),
    };
    const { code, err } = await cli(['serve', '--schema', rentalFolder], { env });
    expect(code).toBe(1);
    expect(err).toMatch(/^cloison: STORE_UNAVAILABLE/);
    expect(err).not.toContain('hunter2');
  });
});
