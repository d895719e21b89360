/** `cloison diff` over the commits of a repository of its own: the rental store, widened, renamed and broken. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rentalFolder } from '../support/policies.js';
import type { Outcome } from './cli.js';
import { buildCli, cli } from './cli.js';

const folder = mkdtempSync(join(tmpdir(), 'cloison-diff-'));
const schema = join(folder, 'store');

function git(...words: readonly string[]): string {
  const env = { PATH: process.env.PATH ?? '', HOME: folder, GIT_CONFIG_NOSYSTEM: '1' };
  const author = ['-c', 'user.name=Agathe Morel', '-c', 'user.email=agathe.morel@example.org'];
  return execFileSync('git', ['-C', folder, ...author, ...words], { encoding: 'utf8', env });
}

function rewrite(file: string, from: string, to: string): void {
  const text = readFileSync(join(schema, file), 'utf8');
  if (text.split(from).length !== 2) throw new Error(`${from} does not stand once in ${file}`);
  writeFileSync(
    join(schema, file),
    text.replace(from, () => to),
  );
}

function commit(message: string): void {
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
}

function diff(...words: readonly string[]): Promise<Outcome> {
  return cli(['diff', ...words, '--schema', 'store'], { cwd: folder });
}

const phone = '@disclose(to: [LANDLORD], for: [LETTING], through: ["let"], as: LAST2, within: "PT0S"';

beforeAll(async () => {
  await buildCli();
  cpSync(rentalFolder, schema, { recursive: true });
  git('init', '--quiet', '--initial-branch', 'main');
  commit('the store');
  rewrite('types/tenant.graphql', phone, phone.replace('PT0S', 'P1M'));
  rewrite(
    'vocabulary.graphql',
    'page: 25, cost: 5000, persons: [{ of: 100, per: "P1D", by: ACCOUNT }]',
    'page: 20, cost: 5000, persons: [{ of: 100, per: "P1D", by: ACCOUNT }]',
  );
  commit('landlords call for a month');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const key = 'LANDLORD reads Tenant.phone for LETTING through let as LAST2: within PT0S → P1M';

describe('cloison diff', () => {
  test('says of each change what it does and where it stands, and fails for a widening that nobody approved', async () => {
    const { code, out } = await diff('HEAD~1', 'HEAD');
    expect(out).toContain('From HEAD~1 to HEAD');
    expect(out).toMatch(
      /\+ LANDLORD reads Tenant\.phone for LETTING through "let", the last two characters only: how long/,
    );
    expect(out).toMatch(/HEAD:store\/types\/tenant\.graphql:\d+:5 {2}NOT APPROVED/);
    expect(out).toContain(`what: ${JSON.stringify(key)}`);
    expect(out).toContain('- What bounds AGENT: rows in a page: 20; before: 25');
    expect(out).toContain('1 widening (1 not approved), 1 narrowing, 0 neutral.');
    expect(code).toBe(1);
  });

  test('says so in French, and for machines', async () => {
    const [french, json] = await Promise.all([
      diff('HEAD~1', 'HEAD', '--language', 'fr'),
      diff('HEAD~1', 'HEAD', '--json'),
    ]);
    expect(french.out).toContain('combien de temps après la fin du lien : 1 mois ; avant : aucun délai');
    expect(french.out).toContain('NON APPROUVÉ');
    const report = JSON.parse(json.out);
    expect(report.unapproved).toEqual([key]);
    expect(report.changes[0]).toMatchObject({
      effect: 'widening',
      key,
      place: { file: 'HEAD:store/types/tenant.graphql' },
    });
    expect([french.code, json.code]).toEqual([1, 1]);
  });

  test('reads what is committed from the repository, and leaves what is not alone', async () => {
    appendFileSync(join(schema, 'mutation.graphql'), '# not committed\n');
    const before = git('status', '--porcelain');
    const { code, out } = await diff('HEAD', 'HEAD~1');
    expect(out).toMatch(/1 widening \(1 not approved\), 1 narrowing/);
    expect(code).toBe(1);
    expect(git('status', '--porcelain')).toBe(before);
    const same = await diff('HEAD');
    expect([same.code, same.out]).toEqual([0, 'From HEAD to store\n\nThe policies are the same.\n']);
  });

  test('passes once somebody answers, with the lines of the template', async () => {
    const template = await diff('HEAD~1', '--template');
    expect(template).toMatchObject({ code: 0 });
    const empty = join(schema, 'approvals.yml');
    writeFileSync(empty, template.out);
    const unfilled = await diff('HEAD~1');
    expect(unfilled.err).toContain('store/approvals.yml:3 "who" is missing or empty.');
    expect(unfilled.code).toBe(2);
    writeFileSync(empty, template.out.replace('who: ""', 'who: Agathe Morel').replace('why: ""', 'why: a deposit'));
    const filled = await diff('HEAD~1');
    expect(filled.out).toMatch(/approved by Agathe Morel on \d{4}-\d{2}-\d{2}/);
    expect([filled.code, filled.err]).toEqual([0, '']);
    const stale = await diff('HEAD');
    expect(stale.err).toContain(`store/approvals.yml:2: approves what is no change here: "${key}"`);
    expect(stale.code).toBe(0);
    rmSync(empty);
  });

  test('says aloud what leaves a contract without notice', async () => {
    const { out } = await diff('HEAD', 'HEAD~1', '--json');
    expect(JSON.parse(out).departures).toEqual({ left: [], announced: [] });
    rewrite(
      'types/tenant.graphql',
      '@disclose(to: [LANDLORD], for: [LETTING], through: ["let"], as: LAST2, within: "P1M")',
      '',
    );
    const left = await diff('HEAD');
    expect(left.out).toContain('LANDLORD: Tenant.phoneLast2 leaves; WITHOUT NOTICE: it was not @deprecated before');
    expect(left.code).toBe(0);
  });

  test.each([
    ['nowhere', 'nowhere is neither a folder nor a git revision here.'],
    ['--output=owned', "unknown option '--output=owned'"],
    ['HEAD~9', 'HEAD~9 is neither a folder nor a git revision here.'],
  ])('is called wrongly with %s', async (revision, message) => {
    const { code, err } = await diff(revision);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });

  test('says which side is no policy', async () => {
    const broken = join(folder, 'broken');
    cpSync(rentalFolder, broken, { recursive: true });
    writeFileSync(join(broken, 'query.graphql'), 'extend type Query { tenant: Tenant }\n');
    const [old, next] = await Promise.all([diff('broken', 'store'), diff('store', 'broken')]);
    expect(old.err).toContain('the old side, broken, contradicts itself:\nbroken/query.graphql:1:21 ROOT_UNDECLARED');
    expect(next.err).toContain('the new side, broken, contradicts itself:');
    expect([old.code, next.code]).toEqual([2, 2]);
  });
});
