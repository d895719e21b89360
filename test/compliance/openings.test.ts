/** What was opened for a reason, until somebody else has looked at it: the list, the review, the alarm when nobody does. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Opening } from '../../src/compliance/openings/listOpenings.js';
import { findOpening, listOpenings, readMeanwhile } from '../../src/compliance/openings/listOpenings.js';
import { reviewOpening } from '../../src/compliance/openings/reviewOpening.js';
import { operator } from '../../src/register/actor.js';
import { tellOverdueReviews } from '../../src/watch/overdueReviews.js';
import { buildCli, cli } from '../cli/cli.js';
import { eraseByRight, openDesk } from '../lifecycle/desk.js';
import type { Desk } from '../lifecycle/desk.js';
import { expectDisclosed, pageOf } from '../support/answers.js';
import { orla, run, silas } from '../support/rentalRows.js';

let desk: Desk;
const database = (): Desk['service']['store']['rooms']['database'] => desk.service.store.rooms.database;
const review = operator('dora');

beforeAll(async () => {
  await buildCli();
  desk = await openDesk(new Date().toISOString());
  for (const [file, name] of [
    ['T-0001', 'Quillfeather'],
    ['T-0002', 'Vandermoth'],
  ]) {
    const query = `mutation { openCounter(fileNumber: "${String(file)}", surname: "${String(name)}", reason: REPAIR) { tenant { surname } } }`;
    expectDisclosed(await desk.service.ask('agent-south', query));
  }
});
afterAll(() => desk.close());

async function ofPerson(person: string): Promise<Opening> {
  const all = await listOpenings(database(), { which: 'ALL', account: undefined });
  const found = all.find((opening) => opening.person === person);
  if (found === undefined) throw new Error('nobody opened it');
  return found;
}

/** As if it had been opened a month ago. */
async function age({ id }: Opening): Promise<void> {
  await run(
    desk.service.store,
    `UPDATE cloison.exceptional_link SET opened_at = opened_at - interval '30 days', ends_at = ends_at - interval '30 days', review_by = review_by - interval '30 days' WHERE id = '${id}'`,
  );
}

const alarms = (): Promise<readonly unknown[]> =>
  run(
    desk.service.store,
    "SELECT account, level, reactions, evidence FROM cloison.alarm WHERE detector = 'REVIEW_OVERDUE'",
  );

describe('an opening', () => {
  it('waits for a review, and shows what was read meanwhile', async () => {
    const opening = await ofPerson(orla);
    expect(opening).toMatchObject({
      reach: 'counter',
      account: 'agent-south',
      reason: 'REPAIR',
      isOverdue: false,
      verdict: null,
    });
    expect(await findOpening(database(), opening.id)).toEqual(opening);
    expect((await readMeanwhile(database(), opening)).map(({ fields }) => fields)).toEqual([['Tenant.surname']]);
    expect(await listOpenings(database(), { which: 'OVERDUE', account: undefined })).toEqual([]);
    expect(await listOpenings(database(), { which: 'OPEN', account: 'agent-north' })).toEqual([]);
  });

  it('whose date has passed raises one alarm, in the ledger and for the webhook, and stops nobody', async () => {
    const opening = await ofPerson(orla);
    await age(opening);
    const [before] = await run(
      desk.service.store,
      "SELECT count(*)::int AS events FROM cloison.ledger_entry WHERE detail ->> 'event' = 'REVIEW_OVERDUE'",
    );
    expect([await alarms(), before]).toEqual([[], { events: 0 }]);
    await Promise.all([1, 2, 3].map(() => tellOverdueReviews({ database: database(), tellsWebhook: true })));
    await expect.poll(alarms).toEqual([
      {
        account: 'agent-south',
        level: 1,
        reactions: ['NOTIFY'],
        evidence: {
          REVIEW_OVERDUE: { opening: opening.id, reach: 'counter', reviewBy: expect.any(String) as unknown },
        },
      },
    ]);
    const [after] = await run(
      desk.service.store,
      "SELECT count(*)::int AS events, min(actor) AS actor FROM cloison.ledger_entry WHERE detail ->> 'event' = 'REVIEW_OVERDUE'",
    );
    expect(after).toEqual({ events: 1, actor: 'engine:watch' });
    expect((await listOpenings(database(), { which: 'OVERDUE', account: undefined })).map(({ id }) => id)).toEqual([
      opening.id,
    ]);
  });
});

