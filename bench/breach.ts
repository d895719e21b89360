/**
 * How long a breach file takes on a ledger of a million entries: 200 organisations over a month, and one account that swept
 * 340,000 persons, page by page, all of whom the file then names.
 *
 *     node --import ./scripts/typescript-loader.mjs bench/breach.ts [--entries 1000000]
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeBreachFolder } from '../src/compliance/breach/breachFolder.js';
import { languages } from '../src/compliance/breach/drafts/drafts.js';
import { ledgerExtent } from '../src/compliance/breach/extent.js';
import type { Mark } from '../src/compliance/breach/question.js';
import { breachQuestion } from '../src/compliance/breach/question.js';
import { verifyBreach } from '../src/compliance/breach/verifyBreach.js';
import { importSigningKey } from '../src/jws/signingKey.js';
import { compileOrFail } from '../src/main.js';
import { readSchema } from '../src/schemaFolder.js';
import { Database } from '../src/store/database.js';
import { migrate } from '../src/store/migrate.js';
import { Keyring } from '../src/vault/keyring.js';
import { RunningDigest } from '../src/vault/runningDigest.js';
import { Vault } from '../src/vault/vault.js';
import { startCluster } from './cluster.js';
import { cpuMsOf, cpuMsOfChildren } from './cpuTime.js';

const { values } = parseArgs({ options: { entries: { type: 'string', default: '1000000' } } });
const entries = Number(values.entries);
const persons = 340_000;
const page = 50;

/** Of every 20 entries 18 are reads of one person, one is a page of 50, one says what became of the 19 before it. */
const honest = `INSERT INTO cloison.ledger_entry (at, kind, account, organisation, application, token, key, role, purpose, network,
  operation, policy, persons, shapes, about, outcome, salt)
SELECT timestamptz '2026-10-01' + i * (interval '30 days' / ${entries}), CASE WHEN i % 20 = 19 THEN 'SETTLEMENT' ELSE 'READ' END,
       a.account, a.organisation, 'portal', 't-' || i / 500, 'k-' || i % 1000, a.role, a.purpose, a.network, a.operation, a.policy,
       CASE i % 20 WHEN 19 THEN '{}' WHEN 18 THEN ARRAY(SELECT lpad(to_hex((i * 7919::bigint + k) % ${persons}), 32, '0')::uuid FROM generate_series(1, ${page}) k)
         ELSE ARRAY[lpad(to_hex((i * 7919::bigint) % ${persons}), 32, '0')::uuid] END,
       a.shapes, CASE WHEN i % 20 = 19 THEN ARRAY(SELECT k FROM generate_series(i - 18, i) k) END,
       CASE WHEN i % 20 = 19 THEN 'DELIVERED' END, uuid_send(gen_random_uuid())
  FROM generate_series(0, ${entries} - 1) i
 CROSS JOIN LATERAL (SELECT CASE WHEN i % 20 < 19 THEN 'account-' || i % 1000 END AS account,
   CASE WHEN i % 20 < 19 THEN 'organisation-' || i % 200 END AS organisation, 'TRAINER' AS role, 'TRAINING' AS purpose,
   '192.0.2.' || i % 200 AS network, 'Query.persons' AS operation, '0123456789abcdef' AS policy,
   CASE WHEN i % 20 = 19 THEN '[]' ELSE '[["Person.name","Person.birthDate:YEAR","Person.email"]]' END::jsonb AS shapes) a`;

/** A sweep of a day, page by page, by an account of the first organisation. */
const sweep = `INSERT INTO cloison.ledger_entry (at, kind, account, organisation, application, token, key, role, network, persons, shapes, shape_of, salt)
SELECT timestamptz '2026-10-20' + i * interval '5 seconds', 'READ', 'thief', 'organisation-0', 'portal', 't-thief', 'k-thief', 'TRAINER',
       '203.0.113.7', ARRAY(SELECT lpad(to_hex(i * ${page} + k), 32, '0')::uuid FROM generate_series(0, ${page - 1}) k),
       '[["Person.name","Person.birthDate","Person.email","Person.phone","Person.address.line"],["Person.name"]]',
       ARRAY(SELECT (k % 10 = 0)::int::smallint FROM generate_series(1, ${page}) k), uuid_send(gen_random_uuid())
  FROM generate_series(0, ${persons / page} - 1) i`;

const cluster = await startCluster();
try {
  const url = await cluster.createDatabase('breach');
  await migrate({ url, storeFolder: undefined });
  const database = await Database.connect({ url, max: 2, statementTimeoutMs: 600_000, applicationName: 'bench' });
  try {
    for (const text of [honest, sweep, 'ANALYZE cloison.ledger_entry']) {
      await database.read({ name: '', text, values: [] });
    }
    await cluster.settle();
    await measure(database);
  } finally {
    await database.close();
  }
} finally {
  await cluster.stop();
}

async function measure(database: Database): Promise<void> {
  const policy = compileOrFail(readSchema('schema'));
  const vault = new Vault(Keyring.parse(Keyring.generate()));
  const tools = {
    newDigest: () => new RunningDigest(),
    signingKey: await importSigningKey({ ...vault.signingJwk('ledger') }),
  };
  const questions: readonly (readonly [Mark, string])[] = [
    ['account', 'account-7'],
    ['account', 'thief'],
    ['token', 't-thief'],
    ['organisation', 'organisation-0'],
    ['network', '192.0.2.0/24'],
  ];
  for (const [mark, value] of questions) {
    const parent = await mkdtemp(join(tmpdir(), 'cloison-bench-breach-'));
    const folder = join(parent, 'file');
    const question = breachQuestion(mark, value, '2026-10-01', '2026-11-01');
    const began = performance.now();
    const usedBefore = cpuMs();
    const order = { folder, question, extent: await ledgerExtent(database), languages };
    const record = await writeBreachFolder({ database, policy }, tools, order);
    const made = performance.now();
    const used = cpuMs() - usedBefore;
    const found = await verifyBreach({ database, policy }, tools, folder);
    const { size } = await stat(join(folder, 'persons.csv'));
    process.stdout.write(
      `${mark} ${value}: ${record.persons.completed + record.persons.unknown} persons, ${(size / 1e6).toFixed(1)} MB, made in ${seconds(made - began)} (CPU ${seconds(used)}), verified in ${seconds(performance.now() - made)} (${found.ledger}), memory ${Math.round(process.memoryUsage().rss / 1e6)} MB\n`,
    );
    await rm(parent, { recursive: true });
  }
}

/** Of this process and of all of the database's: hardly depends on what else the machine does. */
function cpuMs(): number {
  return (cpuMsOf(process.pid) ?? 0) + (cpuMsOfChildren(cluster.postmaster) ?? 0);
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
