import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Keyring } from '../../src/vault/keyring.js';
import { rentalFolder } from '../support/policies.js';
import { buildCli, cli, startCli } from './cli.js';

const folder = mkdtempSync(join(tmpdir(), 'cloison-cli-'));
beforeAll(buildCli);
afterAll(() => rmSync(folder, { recursive: true }));

const json = (text: string): unknown => JSON.parse(text);

describe('the command line', () => {
  const wrong: readonly (readonly [words: string[], message: RegExp])[] = [
    [[], /^Usage: cloison/],
    [['frobnicate'], /unknown command 'frobnicate'/],
    [['--frobnicate'], /unknown option '--frobnicate'/],
    [['query'], /missing required argument 'document'/],
    [['query', '{ me { role } }'], /Name a demo account with --as, or a token with --token-file/],
    [['query', '{ a }', '--as', 'x', '--token-file', 'y'], /cannot be used with/],
    [['query', '-', '--token-file', '-'], /Standard input cannot be both/],
    [['query', '{ a }', '--as', 'x', '--variables', '[1]'], /It is no JSON object/],
    [['query', '{ a }', '--token-file', 'nowhere'], /nowhere: there is no such file/],
    [
      ['query', '{ a }', '--token-file', 'x', '--url', 'http://api.example.org/graphql'],
      /The token would travel in clear/,
    ],
    [['query', '{ a }', '--token-file', 'x', '--cert', 'y'], /--cert and --key go together/],
    [['query', '{ a }', '--as', 'x', '--key-file', 'y'], /has its own key/],
    [['query', '{ a }', '--as', 'x', '--max-age', '-1'], /It is no number of seconds/],
    [['token', '--as', 'x', '--proof', 'POST'], /Write --proof METHOD URL/],
    [['token'], /required option '--as <account>' not specified/],
    [['token', '--as', 'x', 'y'], /too many arguments/],
    [
      ['matrix', 'test/fixtures/rental', '--role', 'LODGER'],
      /There is no role LODGER. There are: LANDLORD, AGENT, GUARANTEE_FUND, TENANT\./,
    ],
    [['keys', 'generate'], /missing required argument 'file'/],
  ];
  it.each(wrong)('called as %j is called wrongly: exit code 2, and why on standard error', async (words, message) => {
    const { code, out, err } = await cli(words);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });

  it.each(
    [
      [],
      ['start'],
      ['serve'],
      ['import'],
      ['demo'],
      ['query'],
      ['token'],
      ['check'],
      ['matrix'],
      ['contract'],
      ['diff'],
      ['register'],
      ['migrate'],
      ['keys', 'generate'],
    ].map((words) => [words]),
  )('explains %j on --help, with examples', async (words) => {
    const { code, out, err } = await cli([...words, '--help']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(new RegExp(`^Usage: cloison ${words.join(' ')}`));
    expect(out).toContain('Examples:\n  ');
  });

  it('knows its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await cli(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  it('writes no colour where nobody sees it', async () => {
    const outputs = [await cli(['--help']), await cli(['frobnicate']), await cli(['serve'])];
    expect(outputs.map(({ out, err }) => out + err).join('')).not.toContain('\u001B');
  });
});

