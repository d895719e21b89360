/** What the main job must show, on the whole of the demo's store: PostgreSQL, HTTP, tokens, and a clock that the test moves. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { demoAccounts } from '../../src/demo/accounts.js';
import { castOrganisation } from '../../src/demo/cast.js';
import { demoCaseloads } from '../../src/demo/store/demoStore.js';
import { notablePositions } from '../../src/demo/store/notablePersons.js';
import type { DemoRow } from '../../src/demo/world/rows.js';
import { expectDisclosed, expectNobody, expectRefused, pageOf, within } from '../support/answers.js';
import type { Data } from '../support/answers.js';
import { openBreach } from '../support/breach.js';
import { demoPeople, startDemoService } from '../support/demoService.js';
import { storeFolder } from '../support/policies.js';
import { run } from '../support/rentalRows.js';
import type { AskOptions, Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';
import type { WireTap } from '../support/wireTap.js';
import { startWireTap } from '../support/wireTap.js';

const today = '2026-03-01';
const now = `${today}T10:00:00.000Z`;
const clock = clockAt(now);
const people = demoPeople(today);
const trainees = 240;
let service: Service;

beforeAll(async () => {
  service = await startDemoService({ today, clock });
});

afterEach(() => clock.moveTo(now));
afterAll(() => service.stop());

const ask = (account: string, query: string, options?: AskOptions): Promise<Reply> =>
  service.ask(account, query, options);

describe('an account reads its persons and nobody else', () => {
  it('formation-isere pages through exactly its 240', async () => {
    const seen = await walk('formation-isere', 50);
    expect(seen).toHaveLength(trainees);
    expect(new Set(seen)).toEqual(new Set(people.slice(0, trainees).map((row) => idAt('isere', row))));
  });

  it('those whose link is over, closed or to come are nobody to it', async () => {
    const others = people.slice(trainees, trainees + 5);
    for (const row of others) expectNobody(await ask('formation-isere', personQuery(idAt('isere', row))), 'jobSeeker');
  });

  it.each(demoAccounts.map(({ name }) => name))('%s reads as many as the demo says', async (name) => {
    expect((await walk(name, name === 'employeur-alpes' ? 20 : 50)).length).toBe(demoCaseloads[name]);
  });
});

describe('two organisations of one person', () => {
  const shared = people.slice(notablePositions.firstShared, notablePositions.lastShared + 1);
  const query = (id: string): string =>
    `{ jobSeeker(id: "${id}") { id birthName enrolments(first: 9) { nodes { id organisation { name } session { enrolments(first: 50) { nodes { id } } } } } } }`;

  it('get other ids for them, and see each its own enrolment', async () => {
    for (const row of shared) {
      const isere = within(expectDisclosed(await ask('formation-isere', query(idAt('isere', row)))), 'jobSeeker');
      const nord = within(expectDisclosed(await ask('formation-nord', query(idAt('nord', row)))), 'jobSeeker');
      expect([isere['birthName'], nord['birthName']]).toEqual([row['birthName'], row['birthName']]);
      expect(isere['id']).not.toBe(nord['id']);
      expect(organisationsOf(isere)).toEqual(['Formation Isère (exemple)']);
      expect(organisationsOf(nord)).toEqual(['Formation Nord (exemple)']);
    }
  });

  it('cannot use each other’s ids, of persons, enrolments or sessions', async () => {
    for (const row of shared) {
      expectNobody(await ask('formation-nord', personQuery(idAt('isere', row))), 'jobSeeker');
      expectNobody(await ask('formation-isere', personQuery(idAt('nord', row))), 'jobSeeker');
    }
    const sessions = '{ sessions(first: 50) { nodes { id } } }';
    const [isere, nord] = await Promise.all(
      ['formation-isere', 'formation-nord'].map((account) => ask(account, sessions)),
    );
    const known = new Set(isere === undefined ? [] : pageOf(isere, 'sessions').nodes.map(({ id }) => id));
    expect(known.size).toBe(50);
    expect(nord === undefined ? [] : pageOf(nord, 'sessions').nodes.filter(({ id }) => known.has(id))).toEqual([]);
  });

  it('meet their own trainees, and nobody else’s, in the list of any session', async () => {
    const listing = (after: string | null): string =>
      `{ sessions(first: 50${after === null ? '' : `, after: "${after}"`}) { nodes { organisation { name } enrolments(first: 50) { nodes { jobSeeker { id } } } } pageInfo { endCursor hasNextPage } } }`;
    const met = new Set<unknown>();
    for (let after: string | null = null, more = true; more;) {
      const page = pageOf(await ask('formation-isere', listing(after)), 'sessions');
      for (const node of page.nodes) {
        const list = within(node, 'enrolments')['nodes'] as readonly Data[];
        if (within(node, 'organisation')['name'] !== 'Formation Isère (exemple)') expect(list).toEqual([]);
        for (const enrolment of list) met.add(within(enrolment, 'jobSeeker')['id']);
      }
      ({ endCursor: after, hasNextPage: more } = page.pageInfo);
    }
    expect(met.size).toBe(trainees);
  });
});

describe('a trainee who left on 10 March', () => {
  const left = people[10] ?? fail();
  /** The day ends last where clocks are four hours behind UTC. */
  const lastOfMonth = '2026-04-11T03:59:59.999Z';
  const lastOfAll = '2026-06-11T03:59:59.999Z';

  beforeAll(() => end(left, "status = 'COMPLETED', started_on = '2026-01-15', ended_on = '2026-03-10'"));

  /** The texts of all that a path gives. */
  const paths: readonly (readonly [title: string, read: () => Promise<string>])[] = [
    ['the node', async () => (await ask('formation-isere', `{ jobSeeker(id: "${idAt('isere', left)}") { id } }`)).text],
    ['the list', () => allPages('jobSeekers', '', '{ id }')],
    ['the list of what changed', () => allPages('jobSeekers', ', changedSince: "2000-01-01T00:00:00Z"', '{ id }')],
    [
      'a list below a session',
      () => allPages('sessions', ofIsere(), '{ enrolments(first: 50) { nodes { jobSeeker { id } } } }'),
    ],
  ];

  it.each(paths)('is there for three months by %s, and then gone to the second', async (_title, read) => {
    clock.moveTo(lastOfAll);
    expect(await read()).toContain(idAt('isere', left));
    clock.moveTo('2026-06-11T04:00:00.000Z');
    expect(await read()).not.toContain(idAt('isere', left));
  });

  it('is gone too for a cursor that was made before', async () => {
    clock.moveTo('2026-06-11T03:00:00.000Z');
    const query = `{ jobSeekers(first: 1, after: "${await cursorBefore(left)}") { nodes { id } } }`;
    const read = async (): Promise<unknown> => pageOf(await ask('formation-isere', query), 'jobSeekers').nodes;
    clock.moveTo(lastOfAll);
    expect(await read()).toEqual([{ id: idAt('isere', left) }]);
    clock.moveTo('2026-06-11T04:00:00.000Z');
    expect(await read()).toEqual([{ id: expect.not.stringContaining(idAt('isere', left)) as string }]);
  });

  it('has an address to write to for one month, and a telephone not a second', async () => {
    const query = `{ jobSeeker(id: "${idAt('isere', left)}") { birthName email phone birthDateAgeBand } }`;
    clock.moveTo(lastOfMonth);
    const reply = await ask('formation-isere', query);
    const before = within(expectDisclosed(reply), 'jobSeeker');
    expect(before).toEqual({ birthName: left['birthName'], email: left['email'], phone: null, birthDateAgeBand: null });
    expect(reply.withheld).toEqual([
      ['jobSeeker', 'phone'],
      ['jobSeeker', 'birthDateAgeBand'],
    ]);
    clock.moveTo('2026-04-11T04:00:00.000Z');
    const after = within(expectDisclosed(await ask('formation-isere', query)), 'jobSeeker');
    expect(after).toMatchObject({ birthName: left['birthName'], email: null });
  });

  it('would be there a year later, did the server’s clock stand still', async () => {
    const still = await openBreach(service, { role: 'TRAINING_ORGANISATION', rooms: { clock: clockAt(now) } });
    const reply = await still.ask('formation-isere', personQuery(idAt('isere', left)), {
      purpose: 'TRAINING_FOLLOW_UP',
    });
    expect(within(expectDisclosed(reply), 'jobSeeker')['birthName']).toBe(left['birthName']);
    await still.close();
  });
});

