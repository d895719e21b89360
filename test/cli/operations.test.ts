/** What may run is registered by somebody who sees what it reads, and stands under the policy of the day. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../src/store/migrate.js';
import { sha256Hex } from '../../src/vault/digest.js';
import { rentalFolder } from '../support/policies.js';
import { createDatabase } from '../support/postgres.js';
import type { TestDatabase } from '../support/postgres.js';
import { buildCli, cli } from './cli.js';
import type { Outcome } from './cli.js';

const folder = mkdtempSync(join(tmpdir(), 'cloison-operations-'));
const nowhere = join(folder, 'nowhere');
const json = (text: string): unknown => JSON.parse(text);
const text = 'query Nightly($n: Int!) { tenants(first: $n) { nodes { id surname forwarding { postcode } } } }\n';
const digest = sha256Hex(text);

let made: TestDatabase;

beforeAll(async () => {
  await buildCli();
  made = await createDatabase();
  await migrate({ url: made.url, storeFolder: undefined });
  const partners = inFolder(
    'partners.json',
    JSON.stringify({ organisations: [], units: [], applications: [{ id: 'portal' }], accounts: [] }),
  );
  expect((await on(`accounts import ${partners} --created-by nora --as otto`)).code).toBe(0);
});

afterAll(async () => {
  await made.drop();
  rmSync(folder, { recursive: true });
});

function inFolder(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function on(words: string): Promise<Outcome> {
  return cli([...words.split(' '), '--data', nowhere], { env: { DATABASE_URL: made.url } });
}

function register(document: string, options = ''): Promise<Outcome> {
  const file = inFolder('operation.graphql', document);
  return on(`operations register portal ${file} --purpose LETTING --schema ${rentalFolder} --as nora${options}`);
}

/** The fixture's policy as it would be if landlords and agents no longer read surnames. */
function narrowerPolicy(): string {
  const narrower = join(folder, 'narrower');
  cpSync(rentalFolder, narrower, { recursive: true });
  const path = join(narrower, 'types', 'tenant.graphql');
  const grants = /(surname: String\n.*\n)( +@disclose\(to: \[(AGENT|LANDLORD)\].*\n){2}/;
  const whole = readFileSync(path, 'utf8');
  const sdl = whole.replace(grants, '$1');
  expect(sdl).not.toBe(whole);
  writeFileSync(path, sdl);
  const query = join(narrower, 'query.graphql');
  writeFileSync(
    query,
    readFileSync(query, 'utf8')
      .replace(/^ +findTenant.*\n/m, '')
      .replace(/\ninput TenantBy \{[^}]*\}\n/, ''),
  );
  return narrower;
}