describe('cloison check', () => {
  it('finds nothing against the store of this repository, nor against its tables', async () => {
    const { code, out } = await cli(['check']);
    expect(code).toBe(0);
    expect(out).toMatch(/^schema: 8 roles, .* no contradiction\. It fits its migrations\.\nPolicy [0-9a-f]{64}\n$/);
  });

  it('says it for programs', async () => {
    const { code, out } = await cli(['check', rentalFolder, '--no-database', '--json']);
    expect(code).toBe(0);
    expect(json(out)).toMatchObject({ ok: true, roles: 4, database: false, problems: [] });
  });

  it('fails with file, line and what to write for a policy that contradicts itself', async () => {
    const broken = join(folder, 'broken');
    cpSync(rentalFolder, broken, { recursive: true });
    const file = join(broken, 'types', 'lease.graphql');
    writeFileSync(file, readFileSync(file, 'utf8').replace('to: [AGENT]', 'to: [LODGER]'));
    const { code, out } = await cli(['check', broken, '--no-database']);
    expect(code).toBe(1);
    expect(out).toMatch(new RegExp(`^${file}:\\d+:\\d+ [A-Z_]+ .*LODGER.*\\n    \\S`));
    const machine = await cli(['check', broken, '--json']);
    expect(machine.code).toBe(1);
    expect(json(machine.out)).toMatchObject({
      ok: false,
      problems: [{ file, line: expect.any(Number), remedy: expect.any(String) }],
    });
  });

  it('says it as SARIF, with files relative to the folder that was given', async () => {
    const clean = await cli(['check', 'test/fixtures/rental', '--no-database', '--sarif']);
    expect(clean.code).toBe(0);
    expect(json(clean.out)).toMatchObject({
      version: '2.1.0',
      runs: [{ originalUriBaseIds: { SCHEMA: { uri: 'test/fixtures/rental/' } }, results: [] }],
    });
    const unstated = join(folder, 'unstated');
    cpSync(rentalFolder, unstated, { recursive: true });
    const file = join(unstated, 'vocabulary.graphql');
    writeFileSync(file, readFileSync(file, 'utf8').replace('to: [AGENT, GUARANTEE_FUND, TENANT]', 'to: []'));
    const { code, out } = await cli(['check', unstated, '--sarif']);
    expect(code).toBe(1);
    expect(json(out)).toMatchObject({
      runs: [
        {
          originalUriBaseIds: { SCHEMA: { uri: `file://${unstated}/` } },
          results: [
            {
              ruleId: 'SPECIAL_UNSTATED',
              locations: [
                { physicalLocation: { artifactLocation: { uri: 'vocabulary.graphql', uriBaseId: 'SCHEMA' } } },
              ],
            },
          ],
        },
      ],
    });
    expect((await cli(['check', '--sarif', '--json'])).code).toBe(2);
  });

  it('fails for tables that do not fit the policy', async () => {
    const unfit = join(folder, 'unfit');
    cpSync(rentalFolder, unfit, { recursive: true });
    writeFileSync(join(unfit, 'migrations', '0002_unfit.sql'), 'ALTER TABLE tenant DROP COLUMN surname;\n');
    expect((await cli(['check', unfit, '--no-database'])).code).toBe(0);
    const { code, err } = await cli(['check', unfit]);
    expect(code).toBe(1);
    expect(err).toMatch(/^cloison: STORE_MISMATCH [^]*surname/);
  });

  it('fails for a folder that holds no schema', async () => {
    expect(await cli(['check', join(folder, 'nowhere')])).toEqual({
      code: 1,
      out: '',
      err: `cloison: CONFIG_INVALID ${join(folder, 'nowhere')}: there is no such folder\n`,
    });
  });
});

describe('cloison matrix', () => {
  it('prints what is granted, and only what is asked for', async () => {
    const all = await cli(['matrix', rentalFolder]);
    expect(all.out).toMatch(/^ROLE +FIELD +PURPOSE +PRECISION/);
    const { code, out } = await cli([
      'matrix',
      rentalFolder,
      '--role',
      'LANDLORD',
      '--field',
      'Tenant.phoneLast2',
      '--json',
    ]);
    expect(code).toBe(0);
    expect(json(out)).toEqual([
      {
        role: 'LANDLORD',
        coordinate: 'Tenant.phoneLast2',
        purpose: 'LETTING',
        precision: 'LAST2',
        through: [{ reach: 'let', within: 'PT0S', approval: false }],
        stepUp: false,
        restrictedBy: ['discreet'],
      },
    ]);
  });

  it('marks the field that asks for a fresh authentication', async () => {
    const { out } = await cli(['matrix', rentalFolder, '--field', 'Tenant.forwarding.line', '--role', 'AGENT']);
    expect(out).toMatch(/^AGENT +Tenant\.forwarding\.line +LETTING +EXACT +managed \+P1M +fresh +-$/m);
  });

  it("prints a type's fields, and nothing for a purpose without grants", async () => {
    const rows = json(
      (await cli(['matrix', rentalFolder, '--field', 'Lease', '--purpose', 'LETTING', '--json'])).out,
    ) as { coordinate: string }[];
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.every(({ coordinate }) => coordinate.startsWith('Lease.'))).toBe(true);
  });

  it.each([['Tenant.nope'], ['Nope'], ['Tenant.']])('is called wrongly for the field %s', async (field) => {
    const { code, out, err } = await cli(['matrix', rentalFolder, '--field', field]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`There is no field ${field}. There are: `);
  });

  it('ends quietly when nobody reads on', async () => {
    const child = startCli(['matrix']);
    child.stdout?.destroy();
    child.stderr?.setEncoding('utf8');
    let complaints = '';
    child.stderr?.on('data', (text: string) => void (complaints += text));
    const [code] = (await once(child, 'close')) as [number | null];
    expect([code, complaints]).toEqual([0, '']);
  });
});

