/** Searches and ids that find nobody have an amount of their own, and what a search holds is given back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Probe } from '../../src/ledger/entry.js';
import type { Desk, Spent } from './desk.js';
import { expectExhausted, openDesk, operation, people, perDay, expectRecorded } from './desk.js';

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const nobody: Probe = { persons: [], isHeld: false };
const probing = (scope: number, probe: Probe, of = 3): Spent => ({
  scope,
  persons: probe.persons,
  allowances: [perDay(50)],
  misses: [perDay(of)],
  probes: [probe],
  held: probe.isHeld ? probe.persons : [],
});
const probe = async (scope: number, tried: Probe, of?: number): ReturnType<Desk['ledger']['disclose']> =>
  desk.ledger.disclose(operation(probing(scope, tried, of)));

const personsOf = async (scope: number): Promise<number> => {
  const [row] = await desk.query('SELECT count(*)::int AS n FROM cloison.budget_person WHERE scope_id = $1', [scope]);
  return Number(row?.['n']);
};

describe('misses', () => {
  it('end searches for hit and miss alike, so that nobody learns by what is refused', async () => {
    const scope = await desk.newScope();
    for (let count = 0; count < 3; count++) expectRecorded(await probe(scope, nobody));
    expect(expectExhausted(await probe(scope, nobody))).toMatchObject({ kind: 'MISSES', bound: 3, used: 3 });
    expectExhausted(await probe(scope, { persons: people(1), isHeld: false }));
    expectExhausted(await probe(scope, { persons: people(1), isHeld: true }));
  });

  it('do not end the reading of whom one knows', async () => {
    const scope = await desk.newScope();
    const known = people(1);
    expectRecorded(await desk.ledger.disclose(operation({ scope, persons: known, allowances: [perDay(50)] })));
    for (let count = 0; count < 3; count++) expectRecorded(await probe(scope, nobody));
    expectExhausted(await probe(scope, nobody));
    expectRecorded(await probe(scope, { persons: known, isHeld: false }));
    expectRecorded(await desk.ledger.disclose(operation({ scope, persons: people(2), allowances: [perDay(50)] })));
  });

  it('are not counted for an id that finds somebody', async () => {
    const scope = await desk.newScope();
    for (let count = 0; count < 9; count++) expectRecorded(await probe(scope, { persons: people(1), isHeld: false }));
    expect(await personsOf(scope)).toBe(9);
    expectRecorded(await probe(scope, nobody));
  });

  it('are counted before a search is opened, and given back when it found somebody', async () => {
    const scope = await desk.newScope();
    for (let count = 0; count < 6; count++) {
      const recording = expectRecorded(await probe(scope, { persons: people(1), isHeld: true }));
      expect(recording.missed).toEqual([0]);
      desk.ledger.settle({ recording, outcome: 'DELIVERED', unserved: [], found: 1 });
      await desk.ledger.close();
    }
    expect(await personsOf(scope)).toBe(6);
    expect(desk.failures).toEqual([]);
  });

  it('stay counted when it found nobody, and its candidates are given back', async () => {
    const scope = await desk.newScope();
    for (let count = 0; count < 3; count++) {
      const persons = people(4);
      const recording = expectRecorded(await probe(scope, { persons, isHeld: true }));
      desk.ledger.settle({ recording, outcome: 'PART', unserved: persons, found: 0 });
      await desk.ledger.close();
    }
    expect(await personsOf(scope)).toBe(0);
    const [row] = await desk.query(
      "SELECT (SELECT sum(c) FROM unnest(counts) c)::int AS n FROM cloison.budget_window WHERE scope_id = $1 AND kind = 'PERSONS'",
      [scope],
    );
    expect(row?.['n']).toBe(0);
    expectExhausted(await probe(scope, { persons: people(1), isHeld: true }));
  });

  it('give nobody back whom somebody else was served meanwhile', async () => {
    const scope = await desk.newScope();
    const persons = people(2);
    const recording = expectRecorded(await probe(scope, { persons, isHeld: true }));
    const [first] = persons;
    expectRecorded(
      await desk.ledger.disclose(
        operation({ scope, persons: first === undefined ? [] : [first], allowances: [perDay(50)] }),
      ),
    );
    desk.ledger.settle({ recording, outcome: 'PART', unserved: persons, found: 0 });
    await desk.ledger.close();
    expect(await personsOf(scope)).toBe(1);
  });
});
