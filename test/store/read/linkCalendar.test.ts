/**
 * Every kind of date of a link against a slow reading of the same sentence, around the instants at which they turn: leap days,
 * months' ends, clock changes, and days that start and end overseas.
 */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDuration } from '../../../src/kernel/duration.js';
import type { Duration } from '../../../src/kernel/duration.js';
import type { Reach } from '../../../src/policy/compiled.js';
import { columnType, readCatalogue } from '../../../src/store/catalogue.js';
import { linkArm } from '../../../src/store/read/linkSql.js';
import { Parameters, valuesOf } from '../../../src/store/read/parameters.js';
import { RowReader } from '../../../src/store/read/readRows.js';
import { readTimes } from '../../../src/store/read/readTimes.js';
import { planned } from '../../plan/planning.js';
import { compiled, rentalFolder } from '../../support/policies.js';
import { openRental } from '../../support/rental.js';
import type { RentalStore } from '../../support/rental.js';
import { addCalendar, isoDay, startOfDay } from './slowCalendar.js';

const zones = ['Europe/Paris', 'Indian/Reunion', 'America/Guadeloupe'];
const turning = [
  '2023-02-28', '2023-12-31', '2024-01-31', '2024-02-28', '2024-02-29', '2024-03-01', '2024-03-31', '2024-08-31',
  '2024-10-27', '2024-12-31', '2025-02-28', '2025-03-01', '2025-03-30', '2025-10-26', '2026-02-28', '2026-03-29',
]; // prettier-ignore
const durations = ['PT0S', 'P1M', 'P6M', 'P1Y', 'P1M1D', 'PT36H', 'P1MT2H'];

let store: RentalStore;
let client: pg.Client;

beforeAll(async () => {
  store = await openRental();
  client = new pg.Client(store.made.url);
  await client.connect();
  await client.query("SET TIME ZONE 'UTC'");
  await client.query(
    `CREATE TABLE dated (id integer, partner text, person uuid, starts date, ends date, closed date, left_at timestamptz);
     CREATE TABLE timed (id integer, partner text, person uuid, starts timestamptz, ends timestamptz, closed date, left_at timestamptz)`,
  );
});
afterAll(async () => {
  await client.end();
  await store.close();
});

/** Dates as days or instants, as their columns are. */
interface Link {
  readonly starts: string;
  readonly ends: string | null;
  readonly closed: string | null;
  readonly left_at: string | null;
}

const day = fc.oneof(
  fc.constantFrom(...turning),
  fc.integer({ min: 0, max: 1300 }).map((offset) => isoDay(Date.UTC(2023, 0, 1) + offset * 86_400_000)),
);
/** Where a day turns in one of the zones, and beside it. */
const instant = fc
  .tuple(day, fc.constantFrom(...zones, 'UTC'), fc.constantFrom(-3_600_000, -1, 0, 1, 3_599_999))
  .map(([date, zone, beside]) => startOfDay(date, zone) + beside);
const instantText = instant.map((each) => new Date(each).toISOString());
const sometimes = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 2 });

const kinds = [
  { table: 'dated', link: fc.record({ starts: day, ends: sometimes(day), closed: fc.option(day, { freq: 1 }), left_at: fc.option(instantText, { freq: 1 }) }) },
  { table: 'timed', link: fc.record({ starts: instantText, ends: sometimes(instantText), closed: fc.option(day, { freq: 1 }), left_at: fc.option(instantText, { freq: 1 }) }) },
] as const; // prettier-ignore

describe.each(kinds)('links whose dates are $table', ({ table, link }) => {
  it.each(['P6M', 'P1Y', undefined])('live as a slow reading says, at longest %s', async (longest) => {
    const property = fc.asyncProperty(
      fc.array(link, { minLength: 20, maxLength: 20 }),
      fc.array(instant, { minLength: 8, maxLength: 8 }),
      async (links, instants) => {
        await fill(table, links);
        for (const now of instants) {
          const found = await aliveIn(table, longest, now);
          const expected = durations.map((within) =>
            links.flatMap((each, id) => (isAlive(each, { longest, within, now }) ? [id] : [])),
          );
          expect([new Date(now).toISOString(), ...found]).toEqual([new Date(now).toISOString(), ...expected]);
        }
      },
    );
    await fc.assert(property, { numRuns: 8 });
  });
});

