import { describe, expect, it } from 'vitest';
import { ada, agentRequest, bea, day, minute, useDesk } from './desk.js';

const desk = useDesk();

async function lastSeen(account = 'brick-agent'): Promise<number | undefined> {
  const shown = await desk.register.show(account);
  return typeof shown?.lastSeenAt === 'string' ? Date.parse(shown.lastSeenAt) : undefined;
}

async function stepUpSince(authenticatedAt?: number): Promise<number | undefined> {
  const admission = await desk.admitted({ authenticatedAt });
  return admission.outcome === 'ADMITTED' ? admission.stepUpSince : Number.NaN;
}

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

describe('a sighting', () => {
  it('is written once a day', async () => {
    const first = desk.clock.now();
    await desk.admitted();
    expect(await lastSeen()).toBe(first);
    desk.clock.move(day - minute);
    await desk.admitted();
    expect(await lastSeen()).toBe(first);
    desk.clock.move(2 * minute);
    await desk.admitted();
    expect(await lastSeen()).toBe(desk.clock.now());
  });

  it('is not written for what is refused, judged again, or not registered', async () => {
    await desk.admitted({ unit: 'slate-east' });
    await desk.register.confirm(desk.database, agentRequest(desk.clock), []);
    await desk.admitted({ isRegistered: false });
    expect(await lastSeen()).toBeUndefined();
  });

  it('is written once when many requests come at once', async () => {
    await Promise.all(Array.from({ length: 12 }, () => desk.admitted()));
    const [row] = await desk.sql("SELECT last_seen_at FROM cloison.account WHERE id = 'brick-agent'");
    expect(row).toEqual({ last_seen_at: '2026-03-02T09:00:00Z' });
  });
});

describe('an account that was not seen for long', () => {
  it('is asked to have authenticated today: an old session stays out, however often it comes', async () => {
    const authenticatedAt = seconds(desk.clock.now());
    const seen = desk.clock.now();
    await desk.admitted();
    desk.clock.move(49 * day);
    for (let turn = 0; turn < 2; turn++) expect(await stepUpSince(authenticatedAt)).toBe(desk.clock.now() - day / 2);
    expect(await stepUpSince()).toBe(desk.clock.now() - day / 2);
    expect(await lastSeen()).toBe(seen);
  });

  it('passes at once with a session of today, after seven weeks of holiday', async () => {
    await desk.admitted();
    desk.clock.move(49 * day);
    const since = await stepUpSince(seconds(desk.clock.now()));
    expect(since).toBeLessThan(desk.clock.now());
    expect(await lastSeen()).toBe(desk.clock.now());
    expect(await stepUpSince(seconds(desk.clock.now()))).toBeUndefined();
  });

  it('is left alone until the forty-second day', async () => {
    await desk.admitted();
    desk.clock.move(42 * day - minute);
    expect(await stepUpSince()).toBeUndefined();
  });

  it('counts from its registration when it was never seen', async () => {
    desk.clock.move(50 * day);
    expect(await stepUpSince()).toBe(desk.clock.now() - day / 2);
  });

  it('is not asked when it is a machine, which is seen all the same', async () => {
    desk.clock.move(50 * day);
    const machine = {
      account: 'brick-nightly',
      application: 'brick-nightly',
      unit: undefined,
      kind: 'MACHINE',
      authenticatedAt: undefined,
    } as const;
    expect(await desk.admitted(machine)).toMatchObject({ outcome: 'ADMITTED', stepUpSince: undefined });
    expect(await lastSeen('brick-nightly')).toBe(desk.clock.now());
  });
});

/** By a token whose session began at `authenticatedAt`, now if it is left out. */
async function fail(account: string, times: number, authenticatedAt = seconds(desk.clock.now())): Promise<void> {
  for (let time = 0; time < times; time++) await desk.register.proofFailed({ account, authenticatedAt });
}

describe('failed proofs', () => {
  it('ask nothing nine times, and the tenth within fifteen minutes asks sessions from before to authenticate', async () => {
    await fail('brick-agent', 9);
    expect(await stepUpSince()).toBeUndefined();
    desk.clock.move(14 * minute);
    await fail('brick-agent', 1);
    expect(await stepUpSince()).toBe(desk.clock.now());
  });

  it('count wherever the fifteen minutes lie', async () => {
    await fail('brick-agent', 1);
    desk.clock.move(14 * minute);
    await fail('brick-agent', 8);
    desk.clock.move(2 * minute);
    await fail('brick-agent', 1);
    expect(await stepUpSince()).toBeUndefined();
    await fail('brick-agent', 1);
    expect(await stepUpSince()).toBe(desk.clock.now());
  });

  it('are forgotten after fifteen minutes', async () => {
    for (let turn = 0; turn < 4; turn++) {
      await fail('brick-agent', 9);
      desk.clock.move(15 * minute + 1);
    }
    expect(await stepUpSince()).toBeUndefined();
  });

  it('leave other accounts alone, behind the same organisation too', async () => {
    await fail('brick-agent', 30);
    expect(await desk.admitted({ account: 'brick-admin', unit: undefined })).toMatchObject({ stepUpSince: undefined });
  });

  it('are counted at once on two replicas', async () => {
    await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        (n % 2 === 0 ? desk.register : desk.replica).proofFailed({ account: 'brick-agent', authenticatedAt: 1 }),
      ),
    );
    expect(await stepUpSince()).toBe(desk.clock.now());
  });

  it('lock nobody out: who authenticates again passes', async () => {
    await fail('brick-agent', 10);
    desk.clock.move(1_700);
    const since = await stepUpSince();
    expect(since).toBeLessThanOrEqual(seconds(desk.clock.now()) * 1000);
  });

  it('of a machine ask nothing, and of nobody leave no row', async () => {
    await fail('brick-nightly', 12);
    const machine = {
      account: 'brick-nightly',
      application: 'brick-nightly',
      unit: undefined,
      kind: 'MACHINE',
    } as const;
    expect(await desk.admitted(machine)).toMatchObject({ outcome: 'ADMITTED', stepUpSince: undefined });
    await fail('nobody', 3);
    expect(await desk.sql("SELECT FROM cloison.failed_proof WHERE account_id <> 'brick-nightly'")).toEqual([]);
  });

  it('make no step-up earlier than another wish for one', async () => {
    const id = await desk.register.stop(ada, { kind: 'ACCOUNT', target: 'brick-agent', reason: 'Lost.' });
    await desk.register.reinstate(bea, id);
    const since = await stepUpSince();
    const session = seconds(desk.clock.now());
    desk.clock.move(-60 * minute);
    await fail('brick-agent', 10, session);
    expect(await stepUpSince()).toBe(since);
  });

  it('behind one stolen token ask its owner once, however long the thief goes on', async () => {
    const stolen = seconds(desk.clock.now()) - 60;
    await fail('brick-agent', 10, stolen);
    const asked = await stepUpSince();
    expect(asked).toBe(desk.clock.now());
    for (let turn = 0; turn < 3; turn++) {
      desk.clock.move(20 * minute);
      await fail('brick-agent', 30, stolen);
      await desk.register.proofFailed({ account: 'brick-agent', authenticatedAt: undefined });
    }
    expect(await stepUpSince()).toBe(asked);
  });

  it('ask again behind a token of the session that came after', async () => {
    await fail('brick-agent', 10, seconds(desk.clock.now()) - 60);
    desk.clock.move(minute);
    await fail('brick-agent', 10);
    expect(await stepUpSince()).toBe(desk.clock.now());
  });
});
