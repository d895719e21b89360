/** What each account of the demo reads, counted by a slow reading of the policy's sentence and not by the engine. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoAccount } from '../../src/demo/accounts.js';
import { demoAccounts } from '../../src/demo/accounts.js';
import { camille, castOrganisation } from '../../src/demo/cast.js';
import { demoCaseloads, demoStore } from '../../src/demo/store/demoStore.js';
import { notablePositions } from '../../src/demo/store/notablePersons.js';
import type { DemoRow, RowObject } from '../../src/demo/world/rows.js';
import type { StoreTables } from '../schema/catalogue.js';
import { openTables } from '../schema/catalogue.js';
import { compiled, storeFolder } from '../support/policies.js';
import { loadClearColumns } from './loadRows.js';

const today = '2026-03-01';
const policy = compiled(storeFolder);
const persons = [...demoStore(today)].filter(({ __typename }) => __typename === 'JobSeeker');
let tables: StoreTables;

beforeAll(async () => {
  tables = await openTables(storeFolder);
  await loadClearColumns(tables.client, policy, demoStore(today));
});

afterAll(async () => {
  await tables.close();
});

describe('the demo’s store', () => {
  it('is the same at each run for one day, and moves with the day', () => {
    expect([...demoStore(today)]).toEqual([...demoStore(today)]);
    expect([...demoStore('2026-03-02')]).not.toEqual([...demoStore(today)]);
  });

  it('has some 5,400 persons', () => {
    expect(persons.length).toBeGreaterThan(5300);
    expect(persons.length).toBeLessThan(5600);
    expect(new Set(persons.map((row) => row['identifier'])).size).toBe(persons.length);
  });

  it.each(demoAccounts.map((account) => [account.name, account] as const))(
    'lets %s reach exactly its persons',
    async (name, account) => {
      expect(await reached(account, today)).toHaveLength(demoCaseloads[name] ?? -1);
    },
  );

  it.each(['2024-02-29', '2026-03-31', '2026-12-31'])('gives the same caseloads on %s', async (day) => {
    const other = await openTables(storeFolder);
    try {
      await loadClearColumns(other.client, policy, demoStore(day));
      const counted: Record<string, number> = {};
      for (const account of demoAccounts) counted[account.name] = (await reached(account, day, other)).length;
      expect(counted).toEqual(demoCaseloads);
    } finally {
      await other.close();
    }
  });

  it('has 240 persons who train with formation-isere now, and some of them with formation-nord too', async () => {
    const isere = await training('isere');
    const nord = await training('nord');
    expect(isere).toHaveLength(240);
    expect(nord).toHaveLength(5000);
    const shared = persons.slice(notablePositions.firstShared, notablePositions.lastShared + 1).map(({ id }) => id);
    expect(isere.filter((id) => nord.includes(id)).toSorted()).toEqual(shared.toSorted());
  });

  it('lets nobody at formation-isere reach those whose link is over, closed or not begun', async () => {
    const account = demoAccounts.find(({ name }) => name === 'formation-isere');
    if (account === undefined) throw new Error('formation-isere is missing');
    const linked = await tables.client.query<{ id: string }>(
      'SELECT DISTINCT job_seeker_id AS id FROM enrolment WHERE organisation_id = $1',
      [castOrganisation('isere')],
    );
    expect(linked.rows).toHaveLength(245);
    expect(await reached(account, today)).toHaveLength(240);
  });

  it('has Camille, two homonyms born the same day, a protected address and a minor among them', async () => {
    const at = (position: number): DemoRow | undefined => persons[position];
    expect(at(notablePositions.camille)).toMatchObject({ id: camille, givenNames: 'Camille', birthName: 'Exemple' });
    const [one, other] = [at(notablePositions.homonym), at(notablePositions.otherHomonym)];
    for (const field of ['birthName', 'givenNames', 'birthDate']) expect(one?.[field]).toBe(other?.[field]);
    expect(one?.['identifier']).not.toBe(other?.['identifier']);
    expect(at(notablePositions.protectedAddress)).toMatchObject({ protectedAddress: true });
    expect(at(notablePositions.minor)).toMatchObject({ minor: true, birthDate: '2010-05-09' });
    const isere = await training('isere');
    expect(persons.slice(0, 5).every(({ id }) => isere.includes(id))).toBe(true);
  });

  it('states attendance for enrolments of the same person only', () => {
    for (const row of persons) {
      const own = new Set(listOf(row, 'enrolments').map((enrolment) => enrolment['id']));
      expect(listOf(row, 'attendances').filter((attendance) => !own.has(attendance['enrolment']))).toEqual([]);
    }
  });
});

describe('the demo’s accounts', () => {
  it.each(demoAccounts)(
    '$name has a role of the schema and purposes that are granted to it',
    ({ role, purposes, defaultPurpose, name, claims }) => {
      expect(policy.roles.get(role)?.purposes ?? []).toEqual(expect.arrayContaining([...purposes]));
      expect(purposes).toContain(defaultPurpose);
      expect(claims.ACCOUNT).toBe(name);
    },
  );

  it('cover every role', () => {
    expect(new Set(demoAccounts.map(({ role }) => role))).toEqual(new Set(policy.roles.keys()));
  });
});

/** Persons whom `account` reaches on `day` for any field, the longest window counted. */
async function reached(account: DemoAccount, day: string, store: StoreTables = tables): Promise<readonly string[]> {
  const grant = policy.roles.get(account.role)?.types.get('JobSeeker');
  const terms = [...(grant?.visible.values() ?? [])].flatMap((gate) => (gate.kind === 'linked' ? gate.terms : []));
  if (terms.length === 0) return [];
  const links = terms.map(({ reach, within }) => {
    const conditions = [
      `${reach.column}::text = '${account.claims[reach.claim] ?? ''}'`,
      `${reach.starts} <= $1::date`,
      ...(reach.ends === undefined
        ? []
        : [`(${reach.ends} IS NULL OR ${reach.ends} + interval '${within.text}' >= $1::date)`]),
      ...(reach.longest === undefined
        ? []
        : [`${reach.starts} + interval '${reach.longest.text}' + interval '${within.text}' >= $1::date`]),
      ...reach.closes.map((column) => `(${column} IS NULL OR ${column} > $1::date)`),
    ];
    return `SELECT ${reach.subject} AS id FROM ${reach.through} WHERE ${conditions.join(' AND ')}`;
  });
  const { rows } = await store.client.query<{ id: string }>(links.join(' UNION '), [day]);
  return rows.map(({ id }) => id);
}

async function training(organisation: 'isere' | 'nord'): Promise<readonly string[]> {
  const { rows } = await tables.client.query<{ id: string }>(
    `SELECT job_seeker_id AS id FROM enrolment WHERE organisation_id = $1 AND ended_on IS NULL AND wrong_person_on IS NULL
        AND objection_on IS NULL AND referred_on BETWEEN $2::date - interval '18 months' AND $2::date`,
    [castOrganisation(organisation), today],
  );
  return rows.map(({ id }) => id);
}

function listOf(row: RowObject, name: string): readonly RowObject[] {
  const value = row[name];
  return Array.isArray(value) ? (value as readonly RowObject[]) : [];
}
