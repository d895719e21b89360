/** Retention: to the day, in the zone where it ends last; a hold keeps; nobody is half-erased. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeHold } from '../../src/lifecycle/holds.js';
import { planNamed } from '../../src/lifecycle/erasurePlan.js';
import { previewRetention } from '../../src/lifecycle/retain.js';
import { run, tenantRow } from '../support/rentalRows.js';
import type { Desk } from './desk.js';
import { alice, leftOf, openDesk, retainAll, secrets, secretsOf, uuid } from './desk.js';

let desk: Desk;
const id = (number: number): string => tenantRow(number).id;
const leaving = (number: number, leftOn: string | null): ReturnType<typeof tenantRow> => tenantRow(number, { leftOn });

beforeAll(async () => {
  // Kept for three years. It is 1 June 2024, 22:59 in UTC: in London 23:59 of that day.
  desk = await openDesk('2024-06-01T22:59:00.000Z', [
    leaving(1, '2021-05-31'),
    leaving(2, '2021-06-01'),
    leaving(3, null),
    leaving(4, '2020-02-29'),
    leaving(5, '2010-01-01'),
  ]);
  await run(desk.service.store, `UPDATE tenant SET left_on = '-infinity' WHERE id = '${id(3)}'`);
  const { lifecycle } = desk.service.store;
  const plan = planNamed(lifecycle.plans, 'Tenant');
  await placeHold(lifecycle, { plan, person: uuid(id(5)), reason: 'A claim is pending.', actor: alice });
});

afterAll(() => desk.close());

describe('retention', () => {
  it('says first whom it would erase, and erases nobody', async () => {
    const report = await previewRetention(desk.service.store.lifecycle);
    expect(report).toMatchObject({
      types: [{ type: 'Tenant', from: 'left_on', keep: 'P3Y', due: 3, tables: 3, columns: 16 }],
      erased: 0,
      held: [{ person: id(5), reason: 'A claim is pending.', placedBy: 'operator:alice' }],
    });
    expect(await secretsOf(desk, id(1))).toEqual(secrets);
  });

  it('erases whose last day is over everywhere, and keeps who is kept to this day, has no date, or is on hold', async () => {
    const report = await retainAll(desk);
    expect(report).toMatchObject({ erased: 2, isFinished: true, held: [{ person: id(5) }] });
    for (const erased of [1, 4]) expect(await secretsOf(desk, id(erased))).toEqual([]);
    for (const kept of [2, 3, 5]) expect(await secretsOf(desk, id(kept))).toEqual(secrets);
  });

  it('keeps the rows, their keys and links, so that what points at them stays', async () => {
    expect(await leftOf(desk, id(1))).toEqual(
      expect.arrayContaining([
        'begins_on',
        'came_on',
        'dwelling_id',
        'id',
        'landlord_id',
        'left_on',
        'status',
        'tenant_id',
      ]),
    );
  });

  it('writes each erasure into the ledger and the register', async () => {
    const entries = await run(
      desk.service.store,
      "SELECT kind, actor, persons, detail FROM cloison.ledger_entry WHERE detail ->> 'event' = 'ERASED' ORDER BY id",
    );
    expect(entries).toEqual(
      [id(1), id(4)].map((person, index) => ({
        kind: 'EVENT',
        actor: 'engine:retention',
        persons: [person],
        detail: { event: 'ERASED', type: 'Tenant', why: 'RETENTION', line: index + 1 },
      })),
    );
    const lines = readFileSync(desk.path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toMatchObject([
      { line: 1, person: id(1), why: 'RETENTION' },
      { line: 2, person: id(4) },
    ]);
  });

  it('goes on the next day where it ended, as many at a time as it is told', async () => {
    desk.service.clock.moveTo('2024-06-01T23:00:00.000Z');
    expect(await retainAll(desk, 0)).toMatchObject({ erased: 0, isFinished: false });
    expect(await retainAll(desk, 1)).toMatchObject({ erased: 1 });
    expect(await secretsOf(desk, id(2))).toEqual([]);
    expect(await retainAll(desk)).toMatchObject({ erased: 0, isFinished: true, held: [{ person: id(5) }] });
  });

  it('erases nobody early when one of the two clocks runs ahead', async () => {
    const { service } = desk;
    service.clock.moveTo('2100-01-01T00:00:00.000Z');
    await run(service.store, `UPDATE tenant SET left_on = CURRENT_DATE WHERE id = '${id(3)}'`);
    expect(await retainAll(desk)).toMatchObject({ erased: 0 });
    service.clock.moveTo('2024-06-01T23:00:00.000Z');
    await databaseClock("SELECT timestamptz '2100-01-01'");
    expect(await retainAll(desk)).toMatchObject({ erased: 0 });
    await databaseClock('SELECT clock_timestamp()');
    expect(await secretsOf(desk, id(3))).toEqual(secrets);
  });
});

describe('the last day', () => {
  const dueIn = async (
    instant: string,
    zones: readonly string[],
    plans = desk.service.store.lifecycle.plans,
  ): Promise<unknown> => {
    desk.service.clock.moveTo(instant);
    const { types } = await previewRetention({ ...desk.service.store.lifecycle, zones, plans });
    return types[0]?.due;
  };
  // Five, who is on hold, is due in every case.
  it.each([
    ['Indian/Reunion', '2024-06-01T19:59:59Z', 1],
    ['Indian/Reunion', '2024-06-01T20:00:00Z', 2],
    ['America/Guadeloupe', '2024-06-02T03:59:59Z', 1],
    ['America/Guadeloupe', '2024-06-02T04:00:00Z', 2],
    ['Indian/Reunion America/Guadeloupe', '2024-06-02T03:59:59Z', 1],
    ['Indian/Reunion America/Guadeloupe', '2024-06-02T04:00:00Z', 2],
  ])('of a date is over in %s at %s for %i', async (zones, instant, due) => {
    await run(desk.service.store, `UPDATE tenant SET left_on = '2021-06-01' WHERE id = '${id(3)}'`);
    expect(await dueIn(instant, zones.split(' '))).toBe(due);
  });

  it.each([
    // 23:30 of 1 June in Guadeloupe is 07:30 of 2 June in La Réunion: the later day counts, and ends later.
    ['2024-06-03T03:59:59Z', 0],
    ['2024-06-03T04:00:00Z', 1],
  ])('of an instant is that of the zone in which it is latest: at %s for %i', async (instant, due) => {
    await run(
      desk.service.store,
      `UPDATE tenant SET created_at = CASE id WHEN '${id(3)}' THEN timestamptz '2021-06-02T03:30:00Z' ELSE 'infinity' END`,
    );
    const plans = desk.service.store.lifecycle.plans.map((plan) => ({
      ...plan,
      retain: plan.retain === undefined ? undefined : { ...plan.retain, from: 'created_at', isDate: false },
    }));
    expect(await dueIn(instant, ['Indian/Reunion', 'America/Guadeloupe'], plans)).toBe(due);
  });
});

async function databaseClock(body: string): Promise<void> {
  await run(
    desk.service.store,
    `CREATE OR REPLACE FUNCTION cloison.clock() RETURNS timestamptz LANGUAGE sql VOLATILE AS '${body.replaceAll("'", "''")}'`,
  );
}
