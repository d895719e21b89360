/**
 * The reach predicate against a slow, independent reading of the same sentence: a date starts where it starts first and
 * ends at its last instant where it ends last; months are calendar months.
 */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDuration } from '../../../src/kernel/duration.js';
import type { CompiledPolicy } from '../../../src/policy/compiled.js';
import { compilePolicy } from '../../../src/policy/compilePolicy.js';
import { readSchema } from '../../../src/schemaFolder.js';
import { columnType, readCatalogue } from '../../../src/store/catalogue.js';
import { RowReader } from '../../../src/store/read/readRows.js';
import { readTimes } from '../../../src/store/read/readTimes.js';
import { sha256Hex } from '../../../src/vault/digest.js';
import { planned } from '../../plan/planning.js';
import { rentalFolder } from '../../support/policies.js';
import { openRental } from '../../support/rental.js';
import type { RentalStore } from '../../support/rental.js';
import { addCalendar, isoDay, startOfDay } from './slowCalendar.js';

const landlord = '00000000-0000-4000-8000-00000000000a';
const tenant = '00000000-0000-4000-8000-00000000000b';

interface Link {
  readonly begins: string;
  readonly ends: string | undefined;
}

let store: RentalStore;
let client: pg.Client;
let rows: RowReader;

beforeAll(async () => {
  store = await openRental();
  client = new pg.Client(store.made.url);
  await client.connect();
  await client.query(`INSERT INTO landlord (id, name) VALUES ('${landlord}', 'Invented Lets')`);
  await client.query(`INSERT INTO tenant (id, data_key) VALUES ('${tenant}', '\\x00')`);
  await client.query(
    `INSERT INTO dwelling (id, landlord_id, street, rooms) VALUES ('${tenant}', '${landlord}', '1 Nowhere', 1)`,
  );
  const catalogue = await readCatalogue(store.database);
  rows = new RowReader((table, column) => columnType(catalogue, table, column));
});

afterAll(async () => {
  await client.end();
  await store.close();
});

describe('a link lives', () => {
  const london = compiledWith(['Europe/London'], 'P2M');

  it.each([
    // In force from the first instant of the first day to the last of the last, then for two months more.
    ['not before its first day', { begins: '2026-03-01', ends: '2026-04-10' }, '2026-02-28T23:59:59.999Z', false],
    ['from its first instant', { begins: '2026-03-01', ends: '2026-04-10' }, '2026-03-01T00:00:00Z', true],
    [
      'to the last second of the window, in summer time',
      { begins: '2026-03-01', ends: '2026-04-10' },
      '2026-06-10T22:59:59.999Z',
      true,
    ],
    ['not a second longer', { begins: '2026-03-01', ends: '2026-04-10' }, '2026-06-10T23:00:00Z', false],
    ['on the day of the clock change', { begins: '2026-03-29', ends: undefined }, '2026-03-29T00:00:00Z', true],
    [
      'two months after 31 December, which is 28 February',
      { begins: '2025-01-01', ends: '2025-12-31' },
      '2026-02-28T23:59:59.999Z',
      true,
    ],
    ['and no longer than that', { begins: '2025-01-01', ends: '2025-12-31' }, '2026-03-01T00:00:00Z', false],
    [
      'two months after 31 December of a leap year, which is 29 February',
      { begins: '2023-01-01', ends: '2023-12-31' },
      '2024-02-29T23:59:59.999Z',
      true,
    ],
    [
      'ten years and two months when nobody ends it',
      { begins: '2016-02-29', ends: undefined },
      '2026-04-28T22:59:59.999Z',
      true,
    ],
    ['never longer than that', { begins: '2016-02-29', ends: undefined }, '2026-04-28T23:00:00Z', false],
  ])('%s', async (_title, link, at, expected) => {
    expect(await reads(london, link, Date.parse(at))).toBe(expected);
  });

  it('from where its day starts first to where it ends last', async () => {
    const zones = compiledWith(['Europe/Paris', 'Indian/Reunion', 'America/Guadeloupe'], 'PT0S');
    const link = { begins: '2026-11-02', ends: '2026-11-20' };
    expect(await reads(zones, link, Date.parse('2026-11-01T19:59:59.999Z'))).toBe(false);
    expect(await reads(zones, link, Date.parse('2026-11-01T20:00:00Z'))).toBe(true);
    expect(await reads(zones, link, Date.parse('2026-11-21T03:59:59.999Z'))).toBe(true);
    expect(await reads(zones, link, Date.parse('2026-11-21T04:00:00Z'))).toBe(false);
  });

  it('for hours after its last day where the window is of hours', async () => {
    const hours = compiledWith(['Europe/London'], 'PT2H');
    const link = { begins: '2026-01-05', ends: '2026-01-10' };
    expect(await reads(hours, link, Date.parse('2026-01-11T01:59:59.999Z'))).toBe(true);
    expect(await reads(hours, link, Date.parse('2026-01-11T02:00:00Z'))).toBe(false);
  });
});

