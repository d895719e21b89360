/** Whatever fails in the middle: nobody is half-erased, and the same call again completes it. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyRegister } from '../../src/lifecycle/applyRegister.js';
import { ErasureRegister } from '../../src/lifecycle/erasureRegister.js';
import type { Session } from '../../src/store/session.js';
import { run, tenantRow } from '../support/rentalRows.js';
import { untilSomebodyWaits } from '../support/waiting.js';
import type { Desk } from './desk.js';
import { eraseByRight, openDesk, retainAll, secrets, secretsOf } from './desk.js';

const persons = 12;
let desk: Desk;
const id = (number: number): string => tenantRow(number).id;
const lease = (number: number): string => `f1000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

beforeAll(async () => {
  desk = await openDesk(
    '2024-06-01T10:00:00.000Z',
    Array.from({ length: persons }, (_, index) => tenantRow(index + 1)),
  );
});
afterAll(() => desk.close());

/** Due from now on; each test has persons of its own. */
const due = (...numbers: readonly number[]): Promise<unknown> =>
  run(
    desk.service.store,
    `UPDATE tenant SET left_on = '2020-01-01' WHERE id IN (${numbers.map((n) => `'${id(n)}'`).join()})`,
  );
const events = async (): Promise<unknown> =>
  (
    await run(desk.service.store, "SELECT count(*) AS n FROM cloison.ledger_entry WHERE detail ->> 'event' = 'ERASED'")
  )[0]?.['n'];
const written = (): number => {
  try {
    return readFileSync(desk.path, 'utf8').split('\n').length - 1;
  } catch {
    return 0;
  }
};

let before: { readonly events: unknown; readonly written: number };
beforeEach(async () => {
  before = { events: await events(), written: written() };
});

/** Runs `work` in a transaction of its own while `meanwhile` waits for a lock that it has taken with `lock`. */
async function whileWaiting(
  lock: string,
  meanwhile: () => Promise<unknown>,
  work: (session: Session) => Promise<void>,
): Promise<PromiseSettledResult<unknown>> {
  let waiting: Promise<PromiseSettledResult<unknown>[]> | undefined;
  await desk.service.store.rooms.database.transaction(async (session) => {
    await session.run(lock);
    waiting = Promise.allSettled([meanwhile()]);
    await untilSomebodyWaits((text) => session.read({ name: '', text, values: [] }));
    await work(session);
  });
  const [outcome] = (await waiting) ?? [];
  if (outcome === undefined) throw new Error('nothing waited');
  return outcome;
}

describe('a register that takes no line', () => {
  it('erases nobody, and the call can be made again', async () => {
    await due(3);
    const full = new ErasureRegister('/dev/full', desk.service.store.rooms.vault.erasures);
    const attempt = retainAll({ ...desk, register: full });
    await expect(attempt).rejects.toMatchObject({ code: 'ERASURE_REGISTER_UNWRITABLE' });
    expect(await secretsOf(desk, id(3))).toEqual(secrets);
    expect({ events: await events(), written: written() }).toEqual(before);
    expect(await retainAll(desk)).toMatchObject({ erased: 1 });
  });
});

describe('a connection that ends in the middle of a batch', () => {
  it('erases nobody: neither key nor index, nor ledger, nor register', async () => {
    await due(1, 2);
    const outcome = await whileWaiting(
      `SELECT FROM lease WHERE id = '${lease(2)}' FOR UPDATE`,
      () => retainAll(desk),
      async (session) => {
        await session.run(
          'SELECT pg_terminate_backend(l.pid) FROM pg_locks l WHERE NOT l.granted AND pg_backend_pid() = ANY (pg_blocking_pids(l.pid))',
        );
      },
    );
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'STORE_UNAVAILABLE' } });
    for (const person of [1, 2]) expect(await secretsOf(desk, id(person))).toEqual(secrets);
    expect({ events: await events(), written: written() }).toEqual(before);
  });

  it('is made up for by the same call', async () => {
    expect(await retainAll(desk)).toMatchObject({ erased: 2, isFinished: true });
    for (const person of [1, 2]) expect(await secretsOf(desk, id(person))).toEqual([]);
  });
});

describe('a commit that is lost after the register has its line', () => {
  it('is made up for at the next start, and whoever erases meanwhile is told', async () => {
    await due(4);
    class Dying extends ErasureRegister {
      override append(...lines: Parameters<ErasureRegister['append']>): void {
        super.append(...lines);
        throw new Error('power is cut');
      }
    }
    const dying = new Dying(desk.path, desk.service.store.rooms.vault.erasures);
    await expect(retainAll({ ...desk, register: dying })).rejects.toThrow('power is cut');
    expect(await secretsOf(desk, id(4))).toEqual(secrets);
    expect(written()).toBe(before.written + 1);
    await expect(retainAll(desk)).rejects.toThrow(
      /has 1 lines that this database has not carried out: cloison retain --apply/,
    );
    expect(await applyRegister(desk.service.store.lifecycle, desk.register)).toEqual({ lines: 1, erased: 1 });
    expect(await secretsOf(desk, id(4))).toEqual([]);
    expect(await retainAll(desk)).toMatchObject({ erased: 0, isFinished: true });
  });
});

