/** A field's own amounts are counted apart from its role's, and refuse alike whomever a caller names. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Exhaustion, Spending } from '../../src/kernel/spending.js';
import type { Operation } from '../../src/ledger/entry.js';
import type { Desk } from './desk.js';
import { expectExhausted, expectRecorded, openDesk, operation, people, perDay } from './desk.js';

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk(2);
});
afterAll(() => desk.close());

interface Scopes {
  readonly role: number;
  readonly own: number;
}

const scopesOf = async (): Promise<Scopes> => {
  const role = await desk.newScope();
  const [row] = await desk.query("SELECT cloison.budget_scope_of('LANDLORD:isTenant', 'ORGANISATION', $1) AS scope", [
    `own-${String(role)}`,
  ]);
  return { role, own: Number(row?.['scope']) };
};

const matching = ({ role, own }: Scopes, persons: readonly string[]): Operation => {
  const claim = 'ORGANISATION';
  const spending: readonly Spending[] = [
    { scope: role, claim, persons: [perDay(2)], misses: [] },
    { scope: own, claim, persons: [], misses: [perDay(3)] },
  ];
  return { ...operation({ scope: role, persons, probes: [{ persons, isHeld: false }] }), spending, isAlike: true };
};

const missesOf = async (scope: number): Promise<number> => {
  const [row] = await desk.query(
    "SELECT coalesce(sum(c), 0)::int AS n FROM cloison.budget_window w, unnest(w.counts) c WHERE w.scope_id = $1 AND w.kind = 'MISSES'",
    [scope],
  );
  return Number(row?.['n']);
};

describe('own amounts', () => {
  it("count a miss in their own scope and none in the role's", async () => {
    const scopes = await scopesOf();
    const probe = { persons: [], isHeld: false };
    const searching = operation({
      scope: scopes.role,
      persons: [],
      allowances: [perDay(2)],
      misses: [perDay(9)],
      probes: [probe],
    });
    expectRecorded(await desk.ledger.disclose(searching));
    expectRecorded(await desk.ledger.disclose(matching(scopes, [])));
    expect([await missesOf(scopes.role), await missesOf(scopes.own)]).toEqual([1, 1]);
  });

  it('end for nobody, for somebody and for whom one knows in the same words', async () => {
    const scopes = await scopesOf();
    const known = people(1);
    expectRecorded(await desk.ledger.disclose(matching(scopes, known)));
    for (let count = 0; count < 3; count++) expectRecorded(await desk.ledger.disclose(matching(scopes, [])));
    const refusals: Exhaustion[] = [];
    for (const persons of [[], people(1), known]) {
      refusals.push(expectExhausted(await desk.ledger.disclose(matching(scopes, persons))));
    }
    expect(refusals[0]).toMatchObject({ kind: 'MISSES', bound: 3, used: 3, needed: 1 });
    expect(refusals[1]).toEqual(refusals[0]);
    expect(refusals[2]).toEqual(refusals[0]);
  });

  it('ask for a place among the persons whomever they find, and when it opens says nothing of whom', async () => {
    const scopes = await scopesOf();
    const known = people(2);
    for (const person of known) expectRecorded(await desk.ledger.disclose(matching(scopes, [person])));
    const refusals: Exhaustion[] = [];
    for (const persons of [[], people(1), known.slice(0, 1)]) {
      refusals.push(expectExhausted(await desk.ledger.disclose(matching(scopes, persons))));
    }
    expect(refusals[0]).toMatchObject({ kind: 'PERSONS', bound: 2, used: 2, needed: 1 });
    expect(refusals[1]).toEqual(refusals[0]);
    expect(refusals[2]).toEqual(refusals[0]);
  });

  it('tell apart whom one knows once the guard is taken away', async () => {
    const scopes = await scopesOf();
    const known = people(1);
    expectRecorded(await desk.ledger.disclose(matching(scopes, known)));
    for (let count = 0; count < 3; count++) expectRecorded(await desk.ledger.disclose(matching(scopes, [])));
    expectRecorded(await desk.ledger.disclose({ ...matching(scopes, known), isAlike: false }));
  });

  it('end at the same miss on two replicas at once', async () => {
    const scopes = await scopesOf();
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        (desk.replicas[index % 2] ?? desk.ledger).disclose(matching(scopes, [])),
      ),
    );
    expect(outcomes.filter(({ kind }) => kind === 'RECORDED')).toHaveLength(3);
    expect(await missesOf(scopes.own)).toBe(3);
  });
});