describe('several links of one person', () => {
  const landlord = '00000000-0000-4000-8000-00000000000a';
  const tenant = '00000000-0000-4000-8000-00000000000b';
  const policy = compiled(rentalFolder);
  const lease = fc.record({ begins: day, ends: sometimes(day) });

  it('reach the person as long as one of them does, and each row as long as its own', async () => {
    await client.query(`INSERT INTO landlord (id, name) VALUES ('${landlord}', 'Invented Lets')`);
    await client.query(`INSERT INTO tenant (id, data_key) VALUES ('${tenant}', '\\x00')`);
    await client.query(
      `INSERT INTO dwelling (id, landlord_id, street, rooms) VALUES ('${tenant}', '${landlord}', '1 Nowhere', 1)`,
    );
    const catalogue = await readCatalogue(store.database);
    const rows = new RowReader((name, column) => columnType(catalogue, name, column));
    const query = '{ tenants(first: 5) { nodes { surname leases(first: 5) { nodes { rent } } } } }';
    const [root] = planned(policy, { role: 'LANDLORD', purpose: 'LETTING', query }).roots;
    const [child] = root?.selection.children ?? [];
    if (root === undefined || child === undefined) throw new Error('a list below a list was asked');
    const property = fc.asyncProperty(fc.array(lease, { minLength: 1, maxLength: 4 }), instant, async (leases, now) => {
      await client.query('DELETE FROM lease');
      for (const [id, { begins, ends }] of leases.entries()) {
        await client.query(
          `INSERT INTO lease (id, tenant_id, dwelling_id, landlord_id, begins_on, ends_on, status) VALUES ($1, $2, $2, $3, $4, $5, $6)`,
          [leaseKey(id), tenant, landlord, begins, ends, ends === null ? 'RUNNING' : 'ENDED'],
        );
      }
      const reading = {
        claims: { ORGANISATION: landlord, ACCOUNT: 'x' },
        absorbed: [],
        purpose: 'LETTING',
        times: readTimes(now, policy.zones),
      };
      const read = async (selection: typeof root.selection, keys: readonly string[]): Promise<number[]> => {
        const page = await rows.read(store.database, {
          selection: selection.rows,
          mode: { kind: 'keys' },
          reading,
          given: { keys },
        });
        return Array.from({ length: page.count }, (_, row) => Number(page.uuidText(row, 0)?.at(-1)));
      };
      const alive = leases.flatMap(({ begins, ends }, id) =>
        isAlive(
          { starts: begins, ends, closed: null, left_at: null },
          { longest: 'P10Y', within: 'P2M', now, in: policy.zones },
        )
          ? [id]
          : [],
      );
      const keys = leases.map((_, id) => leaseKey(id));
      // Rows come in the order of their keys.
      expect(await read(child.selection, keys)).toEqual(alive);
      expect(await read(root.selection, [tenant])).toHaveLength(alive.length > 0 ? 1 : 0);
    });
    await fc.assert(property, { numRuns: 60 });
  });
});

function leaseKey(id: number): string {
  return `f0000000-0000-4000-8000-00000000000${String(id)}`;
}

async function fill(table: string, links: readonly Link[]): Promise<void> {
  await client.query(`DELETE FROM ${table}`);
  const rows = links.map((link, id) => ({
    id,
    partner: 'us',
    person: '00000000-0000-4000-8000-00000000000b',
    ...link,
  }));
  await client.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`, [
    JSON.stringify(rows),
  ]);
}

/** For each window, the links that SQL finds alive. */
async function aliveIn(
  table: string,
  longest: string | undefined,
  now: number,
): Promise<readonly (readonly number[])[]> {
  const reach: Reach = {
    id: `Person.link.PARTNER.1 ${table} ${longest ?? ''}`,
    name: 'link',
    type: 'Person',
    role: 'PARTNER',
    through: table,
    subject: 'person',
    column: 'partner',
    row: undefined,
    claim: 'ORGANISATION',
    starts: 'starts',
    ends: 'ends',
    longest: longest === undefined ? undefined : durationOf(longest),
    closes: ['closed', 'left_at'],
    opened: undefined,
  };
  const parameters = new Parameters('ONE');
  const terms = durations.map((within, index) => ({ bit: 1 << index, within: durationOf(within), approval: false }));
  const { mask, where } = linkArm({ reach, person: 'Person', terms }, parameters, (_, column) => typeIn(table, column));
  const reading = { claims: { ORGANISATION: 'us' }, absorbed: [], purpose: 'P', times: readTimes(now, zones) };
  const { rows } = await client.query<{ id: number; mask: number }>(
    `SELECT l.id, ${mask} AS mask FROM ${table} l WHERE ${where} ORDER BY l.id`,
    [...valuesOf(parameters.list(), reading, {})],
  );
  return terms.map(({ bit }) => rows.filter((row) => (row.mask & bit) !== 0).map(({ id }) => id));
}

function typeIn(table: string, column: string): string {
  if (column === 'partner') return 'text';
  if (column === 'closed') return 'date';
  return column === 'left_at' || table === 'timed' ? 'timestamptz' : 'date';
}

function durationOf(text: string): Duration {
  const duration = parseDuration(text);
  if (duration === undefined) throw new Error(`${text} is no duration`);
  return duration;
}

interface Reading {
  readonly longest: string | undefined;
  readonly within: string;
  readonly now: number;
  readonly in?: readonly string[];
}

/** The sentence of @reach, read slowly. */
function isAlive(
  { starts, ends, closed, left_at }: Link,
  { longest, within, now, in: places = zones }: Reading,
): boolean {
  const begins = (date: string): number =>
    isDay(date) ? Math.min(...places.map((zone) => startOfDay(date, zone))) : Date.parse(date);
  if (begins(starts) > now) return false;
  if ([closed, left_at].some((date) => date !== null && begins(date) <= now)) return false;
  const last = [
    ...(ends === null ? [] : [endOf(ends, [within], places)]),
    ...(longest === undefined ? [] : [endOf(starts, [longest, within], places)]),
  ];
  return last.every((end) => now < end);
}

/** The first instant at which a date is over everywhere, or an instant is past, with calendar time added to it in turn. */
function endOf(date: string, added: readonly string[], places: readonly string[]): number {
  const seconds = added.reduce((sum, text) => sum + durationOf(text).seconds, 0);
  const until = added.reduce(addCalendar, date.slice(0, 10));
  if (!isDay(date)) return Date.parse(until + date.slice(10)) + seconds * 1000;
  const next = isoDay(Date.parse(`${until}T00:00:00Z`) + 86_400_000);
  return Math.max(...places.map((zone) => startOfDay(next, zone))) + seconds * 1000;
}

function isDay(date: string): boolean {
  return date.length === 10;
}