describe('a person who objects', () => {
  it('is gone at once, as soon as the day of it begins anywhere, with no window', async () => {
    const row = people[11] ?? fail();
    await end(row, "objection_on = '2026-03-10'");
    const query = personQuery(idAt('isere', row));
    clock.moveTo('2026-03-09T19:59:59.999Z');
    expectDisclosed(await ask('formation-isere', query), { jobSeeker: { birthName: row['birthName'] } });
    clock.moveTo('2026-03-09T20:00:00.000Z');
    expectNobody(await ask('formation-isere', query), 'jobSeeker');
  });
});

describe('who is protected', () => {
  const hidden = people[notablePositions.protectedAddress] ?? fail();
  const minor = people[notablePositions.minor] ?? fail();

  it('has no address to write to, and no telephone, at a training organisation and an employer', async () => {
    for (const [account, scope] of [
      ['formation-isere', 'isere'],
      ['employeur-alpes', 'employer'],
    ] as const) {
      const reply = await ask(account, `{ jobSeeker(id: "${idAt(scope, hidden)}") { usedName email phone } }`);
      expectDisclosed(reply, { jobSeeker: { usedName: hidden['usedName'], email: null, phone: null } });
      expect(reply.withheld).toEqual([
        ['jobSeeker', 'email'],
        ['jobSeeker', 'phone'],
      ]);
    }
  });

  it('is called by the training organisation though a minor, and not by an employer', async () => {
    const query = (scope: 'isere' | 'employer'): string =>
      `{ jobSeeker(id: "${idAt(scope, minor)}") { usedName phone } }`;
    expectDisclosed(await ask('formation-isere', query('isere')), {
      jobSeeker: { usedName: minor['usedName'], phone: minor['phone'] },
    });
    expectDisclosed(await ask('employeur-alpes', query('employer')), {
      jobSeeker: { usedName: minor['usedName'], phone: null },
    });
  });

  it('is whole for the adviser', async () => {
    const reply = await ask(
      'conseiller-grenoble',
      `{ jobSeeker(id: "${idAt('employment', hidden)}") { email phone protectedAddress } }`,
    );
    expectDisclosed(reply, { jobSeeker: { email: hidden['email'], phone: hidden['phone'], protectedAddress: true } });
    expect(reply.withheld).toEqual([]);
  });
});

