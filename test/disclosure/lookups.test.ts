/** A lookup finds the one person of the caller's reach whom every value names, or nobody: no homonym, stranger or near miss. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BlindIndexes } from '../../src/disclosure/blindIndexes.js';
import type { OpenStore } from '../../src/main.js';
import { readSchema } from '../../src/schemaFolder.js';
import type { BlindIndex } from '../../src/vault/blindIndex.js';
import { expectDisclosed, expectNobody, expectOutsideContract, expectRefused } from '../support/answers.js';
import { openBreach } from '../support/breach.js';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, run, tenantRow } from '../support/rentalRows.js';
import type { TenantRow } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';
import { rewritten } from '../support/sources.js';

const born = '1984-03-02';
const hyphenated = 'Éloïse-Marie d’Hérouville';
/** Few bits, so that strangers share a token; and a surname that a discreet tenant keeps from agents. */
const sources = rewritten(
  rewritten(readSchema(rentalFolder), '@subject(table: "tenant")', '@subject(table: "tenant", population: 64)'),
  'fields: ["phone", "forwarding.line", "forwarding.postcode"], except: [AGENT, TENANT]',
  'fields: ["phone", "surname", "forwarding.line", "forwarding.postcode"], except: [TENANT]',
);
let service: Service;
/** Two names with one token: only the first is a tenant's. */
let held: string;
let near: string;

beforeAll(async () => {
  service = await startService({
    folder: rentalFolder,
    sources,
    accounts: rentalAccounts,
    clock: clockAt('2024-06-01T10:00:00.000Z'),
    fill,
  });
});

afterAll(() => service.stop());

async function fill(store: OpenStore): Promise<void> {
  [held, near] = twoNamesOfOneToken(indexOf(store));
  const tenants: readonly TenantRow[] = [
    tenantRow(1, { surname: hyphenated, born, fileNumber: 'Œ-77' }),
    tenantRow(2, { surname: 'Twinning', born }),
    tenantRow(3, { surname: 'TWINNING', born }),
    tenantRow(4, { surname: 'Halfway', born }),
    tenantRow(5, { surname: 'Halfway', born }),
    tenantRow(6, { surname: 'Beyond', born }),
    tenantRow(7, { surname: held, born }),
    tenantRow(8, { surname: 'Quietly', born, discreet: true }),
    tenantRow(9, { surname: 'Erasedson', born }),
    tenantRow(10, { surname: undefined, born }),
  ];
  await fillRental(store, tenants);
  const managedByNorth = [1, 2, 3, 4, 7, 8, 9, 10].map((number) => `'${tenantRow(number).id}'`).join(', ');
  await run(
    store,
    `INSERT INTO mandate SELECT 'agent-north', id, '2024-01-01' FROM tenant WHERE id IN (${managedByNorth})`,
  );
  await run(store, `INSERT INTO mandate VALUES ('agent-south', '${tenantRow(5).id}', '2024-01-01')`);
  await run(store, `UPDATE tenant SET data_key = NULL WHERE id = '${tenantRow(9).id}'`);
}

const by = (surname: string, day = born): string => `{ surname: ${JSON.stringify(surname)}, born: "${day}" }`;

const find = (values: string, account = 'agent-north'): Promise<Reply> =>
  service.ask(account, `{ findTenant(by: ${values}) { surname fileNumber } }`);

/** What a lookup of nobody at all gets. */
const nothing = async (): Promise<string> => (await find(by('Nobody of that name'))).text;

describe('a lookup finds', () => {
  it.each([
    hyphenated,
    'eloise marie d herouville',
    'ELOISE-MARIE D’HEROUVILLE',
    '  Éloïse   Marie  d‘Hérouville ',
    'E\u0301loi\u0308se\u2011Marie d\u02bcHe\u0301rouville',
  ])('%j, however it is typed', async (spelling) => {
    expectDisclosed(await find(by(spelling)), { findTenant: { surname: hyphenated, fileNumber: 'Œ-77' } });
  });

  it('by another set of attributes, ligatures and all', async () => {
    const reply = await find(`{ fileNumber: "oe 77", surname: "eloise-marie d'herouville" }`);
    expectDisclosed(reply, { findTenant: { surname: hyphenated, fileNumber: 'Œ-77' } });
  });

  it('the one homonym that the caller reaches, each caller its own', async () => {
    const of = (number: number): unknown => ({
      findTenant: { surname: 'Halfway', fileNumber: tenantRow(number)['fileNumber'] },
    });
    expectDisclosed(await find(by('Halfway'), 'agent-north'), of(4) as Record<string, unknown>);
    expectDisclosed(await find(by('Halfway'), 'agent-south'), of(5) as Record<string, unknown>);
  });

  it('different persons under different aliases of one operation', async () => {
    const reply = await service.ask(
      'agent-north',
      `{ one: findTenant(by: ${by('halfway')}) { surname } two: findTenant(by: ${by(hyphenated)}) { fileNumber } none: findTenant(by: ${by('x')}) { surname } }`,
    );
    expectDisclosed(reply, { one: { surname: 'Halfway' }, two: { fileNumber: 'Œ-77' }, none: null });
  });
});

