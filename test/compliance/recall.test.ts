/** The breach file against the truth: a thief that keeps all it received, over HTTP, by every path. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBreach } from '../../src/compliance/breach/breachRecord.js';
import { ledgerExtent } from '../../src/compliance/breach/extent.js';
import { breachQuestion } from '../../src/compliance/breach/question.js';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, leaseRow, orla, run, tenantRow } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';

const left = tenantRow(900, {
  leases: [leaseRow('f1000000-0000-4000-8000-000000000900', { endsOn: '2026-02-01', status: 'ENDED' })],
});
const strangers = [tenantRow(901, { leases: [] }), tenantRow(902, { leases: [] })];

/** `person field` of every value that arrived. */
class Loot {
  readonly values = new Set<string>();

  keep(reply: Reply, person: (id: string) => string): void {
    this.#walk(reply.data, person);
  }

  #walk(value: unknown, person: (id: string) => string): void {
    if (Array.isArray(value)) for (const each of value) this.#walk(each, person);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const row = value as Readonly<Record<string, unknown>>;
    if (row['__typename'] === 'Tenant' && typeof row['id'] === 'string') {
      for (const [name, coordinate] of Object.entries(coordinates))
        if (row[name] !== null && row[name] !== undefined) this.values.add(`${person(row['id'])} ${coordinate}`);
    }
    for (const member of Object.values(row)) this.#walk(member, person);
  }
}

/** Fields of the contracts of landlord and agent, and what the ledger calls them. */
const coordinates: Readonly<Record<string, string>> = {
  id: 'Tenant.id',
  fileNumber: 'Tenant.fileNumber',
  surname: 'Tenant.surname',
  forename: 'Tenant.forename',
  forenameInitial: 'Tenant.forename:INITIAL',
  phone: 'Tenant.phone',
  phoneLast2: 'Tenant.phone:LAST2',
};

