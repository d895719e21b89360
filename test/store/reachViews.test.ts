/** A role that writes what a view of its links reads would give or prolong its own reach: the start refuses it (law 4). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/kernel/clock.js';
import { compileOrFail, openStore as startStore } from '../../src/main.js';
import type { CompiledPolicy } from '../../src/policy/compiled.js';
import { readSchema } from '../../src/schemaFolder.js';
import { checkReachViews } from '../../src/store/checkReachViews.js';
import { Database } from '../../src/store/database.js';
import { migrate } from '../../src/store/migrate.js';
import { printStoreProblem } from '../../src/store/storeProblem.js';
import { readViewReads } from '../../src/store/viewReads.js';
import { Keyring } from '../../src/vault/keyring.js';
import { libraryFolder } from '../disclosure/writeDesk.js';
import { storeFolder } from '../support/policies.js';
import type { TestDatabase } from '../support/postgres.js';
import { createDatabase } from '../support/postgres.js';
import { rewritten } from '../support/sources.js';

interface Store {
  readonly made: TestDatabase;
  readonly database: Database;
}

const open: Store[] = [];
let library: Store;

beforeAll(async () => {
  library = await openStore(libraryFolder);
});

afterAll(async () => {
  for (const { made, database } of open) {
    await database.close();
    await made.drop();
  }
});

async function openStore(folder: string): Promise<Store> {
  const made = await createDatabase();
  await migrate({ url: made.url, storeFolder: `${folder}/migrations` });
  const database = await Database.connect({
    url: made.url,
    max: 2,
    statementTimeoutMs: 10_000,
    applicationName: 'test',
  });
  open.push({ made, database });
  return { made, database };
}

/** What the start would say when the views are made by `sql`, which is taken back. */
async function problemsAfter(policy: CompiledPolicy, { database }: Store, sql: string): Promise<readonly string[]> {
  let problems: readonly string[] = [];
  const takenBack = new Error('taken back');
  await database
    .transaction(async (tx) => {
      if (sql !== '') await tx.run(sql);
      problems = checkReachViews(policy, await readViewReads(tx)).map(printStoreProblem);
      throw takenBack;
    })
    .catch((error: unknown) => {
      if (error !== takenBack) throw error;
    });
  return problems;
}

/** Librarians reach readers through a view of what they may lend. */
const sources = rewritten(
  readSchema(libraryFolder),
  'name: "member", role: LIBRARIAN, through: "membership", subject: "reader_id", column: "branch_id", claim',
  'name: "member", role: LIBRARIAN, through: "borrower", subject: "reader_id", column: "branch_id", claim',
);
const throughView = compileOrFail(sources);
const view = (from: string, starts = 'm.joined_on'): string =>
  `CREATE VIEW borrower AS SELECT m.branch_id, m.reader_id, ${starts} AS joined_on, m.left_on, m.created_at FROM ${from}`;

describe('a view of what others write', () => {
  it('is served', async () => {
    expect(await problemsAfter(throughView, library, view('membership m'))).toEqual([]);
  });

  it('is all that the repository’s own store has', async () => {
    const store = await openStore(storeFolder);
    expect((await readViewReads(store.database)).get('attended_enrolment')?.get('enrolment')).toContain('ended_on');
    expect(await problemsAfter(compileOrFail(readSchema(storeFolder)), store, '')).toEqual([]);
  });
});

describe('a view is refused', () => {
  it.each([
    [
      'that shows what its reader creates',
      view('membership m JOIN loan o ON o.reader_id = m.reader_id'),
      /^borrower REACH_WRITTEN the view reads loan\.reader_id, which Mutation\.\w+ lets LIBRARIAN create: its own reach "member" on \w+ goes through the view$/m,
    ],
    [
      'that shows it through another view',
      `CREATE VIEW due AS SELECT reader_id, due_on FROM loan; ${view('membership m JOIN due o USING (reader_id)')}`,
      /the view reads loan\.reader_id/,
    ],
    [
      'that starts by what its reader changes',
      view(
        'membership m JOIN loan o ON o.id = m.id',
        "greatest(m.joined_on, (o.changed ->> 'status')::timestamptz::date)",
      ),
      /the view reads loan\.changed, which Mutation\.\w+ lets LIBRARIAN change/,
    ],
  ])('%s', async (_title, sql, problem) => {
    expect((await problemsAfter(throughView, library, sql)).join('\n')).toMatch(problem);
  });

  it('by nobody else: whoever does not reach through it may write', async () => {
    const policy = compileOrFail(readSchema(libraryFolder));
    expect(await problemsAfter(policy, library, view('membership m JOIN loan o USING (reader_id)'))).toEqual([]);
  });
});

it('the start stops at it', async () => {
  const { made, database } = await openStore(libraryFolder);
  await database.exclusive((session) => session.run(view('membership m JOIN loan o ON o.reader_id = m.reader_id')));
  const starting = startStore({
    sources,
    migrations: undefined,
    databaseUrl: made.url,
    keyring: Keyring.parse(Keyring.generate()),
    clock: systemClock,
  });
  await expect(starting).rejects.toMatchObject({
    code: 'STORE_MISMATCH',
    message: expect.stringContaining('borrower REACH_WRITTEN') as string,
  });
});

it('a new record may be opened by a view of itself: its person is reached already', async () => {
  const ofLoan = compileOrFail(
    rewritten(
      readSchema(libraryFolder),
      `name: "member", role: LIBRARIAN, through: "membership", subject: "reader_id", column: "branch_id", claim: ORGANISATION
    starts: "joined_on", ends: "left_on", longest: "P10Y"
  )
  @reach(name: "self"`,
      `name: "member", role: LIBRARIAN, through: "lent", subject: "reader_id", column: "branch_id", row: "id"
    claim: ORGANISATION, starts: "due_on", longest: "P10Y"
  )
  @reach(name: "self"`,
    ),
  );
  const sql = 'CREATE VIEW lent AS SELECT id, branch_id, reader_id, created_at, created_at::date AS due_on FROM loan';
  expect(await problemsAfter(ofLoan, library, sql)).toEqual([]);
});
