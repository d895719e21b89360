import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Witnessing } from '../../src/ledger/witnessing.js';
import { openWitness } from '../../src/ledger/witness.js';
import { importSigningKey } from '../../src/jws/signingKey.js';
import { Keyring } from '../../src/vault/keyring.js';
import { Vault } from '../../src/vault/vault.js';
import { openDesk, person } from '../ledger/desk.js';
import type { LedgerDesk } from '../ledger/desk.js';
import { buildCli, cli } from './cli.js';
import type { Outcome } from './cli.js';

const folder = mkdtempSync(join(tmpdir(), 'cloison-ledger-cli-'));
const file = (name: string): string => join(folder, name);
const ada = person();
let desk: LedgerDesk;
let env: Readonly<Record<string, string>>;

const run = (...words: readonly string[]): Promise<Outcome> => cli(['ledger', ...words], { env, cwd: folder });
const json = (outcome: Outcome): unknown => JSON.parse(outcome.out);

beforeAll(async () => {
  await buildCli();
  const keyring = Keyring.generate();
  writeFileSync(file('keys.json'), keyring);
  chmodSync(file('keys.json'), 0o600);
  desk = await openDesk();
  env = { DATABASE_URL: desk.made.url, CLOISON_KEYS: file('keys.json') };
  const key = await importSigningKey(new Vault(Keyring.parse(keyring)).signingJwk('ledger'));
  const telling = new Witnessing({
    database: desk.database,
    witness: openWitness(file('witness.jws')),
    onFailure: () => undefined,
  });
  for (let each = 0; each < 2; each++) {
    await desk.read([ada, person()], [person()]);
    await desk.sequence({ key, witnessing: telling });
  }
  return async () => {
    await desk.close();
    rmSync(folder, { recursive: true });
  };
});

describe('cloison ledger', () => {
  it('prints the public key, and nothing of the private one', async () => {
    const { code, out } = await run('key');
    expect(code).toBe(0);
    expect(Object.keys(JSON.parse(out) as object)).toEqual(['kty', 'crv', 'x', 'alg', 'use', 'kid']);
    writeFileSync(file('key.json'), out);
  });

  it('verifies, with counts, and says that no witness was asked', async () => {
    const { code, out } = await run('verify');
    expect(code).toBe(0);
    expect(out).toMatch(/^ok: 4 entries, 6 leaves, 2 checkpoints of ledger [0-9a-f-]{36}, up to entry 4, 20/);
    expect(out).toContain('No witness was asked');
    expect((await run('verify', '--witness', 'witness.jws')).out).toContain('2 checkpoints of the witness agree.');
  });

  it('exports to a file of its own, which is verified with no setting at all', async () => {
    const { code, err } = await run('export', 'export.ndjson');
    expect([code, err]).toEqual([0, 'Wrote 7 lines to export.ndjson.\n']);
    const words = [
      'ledger',
      'verify',
      '--file',
      'export.ndjson',
      '--key',
      'key.json',
      '--witness',
      'witness.jws',
      '--json',
    ];
    const offline = await cli(words, { cwd: folder });
    expect(offline.code).toBe(0);
    expect(json(offline)).toMatchObject({ ok: true, entries: 4, witnessed: 2 });
    expect((await run('export', 'export.ndjson')).code).toBe(1);
  });

  it('proves to a person what names them, and finds out a proof that was changed', async () => {
    const { code, out } = await run('prove', '--person', ada);
    expect(code).toBe(0);
    writeFileSync(file('proofs.json'), out);
    const held = await cli(['ledger', 'verify-proof', 'proofs.json', '--key', 'key.json'], { cwd: folder });
    expect([held.code, held.err]).toEqual([0, '2 proofs hold.\n']);
    expect(held.out).toMatch(/^entry 1, \S+: READ by agent:maud for LETTING, of this person \["Tenant.birthDate:YEAR"/);
    writeFileSync(file('proofs.json'), out.replace('LETTING', 'BILLING'));
    const changed = await run('verify-proof', 'proofs.json', '--json');
    expect(changed.code).toBe(1);
    expect(json(changed)).toMatchObject([
      { entry: 1, problem: expect.stringContaining('does not lead') },
      { problem: null },
    ]);
    const one = await run('prove', '--person', ada, '--entry', '3');
    expect(json(one)).toMatchObject({ proofs: [{ entry: { id: 3 } }] });
  });

  it('would prune nothing that is young, whoever asks', async () => {
    const young = await run('prune', '--as', 'sam', '--before', '2999-01-01', '--yes');
    expect([young.code, young.err]).toEqual([
      2,
      'cloison: The ledger is kept for six months at least: name an earlier day with --before.\n',
    ]);
    const { code, out } = await run('prune', '--as', 'sam', '--json');
    expect([code, JSON.parse(out)]).toMatchObject([0, { entries: 0, done: false }]);
  });

  it('prunes when it is told to, not when it is only asked', async () => {
    await desk.tamper(
      `CREATE OR REPLACE FUNCTION cloison.clock() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ SELECT clock_timestamp() + interval '2 years' $$`,
    );
    expect((await run('prune', '--as', 'sam')).err).toMatch(/^Would prune 4 entries, up to entry 4\./);
    expect((await run('verify')).out).toMatch(/^ok: 4 entries/);
    expect((await run('prune', '--as', 'sam', '--yes')).err).toMatch(/^Pruned 4 entries, up to entry 4\./);
    expect((await run('verify', '--witness', 'witness.jws')).out).toMatch(
      /^ok: 0 entries[^]*Entries up to 4 were pruned\.\n1 entries are not in a checkpoint yet, the first of 20\S+Z\.\n1 checkpoints of the witness agree/,
    );
  });

  it('fails with what was found', async () => {
    const lines = readFileSync(file('export.ndjson'), 'utf8').replace('agent:maud', 'agent:eve');
    writeFileSync(file('export.ndjson'), lines);
    const { code, out } = await run('verify', '--file', 'export.ndjson');
    expect(code).toBe(1);
    expect(out).toMatch(/^ENTRY_CHANGED 1: entry 1 is not what was signed\nNOT OK: 4 entries/);
    const other = await run('verify', '--file', 'export.ndjson', '--json');
    expect([other.code, json(other)]).toMatchObject([
      1,
      { ok: false, findings: [{ kind: 'ENTRY_CHANGED', entry: 1 }] },
    ]);
  });

  const wrong: readonly (readonly [string[], RegExp])[] = [
    [['prove', '--person', 'ada'], /it is no UUID/],
    [['prune', '--as', 'sam', '--before', 'May'], /It is no day/],
    [['verify', '--key', 'nowhere.json'], /nowhere\.json: there is no such file/],
    [['verify', '--key', 'witness.jws'], /it holds no public key/],
  ];
  it.each(wrong)('called as %j is called wrongly', async (words, message) => {
    const { code, out, err } = await run(...words);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });

  it.each(['verify', 'prune'])('explains %s on --help', async (word) => {
    const { code, out } = await cli(['ledger', word, '--help']);
    expect(code).toBe(0);
    expect(out).toContain('Examples:\n  ');
  });

  it('says what is missing when there is nothing to verify by', async () => {
    const { code, err } = await cli(['ledger', 'verify'], { cwd: folder });
    expect(code).toBe(1);
    expect(err).toMatch(/DATABASE_URL is not set/);
    const missing = await cli(['ledger', 'verify', '--witness', 'nowhere', '--key', 'key.json'], { cwd: folder, env });
    expect([missing.code, missing.err]).toEqual([1, 'cloison: CONFIG_INVALID nowhere: stat is refused (ENOENT)\n']);
  });
});