describe('a review', () => {
  it('is not of who opened, by the engine and by the table', async () => {
    const { id } = await ofPerson(orla);
    const own = { id, actor: operator('Agent-South'), verdict: 'JUSTIFIED', note: undefined } as const;
    await expect(reviewOpening(database(), own)).rejects.toMatchObject({ refusal: { code: 'SECOND_PERSON_NEEDED' } });
    await expect(
      run(
        desk.service.store,
        `UPDATE cloison.exceptional_link SET reviewed_at = now(), reviewed_by = 'account:agent-south', verdict = 'JUSTIFIED' WHERE id = '${id}'`,
      ),
    ).rejects.toThrow('23514');
  });

  it('is of an opening that is there', async () => {
    const none = { id: orla, actor: review, verdict: 'JUSTIFIED', note: undefined } as const;
    await expect(reviewOpening(database(), none)).rejects.toMatchObject({ refusal: { code: 'NOT_REGISTERED' } });
  });

  it('stays, stands in the ledger, and is told to the person', async () => {
    const { id, person } = await ofPerson(orla);
    const order = { id, actor: review, verdict: 'JUSTIFIED', note: 'The tenant was there.' } as const;
    expect(await reviewOpening(database(), order)).toMatchObject({ verdict: 'JUSTIFIED', isOverdue: false });
    await expect(reviewOpening(database(), order)).rejects.toMatchObject({ refusal: { code: 'REGISTER_CONFLICT' } });
    const [entry] = await run(
      desk.service.store,
      `SELECT kind, actor, persons::text AS persons, detail FROM cloison.ledger_entry WHERE detail ->> 'event' = 'OPENING_REVIEWED'`,
    );
    const detail = {
      event: 'OPENING_REVIEWED',
      opening: id,
      reach: 'counter',
      account: 'agent-south',
      verdict: 'JUSTIFIED',
    };
    expect(entry).toEqual({ kind: 'EVENT', actor: 'operator:dora', persons: `{${person}}`, detail });
    const told = await desk.service.ask('orla', '{ myNotices(first: 1) { nodes { isReviewed } } }');
    expect(pageOf(told, 'myNotices').nodes).toEqual([{ isReviewed: true }]);
  });
});

describe('cloison openings', () => {
  const words = (...more: readonly string[]): ReturnType<typeof cli> =>
    cli(['openings', ...more], { env: { DATABASE_URL: desk.service.database.url } });

  it('lists, shows and reviews, and says how to stop an account', async () => {
    const { id } = await ofPerson(silas);
    const listed = await words('list', '--json');
    expect(JSON.parse(listed.out)).toMatchObject([{ id, reach: 'counter', verdict: null }]);
    expect((await words('list', '--overdue')).err).toContain('Nothing waits for a review.');
    expect((await words('show', id)).out).toContain('Tenant.surname');
    const own = await words('review', id, '--as', 'agent-south', '--verdict', 'justified');
    expect([own.code, own.err]).toEqual([1, expect.stringContaining('SECOND_PERSON_NEEDED')]);
    const reviewed = await words(
      'review',
      id,
      '--as',
      'dora',
      '--verdict',
      'unjustified',
      '--note',
      'Nobody was there.',
    );
    expect([reviewed.code, reviewed.err]).toEqual([
      0,
      expect.stringContaining('cloison accounts stop agent-south --as dora --reason'),
    ]);
    expect((await words('review', 'x', '--as', 'dora', '--verdict', 'justified')).code).toBe(2);
    expect((await words('show', orla)).code).toBe(1);
  });
});

describe('an erased person', () => {
  it('leaves no opening behind, and nobody else’s goes', async () => {
    await eraseByRight(desk, silas);
    const all = await listOpenings(database(), { which: 'ALL', account: undefined });
    expect(all.map(({ person }) => person)).toEqual([orla]);
    await run(desk.service.store, `SELECT cloison.forget_openings(ARRAY['${orla}'::uuid])`);
    expect(await listOpenings(database(), { which: 'ALL', account: undefined })).toHaveLength(1);
  });
});
