import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDemoIssuer } from '../../src/demo/issuer/issuer.js';
import { forge, publicJwk, startTestIssuer, testKey } from '../jws/testIssuer.js';
import { application } from '../support/partner.js';
import { rentalFolder } from '../support/policies.js';
import { createDatabase } from '../support/postgres.js';
import { register } from '../support/servedStore.js';
import { buildCli, cli, finished, linesUntil, startCli } from './cli.js';
import { accounts, audience } from './rentalDemo.js';

const folder = mkdtempSync(join(tmpdir(), 'cloison-running-'));

beforeAll(buildCli);
afterAll(() => rmSync(folder, { recursive: true }));

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
    await cli(['migrate', '--schema', rentalFolder], { env });
    await register(database.url, []);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const child = startCli(['serve', '--schema', rentalFolder], { env });
      const outcome = finished(child);
      const log = await linesUntil(child, (line) => line.includes('"serving '));
      const messages = log.map((line) => (JSON.parse(line) as { message: string }).message);
      expect(messages).toContainEqual(expect.stringContaining('ERASURE_REGISTER is not set'));
      expect(messages.at(-1)).toMatch(/^serving http:\/\/127\.0\.0\.1:\d+\/graphql$/);
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        iss: issuer.url,
        aud: audience,
        sub: 'tenant-3',
        client_id: application,
        jti: 'y',
        iat: now,
        exp: now + 60,
        role: 'TENANT',
        subject: 'e0000000-0000-4000-8000-000000000003',
        scope: 'purpose:OWN_FILE',
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
          'OWN_FILE',
          '{ me { role } }',
        ],
        { input: token },
      );
      expect(JSON.parse(answer.out)).toEqual({ data: { me: { role: 'TENANT' } } });
      child.kill(signal);
      expect(await outcome).toMatchObject({ code: 0, out: '' });
    }
    await issuer.close();
    await database.drop();
  });

  it("refuses the demo's issuer, and an issuer that is not there", async () => {
    const database = await createDatabase();
    const issuer = await startDemoIssuer({ folder, accounts, audience, port: 0 });
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