describe('cloison contract', () => {
  const store = join(folder, 'contracts');
  const file = (name: string): string => join(store, 'contracts', name);
  beforeAll(() => cpSync(rentalFolder, store, { recursive: true }));

  it('fails on --check while the files are not there, and writes none', async () => {
    const { code, out } = await cli(['contract', store, '--check']);
    expect(code).toBe(1);
    expect(out).toContain(`add ${file('')}`);
    expect(existsSync(file(''))).toBe(false);
  });

  it('writes one for each role, then has nothing to say', async () => {
    const { code, out } = await cli(['contract', store]);
    expect(code).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(4);
    expect(await cli(['contract', store, '--check'])).toEqual({
      code: 0,
      out: 'The contracts are what the policy says.\n',
      err: '',
    });
  });

  it('finds one that was changed and one that nobody has any more, and mends both', async () => {
    const [some = ''] = readdirSync(file(''));
    writeFileSync(file(some), '# changed\n');
    writeFileSync(file('lodger.graphql'), '# stale\n');
    const drift = await cli(['contract', store, '--check', '--json']);
    expect(drift.code).toBe(1);
    expect(json(drift.out)).toEqual([
      { file: file(some), change: 'change' },
      { file: file('lodger.graphql'), change: 'remove' },
    ]);
    expect((await cli(['contract', store])).code).toBe(0);
    expect(existsSync(file('lodger.graphql'))).toBe(false);
    expect((await cli(['contract', store, '--check'])).code).toBe(0);
  });
});

describe('cloison keys generate', () => {
  it('writes a keyring for its owner only, and never over another', async () => {
    const path = join(folder, 'keys.json');
    const { code, out, err } = await cli(['keys', 'generate', path]);
    expect([code, out]).toEqual([0, '']);
    expect(err).toMatch(/^Wrote .*keys\.json\. Keep it outside the database/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const text = readFileSync(path, 'utf8');
    expect(() => Keyring.parse(text)).not.toThrow();
    const again = await cli(['keys', 'generate', path]);
    expect([again.code, again.err]).toEqual([1, `cloison: ${path}: it is there already, and was left as it is\n`]);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('says what is wrong with the place', async () => {
    const path = join(folder, 'absent', 'keys.json');
    expect((await cli(['keys', 'generate', path])).err).toBe(`cloison: ${path}: its folder is not there\n`);
  });
});

describe('cloison serve', () => {
  it('starts with nothing of its own: every missing setting is named at once', async () => {
    const { code, out, err } = await cli(['serve']);
    expect([code, out]).toEqual([1, '']);
    for (const name of ['DATABASE_URL', 'OIDC_ISSUER', 'OIDC_AUDIENCE', 'CLOISON_KEYS'])
      expect(err).toContain(`${name} is not set.`);
  });

  it('shows no value of a setting that is wrong', async () => {
    const { err } = await cli(['serve'], {
      env: { DATABASE_URL: 'mysql://root:hunter2@db/store', OIDC_AUDIENCE: 'hunter2 hunter2' },
    });
    expect(err).toContain('DATABASE_URL is no PostgreSQL address.');
    expect(err).not.toContain('hunter2');
  });

  it('refuses the keys of the demo', async () => {
    const path = join(folder, 'demo-keys.json');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, Keyring.generate().replaceAll('"kid": "', '"kid": "demo-'));
    chmodSync(path, 0o600);
    expect((await cli(['serve'], { env: { CLOISON_KEYS: path } })).err).toContain(
      'CLOISON_KEYS names the keys of the demo.',
    );
  });
});