describe('below a page that ends before more', () => {
  const attended = (row: DemoRow, after: string): string =>
    `{ jobSeeker(id: "${idAt('employment', row)}") { enrolments(first: 1) { pageInfo { hasNextPage }
         nodes { attendances(first: 1${after}) { nodes { id } pageInfo { endCursor hasNextPage } } } } } }`;

  const first = async (row: DemoRow, after = ''): Promise<{ readonly list: Data; readonly hasMoreAbove: unknown }> => {
    const enrolments = within(
      expectDisclosed(await ask('conseiller-grenoble', attended(row, after))),
      'jobSeeker',
      'enrolments',
    );
    return {
      list: within(enrolments, 'nodes', 0, 'attendances'),
      hasMoreAbove: within(enrolments, 'pageInfo')['hasNextPage'],
    };
  };

  it('a nested cursor walks on under the one parent that is shown', async () => {
    const walked: Data[] = [];
    for (const row of people.slice(notablePositions.firstShared, notablePositions.lastShared + 1)) {
      const { list, hasMoreAbove } = await first(row);
      expect(hasMoreAbove).toBe(true);
      const { endCursor } = within(list, 'pageInfo') as { readonly endCursor: string | null };
      // Only one of the two enrolments has attendances: the one whose id comes first, of some.
      if (endCursor === null) continue;
      const next = (await first(row, `, after: "${endCursor}"`)).list;
      expect(next['nodes']).toHaveLength(1);
      expect(next['nodes']).not.toEqual(list['nodes']);
      walked.push(next);
    }
    expect(walked.length).toBeGreaterThan(0);
  });
});

