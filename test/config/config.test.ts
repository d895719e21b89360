import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mayColour, readServeConfig, readStartConfig, readStoreConfig } from '../../src/config.js';
import { Failure } from '../../src/kernel/failure.js';
import { readKeyFile } from '../../src/keyFile.js';
import { settings } from '../../src/settings.js';
import type { Setting } from '../../src/settings.js';
import { readWebhookKey } from '../../src/webhookKey.js';
import { readSchema } from '../../src/schemaFolder.js';
import { Keyring } from '../../src/vault/keyring.js';
import { testCertificate } from '../support/certificates.js';
import { tableIn } from '../support/markdown.js';

const folder = mkdtempSync(join(tmpdir(), 'cloison-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function keyFile(name: string, text: string, mode = 0o600): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

const good = {
  DATABASE_URL: 'postgresql://cloison:hunter2@db.example.org:5432/store',
  OIDC_ISSUER: 'https://login.example.org/realms/partners',
  OIDC_AUDIENCE: 'https://api.example.org/graphql',
  CLOISON_KEYS: keyFile('keys.json', Keyring.generate()),
};

function problemsOf(environment: Record<string, string | undefined>): readonly string[] {
  try {
    readServeConfig(environment);
  } catch (error) {
    expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
    return (error as Failure).message
      .split('\n')
      .slice(1, -1)
      .map((line) => line.trim());
  }
  return [];
}

describe('the settings of serve', () => {
  it('are all named at once when none is there, each with what to write', () => {
    expect(problemsOf({})).toEqual(
      (['DATABASE_URL', 'OIDC_ISSUER', 'OIDC_AUDIENCE', 'CLOISON_KEYS'] as const).map(
        (name) => `${name} is not set. Write ${settings[name].form}.`,
      ),
    );
  });

  const wrong: readonly (readonly [name: keyof typeof settings, value: string | (() => string), problem: string])[] = [
    ['DATABASE_URL', '', 'is not set'],
    ['DATABASE_URL', 'mysql://root:s3cret@db/store', 'is no PostgreSQL address'],
    ['DATABASE_URL', 's3cret', 'is no PostgreSQL address'],
    ['OIDC_ISSUER', 'http://login.example.org', 'is not over https'],
    ['OIDC_ISSUER', 'http://127.0.0.1.example.org', 'is not over https'],
    ['OIDC_ISSUER', 'http://127.0.0.1@login.example.org', 'is not over https'],
    ['OIDC_ISSUER', 'https://admin:s3cret@login.example.org', 'is not over https'],
    ['OIDC_ISSUER', 'file:///etc/issuer', 'is not over https'],
    ['OIDC_ISSUER', 'login.example.org', 'is not over https'],
    ['OIDC_ISSUER', 'https://login.example.org/?realm=s3cret', 'has a query, a fragment or a space'],
    ['OIDC_ISSUER', 'https://login.example.org/#x', 'has a query, a fragment or a space'],
    ['OIDC_ISSUER', ' https://login.example.org', 'has a query, a fragment or a space'],
    ['OIDC_AUDIENCE', 'two words', 'is no name of 1 to 256 printable characters without a space'],
    ['OIDC_AUDIENCE', 'a'.repeat(257), 'is no name of 1 to 256 printable characters without a space'],
    ['LEDGER_WITNESS', 'http://witness.example.org', 'is not over https'],
    ['LEDGER_WITNESS', 'ftp://witness.example.org', 'is not over https'],
    ['LEDGER_WITNESS', join(folder, 'nowhere', 'witness.jws'), 'stands in a folder that is not there'],
    ['LEDGER_WITNESS', folder, 'names a folder'],
    ['CLOISON_KEYS', join(folder, 'nowhere'), 'names no file'],
    ['CLOISON_KEYS', folder, 'names something that is no file'],
    [
      'CLOISON_KEYS',
      () => keyFile('open.json', Keyring.generate(), 0o644),
      'names a file that every user may read (chmod 600)',
    ],
    ['CLOISON_KEYS', () => keyFile('large.json', 'x'.repeat(1024 * 1024 + 1)), 'names a file of more than a megabyte'],
    [
      'CLOISON_KEYS',
      () => keyFile('demo.json', Keyring.generate().replace('"kid": "', '"kid": "demo-')),
      'names the keys of the demo',
    ],
    ['PORT', 'http', 'is no number'],
    ['PORT', '-1', 'is no number'],
    ['PORT', '4e3', 'is no number'],
    ['PORT', '65536', 'is above 65535'],
    ['HOST', 'api.example.org', 'is no IP address'],
    ['LOG_LEVEL', 'trace', 'is no level'],
    ['PUBLIC_URL', 'http://api.example.org/graphql', 'is not over https'],
    ['PUBLIC_URL', 'https://s3cret@api.example.org/graphql', 'is not over https'],
    ['PUBLIC_URL', '/graphql', 'is not over https'],
    ...[
      'https://api.example.org/graphql?x',
      'https://api.example.org/graphql#x',
      'https://API.example.org/graphql',
      'https://api.example.org:443/graphql',
      'https://api.example.org/a/../graphql',
    ].map((url) => ['PUBLIC_URL', url, 'has a query, a fragment, a space or another spelling than its own'] as const),
    ['TRUSTED_PROXIES', 'proxy.example.org', 'names something that is no IP address'],
    ['TRUSTED_PROXIES', '10.0.0.1,', 'names something that is no IP address'],
    ['TRUSTED_PROXIES', '10.0.0.0/33', 'names something that is no IP address'],
    ['TRUSTED_PROXIES', '10.0.0.0/', 'names something that is no IP address'],
  ];
  it.each(wrong)('are refused when %s is %s: it %s', (name, value, problem) => {
    const text = typeof value === 'string' ? value : value();
    const problems = problemsOf({ ...good, [name]: text });
    expect(problems).toEqual([`${name} ${problem}. Write ${settings[name].form}.`]);
  });

  it('name a certificate and its key, both or neither', async () => {
    const [ours, another] = await Promise.all([testCertificate(), testCertificate()]);
    const cert = keyFile('tls.crt', ours.cert, 0o644);
    const key = keyFile('tls.key', ours.key);
    const cases: readonly (readonly [string, string, string | undefined])[] = [
      ['', key, 'TLS_CERT is not set'],
      [cert, '', 'TLS_KEY is not set'],
      [join(folder, 'nowhere'), key, 'TLS_CERT names no file'],
      [cert, join(folder, 'nowhere'), 'TLS_KEY names no file'],
      [keyFile('no.crt', 'nothing'), key, 'TLS_CERT names a file that holds no certificate in PEM'],
      [cert, keyFile('no.key', 'nothing'), 'TLS_KEY names a file that holds no private key in PEM'],
      [cert, keyFile('other.key', another.key), 'TLS_KEY is not the key of the certificate'],
      [cert, keyFile('open.key', ours.key, 0o644), 'TLS_KEY names a file that every user may read (chmod 600)'],
      [cert, key, undefined],
      ['', '', undefined],
    ];
    for (const [TLS_CERT, TLS_KEY, problem] of cases) {
      const problems = problemsOf({ ...good, TLS_CERT, TLS_KEY });
      expect(problems.map((line) => line.split('. Write ')[0])).toEqual(problem === undefined ? [] : [problem]);
    }
    expect(readServeConfig({ ...good, TLS_CERT: cert, TLS_KEY: key }).tls).toEqual({ cert, key });
  });

  it('take the address of alarms and the secret that signs them together', () => {
    const url = 'https://alerts.example.org/cloison';
    const secret = keyFile('webhook.key', `whsec_${Buffer.alloc(32, 7).toString('base64')}\n`);
    const cases: readonly (readonly [url: string, key: string, problem: string])[] = [
      ['', secret, 'WATCH_WEBHOOK is not set'],
      ['http://alerts.example.org/cloison', secret, 'WATCH_WEBHOOK is not over https'],
      [url, '', 'WATCH_WEBHOOK_KEY is not set'],
      [url, join(folder, 'nowhere'), 'WATCH_WEBHOOK_KEY names no file'],
      [url, keyFile('short.key', 'whsec_c2hvcnQ='), 'WATCH_WEBHOOK_KEY names a file that holds no whsec_ secret'],
      [
        url,
        keyFile('read.key', 'whsec_', 0o644),
        'WATCH_WEBHOOK_KEY names a file that every user may read (chmod 600)',
      ],
    ];
    for (const [WATCH_WEBHOOK, WATCH_WEBHOOK_KEY, problem] of cases) {
      const [found] = problemsOf({ ...good, WATCH_WEBHOOK, WATCH_WEBHOOK_KEY });
      expect(found).toContain(problem);
    }
    const { webhook } = readServeConfig({ ...good, WATCH_WEBHOOK: url, WATCH_WEBHOOK_KEY: secret });
    expect(webhook).toEqual({ url, keyPath: secret });
    expect(readWebhookKey(secret)).toHaveLength(32);
    expect(readServeConfig(good).webhook).toBeUndefined();
  });

  it('are never shown, whatever is wrong with them', () => {
    const values = Object.fromEntries(Object.keys(settings).map((name) => [name, 'hunter2 is a secret']));
    expect(problemsOf(values)).toHaveLength(12);
    expect(problemsOf(values).join()).not.toContain('hunter2');
  });

  it('are read when they are right', () => {
    expect(readServeConfig({ ...good, PORT: '8080', HOST: '::1', LOG_LEVEL: 'warn' })).toEqual({
      databaseUrl: good.DATABASE_URL,
      issuer: good.OIDC_ISSUER,
      audience: good.OIDC_AUDIENCE,
      keysPath: good.CLOISON_KEYS,
      port: 8080,
      host: '::1',
      publicUrl: undefined,
      tls: undefined,
      trustedProxies: [],
      ledgerWitness: undefined,
      logLevel: 'warn',
    });
    const further = { PUBLIC_URL: 'https://api.example.org/graphql', TRUSTED_PROXIES: '10.0.0.4, 10.1.0.0/16,::1' };
    expect(readServeConfig({ ...good, ...further })).toMatchObject({
      publicUrl: 'https://api.example.org/graphql',
      trustedProxies: ['10.0.0.4', '10.1.0.0/16', '::1'],
    });
    for (const place of [join(folder, 'witness.jws'), 'https://witness.example.org/', 'http://127.0.0.1:4001/'])
      expect(readServeConfig({ ...good, LEDGER_WITNESS: place }).ledgerWitness).toBe(place);
    expect(readServeConfig(good)).toMatchObject({ port: 4000, host: '127.0.0.1', logLevel: 'info' });
  });

  it.each(['http://127.0.0.1:8080/realm', 'http://localhost:8080', 'http://[::1]:8080'])(
    'take the issuer %s, which is on this machine',
    (issuer) => {
      expect(readServeConfig({ ...good, OIDC_ISSUER: issuer }).issuer).toBe(issuer);
    },
  );
});

describe('the settings of npm start', () => {
  it('need nothing', () => {
    expect(readStartConfig({})).toEqual({ databaseUrl: undefined, port: 4000, logLevel: 'info' });
  });

  it('take an issuer and a keyring from nobody', () => {
    expect(readStartConfig({ OIDC_ISSUER: 'nonsense', CLOISON_KEYS: 'nowhere', PORT: '0' })).toEqual({
      databaseUrl: undefined,
      port: 0,
      logLevel: 'info',
    });
  });

  it('are refused like those of serve', () => {
    expect(() => readStartConfig({ PORT: 'x', DATABASE_URL: 'x' })).toThrow(
      /DATABASE_URL is no PostgreSQL address[^]*PORT is no number/,
    );
  });
});

describe('the settings of a command on the store', () => {
  it('are the database and the keyring, and no issuer', () => {
    expect(readStoreConfig(good)).toEqual({
      databaseUrl: good.DATABASE_URL,
      keysPath: good.CLOISON_KEYS,
      logLevel: 'info',
    });
    expect(() => readStoreConfig({})).toThrow(/DATABASE_URL is not set[^]*CLOISON_KEYS is not set/);
  });
});

describe('the documented settings', () => {
  it('are the settings, word for word', () => {
    const documented = tableIn(readFileSync('docs/configuration.md', 'utf8'), 'Variable');
    const actual = Object.entries<Setting>(settings).map(([name, { start, serve, meaning, form, fallback }]) => [
      name,
      start,
      serve,
      meaning,
      form,
      fallback ?? '',
    ]);
    expect(documented).toEqual(actual);
  });
});

describe('colour', () => {
  it('is shown on a terminal, and not where NO_COLOR is set or nobody sees it', () => {
    expect(mayColour({ isTTY: true }, {})).toBe(true);
    expect(mayColour({ isTTY: true }, { NO_COLOR: '' })).toBe(true);
    expect(mayColour({ isTTY: true }, { NO_COLOR: '1' })).toBe(false);
    expect(mayColour({ isTTY: true }, { TERM: 'dumb' })).toBe(false);
    expect(mayColour({}, {})).toBe(false);
  });
});

describe('the key file', () => {
  it('is read when it is ours alone', () => {
    expect(() => Keyring.parse(readKeyFile(good.CLOISON_KEYS))).not.toThrow();
    expect(() => readKeyFile(keyFile('group.json', Keyring.generate(), 0o640))).not.toThrow();
  });

  it('is refused in the words of the settings', () => {
    expect(() => readKeyFile(join(folder, 'nowhere'))).toThrow(
      new Failure('CONFIG_INVALID', 'CLOISON_KEYS names no file.'),
    );
  });
});

describe('a schema folder', () => {
  const schema = join(folder, 'schema');
  const write = (name: string): void => {
    mkdirSync(join(schema, name, '..'), { recursive: true });
    writeFileSync(join(schema, name), `# ${name}`);
  };

  it('that is not there, or holds no SDL, is refused by its name', () => {
    expect(() => readSchema(join(folder, 'absent'))).toThrow(`${join(folder, 'absent')}: there is no such folder`);
    mkdirSync(join(folder, 'empty'));
    expect(() => readSchema(join(folder, 'empty'))).toThrow(
      `${join(folder, 'empty')}: there is no .graphql file in it`,
    );
  });

  it('is read in the order of its names, without what is made from it', () => {
    for (const name of [
      'vocabulary.graphql',
      'query.graphql',
      'types/b.graphql',
      'types/a.graphql',
      'contracts/AGENCY.graphql',
      'operations/x.graphql',
      'migrations/1.sql',
      'README.md',
    ])
      write(name);
    expect(readSchema(schema)).toEqual(
      ['query.graphql', 'types/a.graphql', 'types/b.graphql', 'vocabulary.graphql'].map((name) => ({
        name,
        text: `# ${name}`,
      })),
    );
  });
});
