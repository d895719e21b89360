/** The demo's store as its accounts meet it: over HTTP, with tokens, from sealed rows. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoAccounts } from '../../src/demo/accounts.js';
import { castOrganisation } from '../../src/demo/cast.js';
import { seedApprovals } from '../../src/demo/seedApprovals.js';
import { demoCaseloads, demoStore } from '../../src/demo/store/demoStore.js';
import { notablePositions } from '../../src/demo/store/notablePersons.js';
import type { RowObject } from '../../src/demo/world/rows.js';
import { loadRows } from '../../src/intake/loadRows.js';
import { storeFolder } from '../support/policies.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';

/** The store's defaults (`CURRENT_DATE`) are PostgreSQL's, so this test lives in the present. */
const now = new Date().toISOString();
const today = now.slice(0, 10);
let service: Service;

beforeAll(async () => {
  service = await startService({
    folder: storeFolder,
    accounts: demoAccounts,
    clock: clockAt(now),
    fill: async ({ rooms: { policy, vault, database }, catalogue }) => {
      await loadRows(demoStore(today), { policy, vault, catalogue, database });
      await database.read({ name: '', text: 'ANALYZE', values: [] });
    },
  });
});

afterAll(async () => {
  await service.stop();
});

const readers = demoAccounts.filter(({ role }) => role !== 'COMPLIANCE' && role !== 'JOB_SEEKER');