describe('a listener that fails', () => {
  it('erases nobody: what is not told is not done', async () => {
    await due(5);
    const { lifecycle } = desk.service.store;
    const refusing = { ...lifecycle, onErased: [() => Promise.reject(new Error('no notice'))] };
    const service = { ...desk.service, store: { ...desk.service.store, lifecycle: refusing } };
    await expect(retainAll({ service, register: desk.register })).rejects.toThrow('no notice');
    expect(await secretsOf(desk, id(5))).toEqual(secrets);
    expect({ events: await events(), written: written() }).toEqual(before);
  });

  it('is told of each person, with why, in the transaction', async () => {
    const told: unknown[] = [];
    const { lifecycle } = desk.service.store;
    const listening = {
      ...lifecycle,
      onErased: [
        (session: Session, erased: readonly unknown[]) => {
          told.push([session.isBroken, ...erased]);
          return Promise.resolve();
        },
      ],
    };
    const service = { ...desk.service, store: { ...desk.service.store, lifecycle: listening } };
    await retainAll({ service, register: desk.register });
    expect(told).toEqual([[false, expect.objectContaining({ person: id(5), why: 'RETENTION' })]]);
  });
});

describe('a person who is written at the same time', () => {
  it('is kept when the write before us says that the period has not begun', async () => {
    await due(6);
    const outcome = await whileWaiting(
      `SELECT FROM tenant WHERE id = '${id(6)}' FOR UPDATE`,
      () => retainAll(desk),
      async (session) => {
        await session.run(`UPDATE tenant SET left_on = NULL WHERE id = '${id(6)}'`);
      },
    );
    expect(outcome).toMatchObject({ status: 'fulfilled', value: { erased: 0 } });
    expect(await secretsOf(desk, id(6))).toEqual(secrets);
  });

  it('is kept when a hold is placed before us', async () => {
    await due(7);
    const outcome = await whileWaiting(
      `SELECT FROM tenant WHERE id = '${id(7)}' FOR UPDATE`,
      () => retainAll(desk),
      async (session) => {
        await session.run(
          `INSERT INTO cloison.legal_hold (type, person, reason, placed_by, placed_at) VALUES ('Tenant', '${id(7)}', 'Kept.', 'operator:alice', now())`,
        );
      },
    );
    expect(outcome).toMatchObject({ status: 'fulfilled', value: { erased: 0, held: [{ person: id(7) }] } });
    expect(await secretsOf(desk, id(7))).toEqual(secrets);
  });

  it('loses what was written of them before us too', async () => {
    await due(8);
    const added = `INSERT INTO lease (id, tenant_id, dwelling_id, landlord_id, rent)
      SELECT gen_random_uuid(), tenant_id, dwelling_id, landlord_id, rent FROM lease WHERE id = '${lease(8)}'`;
    const outcome = await whileWaiting(
      `SELECT FROM tenant WHERE id = '${id(8)}' FOR SHARE`,
      () => retainAll(desk),
      async (session) => {
        await session.run(added);
      },
    );
    expect(outcome).toMatchObject({ status: 'fulfilled', value: { erased: 1 } });
    expect(await secretsOf(desk, id(8))).toEqual([]);
  });

  it('is locked before the hold is looked for: else a hold of that moment would be passed over', async () => {
    const outcome = await whileWaiting(
      `SELECT FROM tenant WHERE id = '${id(9)}' FOR KEY SHARE`,
      () => eraseByRight(desk, id(9)),
      async () => expect(await secretsOf(desk, id(9))).toEqual(secrets),
    );
    expect(outcome).toMatchObject({ status: 'fulfilled' });
    expect(await secretsOf(desk, id(9))).toEqual([]);
  });
});

describe('a store of other rules', () => {
  it('that demands a sealed value keeps as many zero bytes, which no key opens', async () => {
    await run(desk.service.store, "UPDATE lease SET rent = '\\x01' WHERE rent IS NULL");
    const table = { table: 'lease', person: 'tenant_id', emptied: [], overwritten: ['rent'] };
    const { lifecycle } = desk.service.store;
    const plans = lifecycle.plans.map((plan) => ({
      ...plan,
      tables: plan.tables.map((each) => (each.table === 'lease' ? table : each)),
    }));
    const service = { ...desk.service, store: { ...desk.service.store, lifecycle: { ...lifecycle, plans } } };
    const length = `SELECT octet_length(rent) AS n, rent FROM lease WHERE id = '${lease(10)}'`;
    const [held] = await run(desk.service.store, length);
    await eraseByRight({ service, register: desk.register }, id(10));
    const [emptied] = await run(desk.service.store, length);
    expect(emptied).toEqual({ n: held?.['n'], rent: Buffer.alloc(Number(held?.['n'])) });
  });

  it('that refuses an emptied row is named, and erases nobody', async () => {
    await run(desk.service.store, 'ALTER TABLE tenant ADD CONSTRAINT named CHECK (surname IS NOT NULL) NOT VALID');
    await expect(eraseByRight(desk, id(11))).rejects.toThrow(
      /tenant refuses a row whose sealed columns are NULL \(named\)/,
    );
    await run(desk.service.store, 'ALTER TABLE tenant DROP CONSTRAINT named');
    expect(await secretsOf(desk, id(11))).toEqual(secrets);
    expect({ events: await events(), written: written() }).toEqual(before);
  });
});