describe('what is not granted is refused before anything is read', () => {
  let tap: WireTap;
  let tapped: Service;

  beforeAll(async () => {
    tap = await startWireTap(service.database.url);
    tapped = await startService({
      folder: storeFolder,
      accounts: demoAccounts,
      clock,
      existing: { url: tap.url, keyring: service.keyring },
    });
  });

  afterAll(async () => {
    await tapped.stop();
    await tap.close();
  });

  const granted = '{ jobSeekers(first: 1) { nodes { usedName } } }';

  it.each([
    ['a field outside the contract', 'formation-isere', '{ jobSeekers(first: 1) { nodes { usedName nir } } }'],
    [
      'a field outside it behind one that is granted',
      'formation-isere',
      '{ a: jobSeekers(first: 1) { nodes { usedName } } b: jobSeekers(first: 1) { nodes { birthDate } } }',
    ],
    [
      'a field outside it in a fragment',
      'formation-isere',
      '{ jobSeekers(first: 1) { nodes { ...F } } } fragment F on JobSeeker { address { line } }',
    ],
    [
      'a root outside it',
      'formation-isere',
      '{ jobSeekers(first: 1) { nodes { usedName } } findJobSeeker(by: {}) { id } }',
    ],
    ['a write outside it', 'formation-isere', 'mutation { registerJobSeeker(input: {}) { errors { code } } }'],
    ['a field of another purpose', 'conseiller-grenoble', '{ jobSeekers(first: 1) { nodes { usedName nir } } }'],
    [
      'a field of another purpose beside a whole root',
      'conseiller-grenoble',
      '{ a: jobSeekers(first: 1) { nodes { usedName } } b: jobSeekers(first: 1) { nodes { nir } } }',
    ],
    [
      'a page over the cap',
      'formation-isere',
      '{ a: jobSeekers(first: 1) { nodes { usedName } } b: jobSeekers(first: 51) { nodes { id } } }',
    ],
    [
      'more than the cost',
      'formation-isere',
      '{ jobSeekers(first: 50) { nodes { enrolments(first: 50) { nodes { status referredOn startedOn endedOn attendances(first: 50) { nodes { month } } } } } } }',
    ],
    [
      'a forged cursor',
      'formation-isere',
      '{ a: jobSeekers(first: 1) { nodes { usedName } } b: jobSeekers(first: 1, after: "x") { nodes { id } } }',
    ],
    [
      'a lookup by one attribute',
      'conseiller-grenoble',
      '{ a: jobSeekers(first: 1) { nodes { usedName } } findJobSeeker(by: { birthName: "Exemple" }) { id } }',
    ],
    [
      'a lookup by a value without its form',
      'conseiller-grenoble',
      '{ a: jobSeekers(first: 1) { nodes { usedName } } findJobSeeker(by: { identifier: "1", birthDate: "1992-04-17" }) { id } }',
    ],
    ['a person, to the data protection officer', 'dpo', granted],
  ])('%s', async (_title, account, query) => {
    tap.clear();
    const reply = await tapped.ask(account, query);
    expect([reply.codes.length > 0, reply.data ?? null]).toEqual([true, null]);
    expect([tap.executed(), tap.texts()]).toEqual([0, []]);
  });

  it('a purpose that the token does not cover', async () => {
    tap.clear();
    expectRefused(await tapped.ask('formation-isere', granted, { purpose: 'COUNSELLING' }), 'PURPOSE_UNKNOWN');
    expect(tap.executed()).toBe(0);
  });

  it('while what is granted is read, and names no column beside what is asked', async () => {
    tap.clear();
    expectDisclosed(await tapped.ask('formation-isere', granted));
    const [text, ...others] = tap.texts().filter((each) => !/\bcloison\.|^SELECT count\(DISTINCT/.test(each));
    expect(others).toEqual([]);
    expect(text).toContain('used_name');
    expect(text).not.toMatch(/nir|birth_name|email|phone|address|birth_date|identifier|disability/);
  });
});

type CastOrganisation = Parameters<typeof castOrganisation>[0];

function idAt(organisation: CastOrganisation, row: DemoRow): string {
  const { vault } = service.store.rooms;
  const key = Buffer.from(row.id.replaceAll('-', ''), 'hex');
  return String(vault.ids(`organisation ${castOrganisation(organisation)}`, 'JobSeeker').encode(key)[0]);
}

function personQuery(id: string): string {
  return `{ jobSeeker(id: "${id}") { birthName } }`;
}

/** The sessions of formation-isere, as its own filter names them. */
function ofIsere(): string {
  const organisation = castOrganisation('isere');
  const key = Buffer.from(organisation.replaceAll('-', ''), 'hex');
  const [id] = service.store.rooms.vault.ids(`organisation ${organisation}`, 'Organisation').encode(key);
  return `, filter: { organisation: "${String(id)}" }`;
}

/** What formation-isere gets, all pages of it. */
async function allPages(root: string, more: string, selection: string): Promise<string> {
  const texts: string[] = [];
  for (let after = ''; ;) {
    const query = `{ ${root}(first: 50${more}${after}) { nodes ${selection} pageInfo { endCursor hasNextPage } } }`;
    const reply = await ask('formation-isere', query);
    const { pageInfo } = pageOf(reply, root);
    texts.push(reply.text);
    if (!pageInfo.hasNextPage) return texts.join('\n');
    after = `, after: "${String(pageInfo.endCursor)}"`;
  }
}

async function end(row: DemoRow, set: string): Promise<void> {
  await run(service.store, `UPDATE enrolment SET ${set} WHERE job_seeker_id = '${row.id}'`);
}

function organisationsOf(person: Data): readonly unknown[] {
  return (within(person, 'enrolments')['nodes'] as readonly Data[]).map((node) => within(node, 'organisation')['name']);
}

/** Ids of every page; who can list nobody has none, and who is a person has the own one. */
async function walk(account: string, first: number): Promise<readonly string[]> {
  if (account === 'dpo') {
    expect((await ask(account, '{ jobSeekers(first: 1) { nodes { id } } }')).codes).not.toEqual([]);
    return [];
  }
  if (account === 'camille-exemple') {
    const { id } = within(expectDisclosed(await ask(account, '{ myself { id } }')), 'myself');
    return [String(id)];
  }
  const ids: string[] = [];
  for (let after: string | undefined; ;) {
    const query = `{ jobSeekers(first: ${first}${after === undefined ? '' : `, after: "${after}"`}) { nodes { id } pageInfo { endCursor hasNextPage } } }`;
    const page = pageOf(await ask(account, query), 'jobSeekers');
    ids.push(...page.nodes.map(({ id }) => String(id)));
    if (!page.pageInfo.hasNextPage) break;
    after = String(page.pageInfo.endCursor);
  }
  expect(new Set(ids).size).toBe(ids.length);
  return ids;
}

/** The cursor of the row before a person's, for formation-isere. */
async function cursorBefore(row: DemoRow): Promise<string> {
  const id = idAt('isere', row);
  let before: string | undefined;
  for (let after: string | undefined; ;) {
    const query = `{ jobSeekers(first: 50${after === undefined ? '' : `, after: "${after}"`}) { edges { cursor node { id } } pageInfo { endCursor hasNextPage } } }`;
    const page = within(expectDisclosed(await ask('formation-isere', query)), 'jobSeekers');
    for (const edge of page['edges'] as readonly Data[]) {
      if (within(edge, 'node')['id'] === id && before !== undefined) return before;
      before = String(edge['cursor']);
    }
    const info = within(page, 'pageInfo');
    if (info['hasNextPage'] !== true) throw new Error('the person is not listed');
    after = String(info['endCursor']);
  }
}

function fail(): never {
  throw new Error('the demo has that person');
}