describe('the breach file beside what the thief kept', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService({
      folder: rentalFolder,
      accounts: rentalAccounts,
      clock: clockAt('2026-03-02T09:00:00Z'),
      fill: async (store) => {
        const tenants = Array.from({ length: 40 }, (_, index) => tenantRow(100 + index));
        await fillRental(store, [...tenants, left, ...strangers]);
        await run(
          store,
          "INSERT INTO mandate (agent, tenant_id, begins_on) SELECT 'agent-north', id, '2025-06-01' FROM tenant WHERE came_on < '2025-01-01' ORDER BY id LIMIT 25",
        );
      },
    });
  });
  afterAll(() => service.stop());

  function personOf(scope: string): (id: string) => string {
    const ids = service.store.rooms.vault.ids(scope, 'Tenant');
    return (id) =>
      ids
        .decode([id])
        .toString('hex')
        .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }

  /** What became of an answer is written when it has left. */
  async function untilSettled(account: string): Promise<void> {
    const text = `SELECT FROM cloison.ledger_entry l WHERE l.kind = 'READ' AND l.account = '${account}'
      AND NOT EXISTS (SELECT FROM cloison.ledger_entry s WHERE s.about @> ARRAY[l.id])`;
    for (let patience = 500; patience > 0; patience--) {
      if ((await run(service.store, text)).length === 0) return;
      await sleep(10);
    }
  }

  /** `person field` of every line of one delivery. */
  async function breachOf(account: string): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const { policy, database, ledger } = service.store.rooms;
    await ledger.close();
    await untilSettled(account);
    const lines: string[] = [];
    const question = breachQuestion('account', account, '2020-01-01', '2100-01-01');
    await readBreach({ database, policy }, question, await ledgerExtent(database), (text) => {
      lines.push(
        ...text
          .trim()
          .split('\n')
          .slice(lines.length === 0 ? 1 : 0),
      );
      return Promise.resolve();
    });
    const values = new Map<string, Set<string>>([
      ['completed', new Set()],
      ['unknown', new Set()],
    ]);
    for (const line of lines) {
      const [person = '', delivery = '', , , , fields = ''] = line.split(',');
      for (const field of fields.split(' ').filter((name) => name.startsWith('Tenant.') && name !== 'Tenant.leases'))
        values.get(delivery)?.add(`${person} ${field}`);
    }
    return values;
  }

  it('names all that a landlord took by lists, cursors, ids, aliases and nesting, and nothing else', async () => {
    const loot = new Loot();
    const person = personOf(`organisation ${rentalAccounts[0]?.claims.ORGANISATION ?? ''}`);
    const keep = (reply: Reply): Reply => {
      loot.keep(reply, person);
      return reply;
    };
    const row = '__typename id surname forenameInitial phoneLast2';
    const first = keep(
      await service.ask('brick', `{ tenants(first: 10) { nodes { ${row} } pageInfo { endCursor } } }`),
    );
    const page = first.data?.['tenants'] as {
      readonly nodes: readonly { readonly id: string }[];
      readonly pageInfo: { readonly endCursor: string };
    };
    const after = page.pageInfo.endCursor;
    keep(
      await service.ask(
        'brick',
        `{ tenants(first: 10, after: "${after}") { nodes { __typename id surname leases(first: 5) { nodes { id tenant { __typename id phoneLast2 } } } } } }`,
      ),
    );
    const id = page.nodes[3]?.id ?? '';
    keep(
      await service.ask(
        'brick',
        `{ a: tenant(id: "${id}") { ${row} } b: tenant(id: "${id}") { __typename id } c: tenants(first: 3) { edges { node { __typename id } } } }`,
      ),
    );
    keep(await service.ask('brick', '{ tenants(first: 1000) { nodes { __typename id } } }'));
    keep(await service.ask('brick', '{ tenants(first: 10) { nodes { __typename id born } } }'));
    const { completed, unknown } = Object.fromEntries(await breachOf('brick')) as Record<string, ReadonlySet<string>>;
    expect(loot.values.size).toBeGreaterThan(60);
    expect([...(completed ?? [])].toSorted()).toEqual([...loot.values].toSorted());
    expect(unknown?.size).toBe(0);
  });

  it('names whom an agent found by searching, and nobody whom the search only looked at', async () => {
    const loot = new Loot();
    const person = personOf('account agent-north');
    const ask = async (query: string): Promise<void> => loot.keep(await service.ask('agent-north', query), person);
    const row = '__typename id fileNumber forename';
    await ask(`{ findTenant(by: { surname: "Invented-103", born: "1990-01-01" }) { ${row} } }`);
    await ask(`{ findTenant(by: { surname: "Nobody", born: "1990-01-01" }) { ${row} } }`);
    await ask(`{ findTenant(by: { fileNumber: "U-0104", surname: "Invented-104" }) { ${row} } }`);
    await ask(`{ findTenant(by: { fileNumber: "U-0901", surname: "Invented-901" }) { ${row} } }`);
    await ask('{ tenants(first: 5) { nodes { __typename id surname phone } } }');
    const { completed } = Object.fromEntries(await breachOf('agent-north')) as Record<string, ReadonlySet<string>>;
    expect(loot.values.size).toBeGreaterThan(10);
    expect([...(completed ?? [])].toSorted()).toEqual([...loot.values].toSorted());
  });

  it('holds no value of anybody', async () => {
    const { policy, database } = service.store.rooms;
    const question = breachQuestion(
      'organisation',
      rentalAccounts[0]?.claims.ORGANISATION ?? '',
      '2020-01-01',
      '2100-01-01',
    );
    const written: string[] = [];
    const record = await readBreach({ database, policy }, question, await ledgerExtent(database), (text) => {
      written.push(text);
      return Promise.resolve();
    });
    const all = written.join('') + JSON.stringify(record);
    expect(all).toContain(orla.slice(0, 8));
    for (const value of ['Invented-', 'U-0', '+44163296', '1990-01-01', 'Ada']) expect(all).not.toContain(value);
  });
});