describe('cloison operations register', () => {
  it('shows what each role would read, at which precision and cost, before anything is registered', async () => {
    const { code, out, err } = await register(text, ' --dry-run');
    expect([code, err]).toEqual([0, `Not registered: Nightly would be SHA-256 ${digest}.\n`]);
    expect(out.split('\n')).toEqual([
      'LANDLORD: not answered, GRAPHQL_VALIDATION_FAILED Cannot query field "forwarding" on type "Tenant".',
      'AGENT: Query.tenants; at most 25 rows, cost 50 of 5000',
      '  reads Tenant.forwarding.postcode  EXACT',
      '  reads Tenant.id                   PSEUDONYM',
      '  reads Tenant.surname              EXACT',
      '',
    ]);
    expect(json((await on('operations list --json')).out)).toEqual([]);
  });

  it('says what asks for a fresh authentication, what is compared, and what is written', async () => {
    const fresh = await register(
      'query Line { findTenant(by: { surname: "A", born: "1990-01-01" }) { forwarding { line } } }',
      ' --dry-run',
    );
    expect(fresh.out).toContain('reads Tenant.forwarding.line  EXACT, after a fresh authentication');
    expect(fresh.out).toContain('compares Tenant.born, Tenant.fileNumber, Tenant.surname');
    const write = await register(
      'mutation Over($lease: ID!) { handOver(lease: $lease) { errors { code } lease { status } } }',
      ' --dry-run --json',
    );
    expect(json(write.out)).toMatchObject({
      name: 'Over',
      registered: false,
      roles: [
        {
          role: 'LANDLORD',
          reading: {
            roots: ['Mutation.handOver'],
            reads: [{ coordinate: 'Lease.status', precision: 'EXACT', stepUp: false }],
            writes: ['Lease.status'],
            rows: 1,
          },
        },
        { role: 'AGENT', problem: { code: 'GRAPHQL_VALIDATION_FAILED' } },
      ],
    });
  });

  it.each([
    ['query { a }', 2, /write one operation, with a name/],
    ['query A { a } query B { b }', 2, /write one operation, with a name/],
    ['type A { a: Int }', 2, /write one operation, with a name/],
    ['query A {', 2, /is no GraphQL: Syntax Error/],
    ['query A { tenants(first: 5) { nodes { salary } } }', 1, /to nobody: GRAPHQL_VALIDATION_FAILED .* "salary"/],
    ['query A { tenants(first: 500) { nodes { id } } }', 1, /to nobody: PAGE_TOO_LARGE .* over the cap of 10/],
    ['query A { a: __schema { types { name } } }', 1, /to nobody: OPERATION_TOO_LARGE/],
  ])('refuses %j', async (document, exit, message) => {
    const { code, out, err } = await register(document);
    expect([code, out]).toEqual([exit, '']);
    expect(err).toMatch(message);
  });

  it('refuses a purpose that nobody has', async () => {
    const file = inFolder('nightly.graphql', text);
    const { code, err } = await on(
      `operations register portal ${file} --purpose REPAIRS --schema ${rentalFolder} --as nora`,
    );
    expect([code, err]).toEqual([1, expect.stringContaining('PURPOSE_UNKNOWN No role has the purpose REPAIRS')]);
  });

  it('registers the exact text of one named operation, which is listed and revoked', async () => {
    const registered = await register(text, ' --json');
    expect(json(registered.out)).toMatchObject({ name: 'Nightly', digest, registered: true });
    expect((await on('operations list portal')).out).toContain(
      `portal       Nightly    LETTING  REGISTERED  ${digest}`,
    );
    expect((await on(`operations revoke portal ${digest} --as otto`)).code).toBe(0);
    expect(json((await on('operations list --json')).out)).toMatchObject([
      { name: 'Nightly', revokedBy: 'operator:otto' },
    ]);
    const file = inFolder('nightly.graphql', text);
    expect(
      (await on(`operations register nothing ${file} --purpose LETTING --schema ${rentalFolder} --as nora`)).err,
    ).toBe('cloison: NOT_REGISTERED The register knows no such thing.\n');
  });
});

describe('a policy that changes', () => {
  it('leaves no operation unanswered unseen: list and check name it and say why', async () => {
    expect((await register(text)).code).toBe(0);
    const narrower = narrowerPolicy();
    const listed = await on(`operations list --schema ${narrower}`);
    expect(listed.out).toContain(`portal       Nightly    LETTING  UNANSWERED  ${digest}`);
    expect(listed.err).toMatch(/^Nightly of portal is not answered: GRAPHQL_VALIDATION_FAILED Cannot query field/);
    expect((await on(`operations list --schema ${rentalFolder}`)).out).toContain('REGISTERED');
    const checked = await on(`check ${narrower} --no-database --operations`);
    expect(checked.code).toBe(1);
    expect(checked.out).toContain('The operation Nightly of portal for LETTING is not answered by this policy');
    const whole = await on(`check ${rentalFolder} --no-database --operations --json`);
    expect([whole.code, json(whole.out)]).toEqual([0, expect.objectContaining({ ok: true, unanswered: [] })]);
  });
});

describe('cloison operations restrict', () => {
  it('is one operator’s, and lifting it another’s', async () => {
    const restricted = await on('operations restrict portal --as nora');
    expect([restricted.code, restricted.out]).toEqual([0, '']);
    expect((await on('operations list portal')).err).toBe('Persons run these only, too, through portal.\n');
    const alone = await on('operations unrestrict portal --as Nora');
    expect([alone.code, alone.err]).toEqual([1, expect.stringContaining('SECOND_PERSON_NEEDED')]);
    expect((await on('operations unrestrict portal --as otto')).code).toBe(0);
    expect((await on('operations unrestrict portal --as otto')).err).toContain('REGISTER_CONFLICT');
  });
});
