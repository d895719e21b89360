import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadRows } from '../../src/intake/loadRows.js';
import { readCatalogue } from '../../src/store/catalogue.js';
import { rentalFolder } from '../support/policies.js';
import { Desk, dwelling, landlord, policy } from './desk.js';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
  return () => desk.close();
});

async function load(rows: Iterable<object>, batchRows = 10): Promise<number> {
  const { database } = desk.store;
  return loadRows(rows, { database, policy, vault: desk.vault, catalogue: await readCatalogue(database), batchRows });
}

describe('seeding', () => {
  it('loads nothing when one row cannot be loaded, and says which without its value', async () => {
    const rows = Array.from({ length: 35 }, (_, index) => ({ surname: index === 30 ? 7 : `Tenant ${String(index)}` }));
    await expect(load(rows)).rejects.toMatchObject({
      code: 'IMPORT_INVALID',
      message: 'row 31 cannot be loaded: surname NOT_TEXT',
    });
    expect(await desk.count('tenant')).toBe(0);
  });

  it('names the rule of the database that refuses a row', async () => {
    const rows = [{ surname: 'A', leases: [{ dwelling, landlord, status: 'ENDED' }] }];
    await expect(load(rows)).rejects.toMatchObject({ message: 'row 1 cannot be loaded: CONSTRAINT lease_check' });
  });

  it('loads nothing when the rows themselves fail, and nothing goes on behind its back', async () => {
    function* rows(): Generator<object> {
      for (let index = 0; index < 25; index++) yield { surname: `Tenant ${String(index)}` };
      throw new Error('no more');
    }
    await expect(load(rows())).rejects.toThrow('no more');
    await sleep(100);
    expect(await desk.count('tenant')).toBe(0);
  });

  it('fails with a code when the database goes away, and no rejection is left unheard', async () => {
    function* rows(): Generator<object> {
      for (let index = 0; index < 5_000; index++) {
        if (index === 200)
          void desk.ask(
            'SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
          );
        yield { surname: `Tenant ${String(index)}` };
      }
    }
    await expect(load(rows(), 200)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await desk.count('tenant')).toBe(0);
  });

  it('loads the rows of the fixture, whatever refers to what', async () => {
    await desk.run('DELETE FROM dwelling; DELETE FROM landlord; DELETE FROM fund');
    const rows = readFileSync(join(rentalFolder, 'rows.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(await load(rows.toReversed(), 100)).toBe(rows.length);
    expect((await desk.tenants()).map(({ surname }) => surname)).toEqual(['Quillfeather', 'Tarnbrook', 'Vandermoth']);
    expect((await desk.leases()).map(({ rent }) => rent)).toEqual([65000, 90000, 110000]);
  });

  it('of nothing is nothing', async () => {
    expect(await load([])).toBe(0);
  });
});
