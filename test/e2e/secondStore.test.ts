/**
 * A store of tenants and landlords, served by `cloison serve` from its folder alone: no line of the engine knows it. And the
 * database goes away under it, and comes back.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statusOfCode } from '../../src/kernel/codes.js';
import { expectDisclosed, expectOutsideContract, expectRefused, pageOf } from '../support/answers.js';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import type { Reply } from '../support/service.js';
import type { ServedStore } from '../support/servedStore.js';
import { serveStore } from '../support/servedStore.js';

let store: ServedStore;

beforeAll(async () => {
  store = await serveStore({
    schema: rentalFolder,
    accounts: rentalAccounts,
    fill: async ({ env, folder, run }) => {
      const rejects = join(folder, 'rejects.csv');
      const imported = await run([
        'import',
        join(rentalFolder, 'rows.ndjson'),
        '--schema',
        rentalFolder,
        '--rejects',
        rejects,
      ]);
      expect([imported.code, imported.err]).toEqual([0, expect.stringContaining('9 rows loaded, 0 rejected.')]);
      const client = new pg.Client({ connectionString: env['DATABASE_URL'] });
      await client.connect();
      await client.query(await readFile(join(rentalFolder, 'mandates.sql'), 'utf8'));
      await client.end();
    },
  });
});

afterAll(() => store.stop());

const names = '{ tenants(first: 5) { nodes { surname } } }';

describe('the second store', () => {
  it('answers each landlord about its own tenants', async () => {
    const query =
      '{ tenants(first: 5) { nodes { surname forenameInitial leases(first: 2) { nodes { rent dwelling { street } } } } } }';
    expectDisclosed(await store.ask('brick', query), {
      tenants: {
        nodes: [
          {
            surname: 'Quillfeather',
            forenameInitial: 'O.',
            leases: { nodes: [{ rent: 90_000, dwelling: { street: '1 Nowhere Row' } }] },
          },
          {
            surname: 'Vandermoth',
            forenameInitial: 'S.',
            leases: { nodes: [{ rent: 110_000, dwelling: { street: '2 Nowhere Row' } }] },
          },
        ],
      },
    });
    expectDisclosed(await store.ask('harbour', names), { tenants: { nodes: [{ surname: 'Tarnbrook' }] } });
  });

  it('answers a tenant, a fund and an agent, each by its own contract', async () => {
    expectDisclosed(await store.ask('orla', '{ myFile { surname born phone stepFreeAccess } }'), {
      myFile: { surname: 'Quillfeather', born: '1984-03-02', phone: '+441632960001', stepFreeAccess: true },
    });
    const fund = pageOf(
      await store.ask(
        'surety',
        '{ tenants(first: 5) { nodes { fileNumberPseudonym bornYear forwarding { postcodePostcodeArea } } } }',
      ),
      'tenants',
    );
    expect(fund.nodes).toEqual([
      {
        fileNumberPseudonym: expect.stringMatching(/^[\w-]{16,}$/) as string,
        bornYear: 1984,
        forwarding: { postcodePostcodeArea: '38' },
      },
    ]);
    expectDisclosed(
      await store.ask(
        'agent-north',
        '{ findTenant(by: { surname: "quillfeather", born: "1984-03-02" }) { fileNumber } }',
      ),
      {
        findTenant: { fileNumber: 'T-0001' },
      },
    );
    expectOutsideContract(await store.ask('surety', names));
  });

  it('writes', async () => {
    const tenant = pageOf(
      await store.ask('brick', '{ tenants(first: 5) { nodes { surname leases(first: 1) { nodes { id status } } } } }'),
      'tenants',
    ).nodes.find(({ surname }) => surname === 'Vandermoth');
    const lease = String((tenant as { leases: { nodes: { id: string }[] } }).leases.nodes[0]?.id);
    expectDisclosed(
      await store.ask('brick', `mutation { handOver(lease: "${lease}") { errors { code } lease { status } } }`),
      {
        handOver: { errors: [], lease: { status: 'RUNNING' } },
      },
    );
    const theirs = await store.ask(
      'harbour',
      `mutation { giveBack(lease: "${lease}", endsOn: "2026-01-01") { errors { code } lease { status } } }`,
    );
    expect(theirs.data?.['giveBack']).toMatchObject({ lease: null });
  });
});

describe('while the database is away', () => {
  const healthOf = async (): Promise<number> => (await fetch(new URL('/health', store.url))).status;

  it('nobody whose proof cannot be spent is answered, a 503 tells nothing, and then all answers again', async () => {
    expectDisclosed(await store.ask('brick', names));
    await store.stopDatabase();
    for (const query of [
      names,
      '{ dwellings(first: 1) { nodes { street } } }',
      'mutation { handOver(lease: "x") { errors { code } } }',
      '{ tenants(first: 1) { nodes { fileNumber } } }',
      '{ me { role } }',
    ]) {
      const reply = await store.ask('brick', query);
      expectRefused(reply, 'STORE_UNAVAILABLE', 'The service is not available: try again later.');
      expect(JSON.parse(reply.text)).toEqual({
        errors: [
          { message: 'The service is not available: try again later.', extensions: { code: 'STORE_UNAVAILABLE' } },
        ],
      });
    }
    expect(await healthOf()).toBe(statusOfCode.STORE_UNAVAILABLE);
    await store.startDatabase();
    const back = await untilAnswered();
    expectDisclosed(back, { tenants: { nodes: [{ surname: 'Quillfeather' }, { surname: 'Vandermoth' }] } });
    expect(await healthOf()).toBe(200);
  });

  it('requests that are under way get a 503 or their answer, and nothing else', async () => {
    const under = Array.from({ length: 40 }, () => store.ask('brick', names));
    const [replies] = await Promise.all([Promise.all(under), store.stopDatabase()]);
    for (const reply of replies) {
      if (reply.codes.length === 0) expectDisclosed(reply);
      else expectRefused(reply, 'STORE_UNAVAILABLE');
    }
    await store.startDatabase();
    expectDisclosed(await untilAnswered());
  });

  it('the log names the failure, and neither a statement, an address, a password nor a stack', async () => {
    await store.stopDatabase();
    expectRefused(await store.ask('brick', names), 'STORE_UNAVAILABLE');
    await store.startDatabase();
    expectDisclosed(await untilAnswered());
    const entries = store
      .log()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { readonly level: string; readonly message: string });
    const failures = entries.filter(({ level }) => level === 'error');
    expect(failures.length).toBeGreaterThan(0);
    for (const { message } of failures) expect(message).toMatch(/^STORE_UNAVAILABLE/);
    for (const { message } of entries) expect(message).not.toMatch(/SELECT|postgres(ql)?:|\n\s+at |Quillfeather/);
    expect(store.log()).not.toContain(new URL(String(store.env['DATABASE_URL'])).password);
  });

  it('the ledger lost nothing, is taken in within seconds, and warns that nobody outside watches it', async () => {
    const verification = async (): Promise<unknown> =>
      JSON.parse((await store.run(['ledger', 'verify', '--json'])).out);
    await expect.poll(verification).toMatchObject({ ok: true, findings: [], unsealed: 0 });
    expect(await verification()).not.toMatchObject({ entries: 0 });
    expect(store.log()).toContain('LEDGER_WITNESS is not set');
  });
});

async function untilAnswered(): Promise<Reply> {
  const patienceEnds = Date.now() + 15_000;
  for (;;) {
    const reply = await store.ask('brick', names);
    if (reply.codes.length === 0 || Date.now() > patienceEnds) return reply;
    await sleep(50);
  }
}