describe('a lookup finds nobody, in the same bytes', () => {
  it.each([
    ['when two persons of the same name were born the same day', () => by('Twinning')],
    ['when the person is out of reach', () => by('Beyond')],
    ['when one of the values is another', () => by(hyphenated, '1984-03-03')],
    ['when the person is erased', () => by('Erasedson')],
    ['when the value is withheld from the caller', () => by('Quietly')],
    ['when only the token is the same', () => by(near)],
  ])('%s', async (_title, values) => {
    const reply = await find(values());
    expectNobody(reply, 'findTenant');
    expect(reply.text).toBe(await nothing());
  });

  it('though the homonyms are there, and reached', async () => {
    const reply = await service.ask('agent-north', '{ tenants(first: 25) { nodes { surname born } } }');
    expect(reply.text.match(/twinning/gi)).toHaveLength(2);
    expect(reply.text).toContain(held);
  });
});

describe('a token that strangers share', () => {
  it('has the database give the stranger’s row, and the corridor keep it', async () => {
    const index = indexOf(service.store);
    expect(index.of([near, born])).toEqual(index.of([held, born]));
    const token = index.of([near, born]).toString('hex');
    const [row] = await run(
      service.store,
      `SELECT count(*)::int AS n FROM tenant WHERE surname_born_bidx = '\\x${token}'`,
    );
    expect(Number(row?.['n'])).toBeGreaterThan(0);
    expectDisclosed(await find(by(held)), { findTenant: { surname: held, fileNumber: 'U-0007' } });
    expectNobody(await find(by(near)), 'findTenant');
  });

  it('would give the stranger away, were the candidates not compared', async () => {
    const { vault } = service.store.rooms;
    class Credulous extends BlindIndexes {
      override of(...of: Parameters<BlindIndexes['of']>): BlindIndex {
        const index = super.of(...of);
        return {
          of: (values: Parameters<BlindIndex['of']>[0]) => index.of(values),
          matches: () => true,
        } as unknown as BlindIndex;
      }
    }
    const breached = await openBreach(service, { role: 'AGENT', rooms: { indexes: new Credulous(vault) } });
    const reply = await breached.ask('agent-north', `{ findTenant(by: ${by(near)}) { surname } }`, {
      purpose: 'LETTING',
    });
    expect(reply.text).toContain(held);
    await breached.close();
  });
});

describe('a lookup is refused, before anything is read', () => {
  it.each([
    ['by one attribute', `{ surname: "Halfway" }`],
    ['by none', '{}'],
    ['by nulls', '{ surname: null, born: null }'],
    ['by attributes of two sets', `{ surname: "Halfway", born: "${born}", fileNumber: "U-0004" }`],
    ['by a set that no root names', `{ born: "${born}", fileNumber: "U-0004" }`],
  ])('%s', async (_title, values) => {
    expectRefused(
      await find(values),
      'ARGUMENT_INVALID',
      /just one of \{ surname, born \} or \{ fileNumber, surname \}/,
    );
  });

  it('by a value that has not its form, which the message does not repeat', async () => {
    const reply = await find('{ surname: "Halfway", born: "2nd of Marchember" }');
    expectRefused(reply, 'ARGUMENT_INVALID', /born has not the form of Date/);
    expect(reply.text).not.toContain('Marchember');
  });

  it('to who has no lookup in the contract', async () => {
    expectOutsideContract(await find(by('Halfway'), 'brick'));
  });
});

function indexOf({ rooms }: OpenStore): BlindIndex {
  const model = rooms.policy.types.get('Tenant');
  const index = model?.indexes.find(({ column }) => column === 'surname_born_bidx');
  if (model === undefined || index === undefined) throw new Error('no such index');
  expect(index.bits).toBeLessThan(8);
  return rooms.indexes.of(model, index);
}

/** Of a token that is nobody else's: a third of it would be a second match. */
function twoNamesOfOneToken(index: BlindIndex): [string, string] {
  const tokenOf = (name: string, day = born): string => index.of([name, day]).toString('hex');
  const others = [hyphenated, 'Twinning', 'Halfway', 'Beyond', 'Quietly', 'Erasedson', 'Quillfeather'];
  const taken = new Set([...others.map((name) => tokenOf(name)), tokenOf('Vandermoth', '1991-11-30')]);
  const seen = new Map<string, string>();
  for (let number = 0; ; number++) {
    const name = `Colliding-${number}`;
    const token = tokenOf(name);
    if (taken.has(token)) continue;
    const other = seen.get(token);
    if (other !== undefined) return [other, name];
    seen.set(token, name);
  }
}