describe('SQL and a slow reading agree', () => {
  const zones = ['Europe/Paris', 'Indian/Reunion', 'America/Guadeloupe', 'Pacific/Noumea'];
  const day = fc.integer({ min: 0, max: 1500 }).map((offset) => isoDay(Date.UTC(2023, 10, 1) + offset * 86_400_000));

  it.each(['PT0S', 'P1M', 'P1Y1D', 'PT36H', 'P3MT5H'])('for a window of %s', async (within) => {
    const policy = compiledWith(zones, within);
    const property = fc.asyncProperty(
      day,
      fc.option(day),
      fc.integer({ min: 0, max: 1600 * 86_400 }),
      async (begins, ends, second) => {
        const link = { begins, ends: ends ?? undefined };
        const now = Date.UTC(2023, 10, 1) + second * 1000;
        expect(await reads(policy, link, now)).toBe(slowReading(zones, link, within, now));
      },
    );
    await fc.assert(property, { numRuns: 120 });
  });
});

/** The store's policy with other zones and another window for a landlord's reading of the surname, and no longer one. */
function compiledWith(zones: readonly string[], within: string): CompiledPolicy {
  const sources = readSchema(rentalFolder).map(({ name, text }) => ({
    name,
    text: text
      .replaceAll('@zones(of: ["Europe/London"])', `@zones(of: ${JSON.stringify(zones)})`)
      .replaceAll('through: ["let"], within: "P2M"', `through: ["let"], within: "${within}"`)
      .replaceAll(`through: ["let"], as: INITIAL, within: "P2M"`, `through: ["let"], as: INITIAL, within: "${within}"`),
  }));
  const compilation = compilePolicy(sources, sha256Hex);
  if ('policy' in compilation) return compilation.policy;
  throw new Error(compilation.problems.map(({ message }) => message).join('\n'));
}

async function reads(policy: CompiledPolicy, link: Link, now: number): Promise<boolean> {
  await client.query('DELETE FROM lease');
  await client.query(
    `INSERT INTO lease (tenant_id, dwelling_id, landlord_id, begins_on, ends_on, status) VALUES ($1, $1, $2, $3, $4, $5)`,
    [tenant, landlord, link.begins, link.ends ?? null, link.ends === undefined ? 'RUNNING' : 'ENDED'],
  );
  const query = '{ tenants(first: 5) { nodes { surname } } tenant(id: "x") { surname } }';
  const [list, node] = planned(policy, { role: 'LANDLORD', purpose: 'LETTING', query }).roots;
  if (list === undefined || node === undefined) throw new Error('two roots were asked');
  const reading = {
    claims: { ORGANISATION: landlord, ACCOUNT: 'x' },
    absorbed: [],
    purpose: 'LETTING',
    times: readTimes(now, policy.zones),
  };
  const page = await rows.read(store.database, {
    selection: list.selection.rows,
    mode: { kind: 'page', after: false, changed: false, filters: [] },
    reading,
    given: { limit: 6 },
  });
  const one = await rows.read(store.database, {
    selection: node.selection.rows,
    mode: { kind: 'keys' },
    reading,
    given: { keys: [tenant] },
  });
  // Every path reaches the same (law 4).
  expect(page.count).toBe(one.count);
  return page.count === 1;
}

function slowReading(zones: readonly string[], link: Link, within: string, now: number): boolean {
  const starts = Math.min(...zones.map((zone) => startOfDay(link.begins, zone)));
  const last = addCalendar(link.begins, 'P10Y');
  const ends = [last, ...(link.ends === undefined ? [] : [link.ends])];
  const over = Math.min(...ends.map((day) => endWithWindow(zones, day, within)));
  return starts <= now && now < over;
}

function endWithWindow(zones: readonly string[], day: string, within: string): number {
  const next = isoDay(Date.parse(`${addCalendar(day, within)}T00:00:00Z`) + 86_400_000);
  const seconds = parseDuration(within)?.seconds ?? 0;
  return Math.max(...zones.map((zone) => startOfDay(next, zone))) + seconds * 1000;
}
