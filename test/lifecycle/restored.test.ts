/** A backup that is restored brings nobody back: the register is carried out before anybody is served. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireNoErasures } from '../../src/lifecycle/applyRegister.js';
import { openStore } from '../../src/main.js';
import { readSchema } from '../../src/schemaFolder.js';
import { placeHold } from '../../src/lifecycle/holds.js';
import { ErasureRegister } from '../../src/lifecycle/erasureRegister.js';
import { planNamed } from '../../src/lifecycle/erasurePlan.js';
import { receiptOf } from '../../src/lifecycle/receipt.js';
import { grantServing } from '../../src/store/serveRole.js';
import { Keyring } from '../../src/vault/keyring.js';
import { expectNobody, pageOf } from '../support/answers.js';
import { rentalFolder } from '../support/policies.js';
import { createDatabase } from '../support/postgres.js';
import type { TestDatabase } from '../support/postgres.js';
import { rentalMigrations } from '../support/rental.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, orla, run, tenantRow } from '../support/rentalRows.js';
import type { Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';
import { alice, eraseByRight, retainAll, secrets, secretsOf, uuid } from './desk.js';

const clock = clockAt('2024-06-01T10:00:00.000Z');
const keyring = Keyring.parse(Keyring.generate());
const overdue = tenantRow(1, { leftOn: '2020-01-01' });
const folder = mkdtempSync(join(tmpdir(), 'cloison-restored-'));
const path = join(folder, 'erasures.ndjson');
const databases: TestDatabase[] = [];
/** Before anybody was erased, with Orla erased, and with the overdue tenant erased too. */
const backups: TestDatabase[] = [];

async function made(template?: string): Promise<TestDatabase> {
  const database = await createDatabase(template === undefined ? {} : { template });
  databases.push(database);
  return database;
}

/** Serves a database of this store while `work` runs. */
async function serving<T>(
  url: string,
  register: string | undefined,
  work: (service: Service) => Promise<T>,
): Promise<T> {
  const service = await startService({
    folder: rentalFolder,
    accounts: rentalAccounts,
    clock,
    existing: { url, keyring },
    ...(register === undefined ? {} : { erasureRegister: register }),
  });
  try {
    return await work(service);
  } finally {
    await service.stop();
  }
}

/** Opens a database of this store, as a start does before it serves, while `work` runs. */
async function opening<T>(
  url: string,
  register: string | undefined,
  work: (stored: Pick<Service, 'store'>) => Promise<T>,
): Promise<T> {
  const store = await openStore({
    sources: readSchema(rentalFolder),
    migrations: rentalMigrations,
    databaseUrl: url,
    keyring,
    clock,
    erasureRegister: register,
  });
  try {
    return await work({ store });
  } finally {
    await store.close();
  }
}

/** Restores a backup and opens it. */
async function reopened<T>(
  state: 0 | 1 | 2,
  register: string | undefined,
  work: (stored: Pick<Service, 'store'>) => Promise<T>,
): Promise<T> {
  return opening((await made(backups[state]?.name)).url, register, work);
}

/** Restores a backup and serves it. */
async function restored<T>(
  state: 0 | 1 | 2,
  register: string | undefined,
  work: (service: Service) => Promise<T>,
): Promise<T> {
  const copy = await made(backups[state]?.name);
  return serving(copy.url, register, work);
}

async function surnames(service: Service): Promise<readonly unknown[]> {
  const reply = await service.ask('brick', '{ tenants(first: 10) { nodes { surname } } }');
  return pageOf(reply, 'tenants').nodes.map(({ surname }) => surname);
}

beforeAll(async () => {
  const live = await made();
  const registerOf = ({ store }: Pick<Service, 'store'>): ErasureRegister =>
    new ErasureRegister(path, store.rooms.vault.erasures);
  await opening(live.url, undefined, ({ store }) => fillRental(store, [overdue, tenantRow(2)]));
  backups.push(await made(live.name));
  await opening(live.url, path, (service) => eraseByRight({ service, register: registerOf(service) }, orla));
  backups.push(await made(live.name));
  await opening(live.url, path, (service) => retainAll({ service, register: registerOf(service) }));
  backups.push(await made(live.name));
});