describe('over HTTP', () => {
  it.each(readers.map(({ name, role }) => [name, role] as const))(
    '%s pages through exactly its persons',
    async (name, role) => {
      const ids = await pageThrough(name, role === 'EMPLOYER' ? 20 : 50);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toHaveLength(demoCaseloads[name] ?? -1);
    },
  );

  it('formation-nord gets other ids for a shared person, and sees no enrolment of formation-isere', async () => {
    const query =
      '{ jobSeekers(first: 50) { nodes { id birthName email enrolments(first: 5) { nodes { organisation { name } } } } } }';
    const isere = nodesOf(await service.ask('formation-isere', query));
    const nord = nodesOf(await service.ask('formation-nord', query));
    expect(new Set(nord.map(({ enrolments }) => JSON.stringify(enrolments)))).toEqual(
      new Set(['{"nodes":[{"organisation":{"name":"Formation Nord (exemple)"}}]}']),
    );
    expect(isere.filter(({ id }) => nord.some((other) => other['id'] === id))).toEqual([]);
  });

  it('the person reads the own file, whole', async () => {
    const { data, codes } = await service.ask(
      'camille-exemple',
      `{ myself { givenNames birthName nir birthDate disabilityRecognised address { line city }
         accompaniments(first: 5) { nodes { adviser } } enrolments(first: 5) { nodes { status } } attendances(first: 5) { nodes { month } } } }`,
    );
    expect(codes).toEqual([]);
    expect(data?.['myself']).toMatchObject({
      givenNames: 'Camille',
      birthName: 'Exemple',
      birthDate: '1992-04-17',
      accompaniments: { nodes: [{ adviser: 'conseiller-grenoble' }] },
      enrolments: { nodes: [{ status: 'IN_TRAINING' }] },
      attendances: { nodes: [{ month: expect.any(String) as string }, { month: expect.any(String) as string }] },
    });
  });

  it('the data protection officer reads sessions and cannot ask for a person', async () => {
    expect((await service.ask('dpo', '{ sessions(first: 2) { nodes { organisation { name } } } }')).codes).toEqual([]);
    const refused = await service.ask('dpo', '{ jobSeekers(first: 1) { nodes { id } } }');
    expect(refused.data ?? null).toBeNull();
    expect(refused.codes).toHaveLength(1);
  });

  it('an adviser finds a person by two attributes, typed without accents; two homonyms born the same day are no match', async () => {
    const find = (by: string): Promise<Reply> =>
      service.ask('conseiller-grenoble', `{ findJobSeeker(by: ${by}) { usedName } }`);
    const camille = await find('{ birthName: "EXEMPLE", givenNames: "camille", birthDate: "1992-04-17" }');
    expect(camille.data).toEqual({ findJobSeeker: { usedName: 'Exemple' } });
    const homonym = await find('{ birthName: "Martin", givenNames: "Nathalie", birthDate: "1987-06-21" }');
    expect(homonym.data).toEqual({ findJobSeeker: null });
  });

  it('an employer names a protected person and a minor, and reaches neither but by the adviser', async () => {
    const rows = [...demoStore(today)].filter(({ __typename }) => __typename === 'JobSeeker');
    const reply = await service.ask(
      'employeur-alpes',
      '{ jobSeekers(first: 20) { nodes { usedName givenNames email phone } } }',
    );
    for (const position of [notablePositions.protectedAddress, notablePositions.minor]) {
      const row = rows[position];
      expect(nodesOf(reply)).toContainEqual({
        usedName: row?.['usedName'],
        givenNames: row?.['givenNames'],
        email: null,
        phone: null,
      });
    }
    expect(nodesOf(reply)).toContainEqual({
      usedName: 'Exemple',
      givenNames: 'Camille',
      email: 'camille.exemple@example.org',
      phone: '+33639980001',
    });
  });

  it('an employer sees the commune of candidates who approve it, and of none who took it back or is in danger', async () => {
    await seedApprovals(service.store.rooms.database, Date.parse(now));
    const rows = [...demoStore(today)].filter(({ __typename }) => __typename === 'JobSeeker');
    const cityOf = (position: number): unknown => (rows[position]?.['address'] as RowObject | undefined)?.['city'];
    const reply = await service.ask(
      'employeur-alpes',
      '{ jobSeekers(first: 20) { nodes { usedName address { city } } } }',
    );
    const cities = nodesOf(reply).flatMap(({ address }) => (address as { readonly city: unknown } | null)?.city ?? []);
    const expected = [notablePositions.camille, notablePositions.otherHomonym].map(cityOf);
    expect([cities.length, new Set(cities)]).toEqual([expected.length, new Set(expected)]);
  });

  it('an organisation reads the name of who left six weeks ago and no way to reach them', async () => {
    const reply = await service.ask(
      'formation-drome',
      '{ jobSeekers(first: 50) { nodes { birthName usedName email phone } } }',
    );
    const rows = [...demoStore(today)];
    const left = rows.filter((row) => JSON.stringify(row['enrolments'] ?? []).includes('COMPLETED') && isOfDrome(row));
    expect(left).toHaveLength(2);
    const [, sixWeeksAgo] = left;
    expect(nodesOf(reply)).toContainEqual({
      birthName: sixWeeksAgo?.['birthName'],
      usedName: sixWeeksAgo?.['usedName'],
      email: null,
      phone: null,
    });
  });

  it('the region counts persons under pseudonyms and names nobody', async () => {
    const reply = await service.ask(
      'region-aura',
      '{ jobSeekers(first: 2) { nodes { identifierPseudonym enrolments(first: 1) { nodes { status attendances(first: 2) { nodes { hoursPresent } } } } } } }',
    );
    const nodes = nodesOf(reply);
    expect(nodes.every(({ identifierPseudonym }) => typeof identifierPseudonym === 'string')).toBe(true);
  });

  it('an organisation states entry, attendance and exit, and nothing twice', async () => {
    const list = await service.ask(
      'formation-isere',
      '{ jobSeekers(first: 50) { nodes { id enrolments(first: 1) { nodes { id status session { id } } } } } }',
    );
    const trainees = nodesOf(list).map((node) => {
      const [enrolment] = (node['enrolments'] as { readonly nodes: readonly Enrolment[] }).nodes;
      return { id: String(node['id']), enrolment };
    });
    const referred = trainees.find(({ enrolment }) => enrolment?.status === 'REFERRED');
    const enrolment = String(referred?.enrolment?.id);
    const entry = `mutation { recordEntry(enrolment: "${enrolment}", startedOn: "${today}") { errors { code } enrolment { status startedOn } } }`;
    expect((await service.ask('formation-isere', entry)).data).toEqual({
      recordEntry: { errors: [], enrolment: { status: 'IN_TRAINING', startedOn: today } },
    });
    const again = await service.ask('formation-isere', entry);
    expect(again.data?.['recordEntry']).toMatchObject({ enrolment: null });
    const attendance = await service.ask(
      'formation-isere',
      `mutation { recordAttendance(session: "${String(referred?.enrolment?.session.id)}", month: "${today.slice(0, 7)}", key: "k1",
         rows: [{ enrolment: "${enrolment}", jobSeeker: "${String(referred?.id)}", hoursPresent: 7, hoursAbsent: 0 }]) { errors { row code } } }`,
    );
    expect(attendance.data).toEqual({ recordAttendance: { errors: [] } });
    const exit = await service.ask(
      'formation-isere',
      `mutation { recordExit(enrolment: "${enrolment}", endedOn: "${today}") { errors { code } enrolment { status endedOn } } }`,
    );
    expect(exit.data).toEqual({ recordExit: { errors: [], enrolment: { status: 'EXITED', endedOn: today } } });
  });

  it('an adviser registers a person, finds them and refers them to a session of an organisation', async () => {
    const registered = await service.ask(
      'conseiller-grenoble',
      `mutation { registerJobSeeker(input: { identifier: "7654321Z", birthName: "Nouvelle", usedName: "Nouvelle", givenNames: "Ève",
         birthDate: "1999-12-31", email: "eve.nouvelle@example.org" }) { errors { row code } } }`,
      { purpose: 'REGISTRATION' },
    );
    expect(registered.data).toEqual({ registerJobSeeker: { errors: [] } });
    const found = await service.ask(
      'conseiller-grenoble',
      '{ findJobSeeker(by: { identifier: "7654321Z", birthDate: "1999-12-31" }) { id } }',
    );
    const person = (found.data?.['findJobSeeker'] as { readonly id: string } | null)?.id;
    expect(person).toBeTypeOf('string');
    const sessions = await service.ask(
      'conseiller-grenoble',
      '{ sessions(first: 50) { nodes { id organisation { name } } } }',
    );
    const session = nodesOf(sessions, 'sessions').find(
      ({ organisation }) => (organisation as { readonly name: string }).name === 'Formation Nord (exemple)',
    );
    const referred = await service.ask(
      'conseiller-grenoble',
      `mutation { referToSession(input: { jobSeeker: "${String(person)}", session: "${String(session?.['id'])}", plannedEndOn: "2026-09-30" })
         { errors { code } enrolment { status organisation { name } } } }`,
    );
    expect(referred.data).toEqual({
      referToSession: {
        errors: [],
        enrolment: { status: 'REFERRED', organisation: { name: 'Formation Nord (exemple)' } },
      },
    });
  });
});

interface Enrolment {
  readonly id: string;
  readonly status: string;
  readonly session: { readonly id: string };
}

function isOfDrome(row: RowObject): boolean {
  return JSON.stringify(row['enrolments'] ?? []).includes(castOrganisation('drome'));
}

async function pageThrough(account: string, first: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ;) {
    const reply = await service.ask(
      account,
      'query ($first: Int!, $after: String) { jobSeekers(first: $first, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } }',
      { variables: { first, after } },
    );
    expect(reply.codes).toEqual([]);
    const page = reply.data?.['jobSeekers'] as {
      readonly nodes: readonly { readonly id: string }[];
      readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
    };
    ids.push(...page.nodes.map(({ id }) => id));
    if (!page.pageInfo.hasNextPage) return ids;
    after = page.pageInfo.endCursor;
  }
}

function nodesOf(reply: Reply, root = 'jobSeekers'): readonly Readonly<Record<string, unknown>>[] {
  expect(reply.codes).toEqual([]);
  const page = reply.data?.[root] as { readonly nodes: readonly Record<string, unknown>[] } | undefined;
  return page?.nodes ?? [];
}