afterAll(async () => {
  for (const database of databases) await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a backup of before the erasures', () => {
  it('brings nobody back: not in lists, by lookup, or to themselves, and nothing of them lies in it', async () => {
    await restored(0, path, async (service) => {
      expect(await surnames(service)).toEqual(['Vandermoth', 'Invented-2']);
      const lookup = '{ findTenant(by: { fileNumber: "T-0001", surname: "Quillfeather" }) { id } }';
      expectNobody(await service.ask('agent-north', lookup), 'findTenant');
      expectNobody(await service.ask('orla', '{ myFile { surname } }'), 'myFile');
      for (const person of [orla, overdue.id]) expect(await secretsOf({ service }, person)).toEqual([]);
    });
  });

  it('has receipts and ledger of the erasures again, as of when they were made', async () => {
    await reopened(0, path, async (service) => {
      const events = "SELECT persons, detail FROM cloison.ledger_entry WHERE detail ->> 'event' = 'ERASED' ORDER BY id";
      expect(await run(service.store, events)).toMatchObject([
        { persons: [orla], detail: { why: 'RIGHT', isAgain: true } },
        { persons: [overdue.id], detail: { why: 'RETENTION', isAgain: true } },
      ]);
      const receipt = await receiptOf(service.store.lifecycle, 'Tenant', uuid(orla));
      const claims = JSON.parse(Buffer.from(receipt.split('.')[1] ?? '', 'base64url').toString()) as {
        erasedAt: string;
      };
      const { at } = JSON.parse(readFileSync(path, 'utf8').split('\n')[0] ?? '') as { at: string };
      expect(Date.parse(claims.erasedAt)).toBe(Date.parse(at));
    });
  });

  it('brings them back where no register is carried out: that is what it guards against', async () => {
    await restored(0, undefined, async (service) => {
      expect(await surnames(service)).toEqual(expect.arrayContaining(['Quillfeather', 'Invented-1']));
      expect(await secretsOf({ service }, orla)).toEqual(secrets);
    });
  });

  it('does not bring back who was on hold in it, since the hold was lifted before the erasure', async () => {
    const copy = await made(backups[0]?.name);
    await opening(copy.url, undefined, async ({ store }) => {
      await holdOrla(store.lifecycle);
      await run(store, "UPDATE cloison.legal_hold SET placed_at = now() - interval '1 day'");
    });
    await opening(copy.url, path, async (service) => expect(await secretsOf({ service }, orla)).toEqual([]));
  });

  it('keeps who was put on hold after a line whose erasure never committed', async () => {
    const copy = await made(backups[0]?.name);
    await opening(copy.url, undefined, ({ store }) => holdOrla(store.lifecycle));
    await opening(copy.url, path, async (service) => {
      expect(await secretsOf({ service }, orla)).toEqual(secrets);
      expect(await secretsOf({ service }, overdue.id)).toEqual([]);
    });
  });
});

async function holdOrla(lifecycle: Service['store']['lifecycle']): Promise<void> {
  const plan = planNamed(lifecycle.plans, 'Tenant');
  await placeHold(lifecycle, { plan, person: uuid(orla), reason: 'Kept.', actor: alice });
}

describe('a later backup', () => {
  it('knows its part of the register, and is brought to its end', async () => {
    await restored(1, path, async (service) => {
      expect(await surnames(service)).toEqual(['Vandermoth', 'Invented-2']);
      const [count] = await run(
        service.store,
        "SELECT count(*) AS n FROM cloison.ledger_entry WHERE detail ->> 'event' = 'ERASED'",
      );
      expect(count?.['n']).toBe(2);
    });
  });

  it('is carried out once by two replicas that start together', async () => {
    const copy = await made(backups[1]?.name);
    await Promise.all([1, 2].map(() => opening(copy.url, path, () => Promise.resolve())));
    await opening(copy.url, path, async ({ store }) => {
      const [count] = await run(
        store,
        "SELECT count(*) AS n FROM cloison.ledger_entry WHERE detail ->> 'event' = 'ERASED'",
      );
      expect(count?.['n']).toBe(2);
    });
  });
});

describe('a role of the database that only serves', () => {
  it('carries the register out too', async () => {
    const copy = await made(backups[0]?.name);
    const role = `serve_${randomUUID().replaceAll('-', '')}`;
    const asOwner = (text: string): Promise<void> =>
      opening(copy.url, undefined, async ({ store }) => void (await run(store, text)));
    await asOwner(`CREATE ROLE ${role} LOGIN PASSWORD 'invented'`);
    await grantServing(copy.url, role);
    const url = Object.assign(new URL(copy.url), { username: role, password: 'invented' });
    await opening(url.href, path, async (service) => {
      for (const person of [orla, overdue.id]) expect(await secretsOf({ service }, person)).toEqual([]);
    });
    await asOwner(`DROP OWNED BY ${role}`);
    await asOwner(`DROP ROLE ${role}`);
  });
});

describe('the start is refused', () => {
  it('with a register that is gone, and nobody is served', async () => {
    const start = reopened(2, join(folder, 'nowhere.ndjson'), () => Promise.resolve());
    await expect(start).rejects.toMatchObject({ code: 'ERASURE_REGISTER_INVALID' });
    await expect(start).rejects.toThrow(/0 lines, and 2 erasures were made here.*Put back the register/);
  });

  it('with one that is shorter than what was erased here', async () => {
    const short = join(folder, 'short.ndjson');
    writeFileSync(short, `${readFileSync(path, 'utf8').split('\n')[0] ?? ''}\n`);
    await expect(reopened(2, short, () => Promise.resolve())).rejects.toThrow(/1 lines, and 2 erasures/);
  });

  it('with none set, where somebody was erased', async () => {
    await reopened(2, path, async ({ store }) => {
      await expect(requireNoErasures(store.lifecycle)).rejects.toThrow(/ERASURE_REGISTER is not set, and 2 erasures/);
    });
    await reopened(0, undefined, ({ store }) => requireNoErasures(store.lifecycle));
  });
});
