import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Register } from '../../src/register/register.js';
import { purgeProofs } from '../../src/register/purgeProofs.js';
import { agentRequest, connect, day, digestOf, freshProof, minute, useDesk } from './desk.js';

const desk = useDesk();

const replayed = { outcome: 'REPLAYED' };

async function spentProofs(): Promise<number> {
  const [row] = await desk.sql('SELECT count(*) FROM cloison.spent_proof');
  return Number(row?.['count']);
}

describe('a proof', () => {
  it('is accepted once of twenty copies at once, on two replicas', async () => {
    const proof = freshProof(desk.clock);
    const request = agentRequest(desk.clock);
    const admissions = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? desk.register : desk.replica).admit(request, proof)),
    );
    const outcomes = admissions.map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'ADMITTED')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'REPLAYED')).toHaveLength(19);
  });

  it('is refused on the other replica, and by a process that was started later', async () => {
    const proof = freshProof(desk.clock);
    expect(await desk.admitted({}, proof)).toMatchObject({ outcome: 'ADMITTED' });
    expect(await desk.replica.admit(agentRequest(desk.clock), proof)).toEqual(replayed);
    const later = await connect(desk.url);
    expect(await new Register(later, desk.clock).admit(agentRequest(desk.clock), proof)).toEqual(replayed);
    await later.close();
  });

  it('is refused whoever brings it again', async () => {
    const proof = freshProof(desk.clock);
    await desk.admitted({}, proof);
    const other = { account: 'slate-agent', organisation: 'slate', unit: 'slate-east' };
    expect(await desk.admitted(other, proof)).toEqual(replayed);
  });

  it('is spent by a request that is not let in, and leaves no sighting', async () => {
    const proof = freshProof(desk.clock);
    expect(await desk.admitted({ account: 'brick-deputy', unit: 'slate-east' }, proof)).toEqual({
      outcome: 'NOT_ACTIVE',
    });
    expect(await desk.admitted({}, proof)).toEqual(replayed);
    expect(
      await desk.sql("SELECT FROM cloison.account WHERE id = 'brick-deputy' AND last_seen_at IS NULL"),
    ).toHaveLength(1);
  });

  it('notes no sighting when it is replayed', async () => {
    const proof = freshProof(desk.clock);
    await desk.admitted({}, proof);
    const request = { account: 'slate-admin', organisation: 'slate', unit: undefined };
    expect(await desk.admitted(request, proof)).toEqual(replayed);
    expect(
      await desk.sql("SELECT FROM cloison.account WHERE id = 'slate-admin' AND last_seen_at IS NULL"),
    ).toHaveLength(1);
  });

  it('is refused after 5,000 others', async () => {
    const proof = freshProof(desk.clock);
    await desk.admitted({}, proof);
    await desk.sql(
      `INSERT INTO cloison.spent_proof SELECT sha256(n::text::bytea), $1::timestamptz FROM generate_series(1, 5000) n`,
      [new Date(proof.expiresAt).toISOString()],
    );
    expect(await desk.admitted({}, proof)).toEqual(replayed);
  });

  it('whose storage does not answer lets nobody in', async () => {
    const impatient = await connect(desk.url, 300);
    await desk.database.transaction(async (session) => {
      await session.run('LOCK TABLE cloison.spent_proof');
      const admission = new Register(impatient, desk.clock).admit(agentRequest(desk.clock), freshProof(desk.clock));
      await expect(admission).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    });
    await impatient.close();
  });
});

describe('a proof that is too old', () => {
  it('is kept for five minutes and more, then deleted by a request in 256, in batches', async () => {
    const proof = freshProof(desk.clock);
    await desk.admitted({}, proof);
    const before = await spentProofs();
    const purging = (): Uint8Array => Buffer.concat([Buffer.of(0), digestOf(randomUUID()).subarray(1)]);
    desk.clock.move(5 * minute);
    await desk.admitted({}, freshProof(desk.clock, purging()));
    await desk.admitted({}, freshProof(desk.clock, purging()));
    expect(await spentProofs()).toBe(before + 2);
    desk.clock.move(3 * minute);
    // The horizon first, and what lies behind it with the next.
    for (let turn = 0; turn < 8; turn++) await desk.admitted({}, freshProof(desk.clock, purging()));
    expect(await spentProofs()).toBeLessThanOrEqual(10);
    expect(await spentProofs()).toBeGreaterThanOrEqual(8);
  });

  it('is refused by a clock that was set back, though nobody remembers it', async () => {
    const proof = freshProof(desk.clock);
    await desk.admitted({}, proof);
    const madeAt = desk.clock.now();
    desk.clock.move(day);
    await purgeProofs(desk.database, desk.clock.now());
    await purgeProofs(desk.database, desk.clock.now());
    expect(await desk.sql('SELECT FROM cloison.spent_proof WHERE digest = $1', [proof.digest])).toEqual([]);
    desk.clock.move(madeAt - desk.clock.now());
    expect(await desk.admitted({}, proof)).toEqual(replayed);
    desk.clock.move(day);
    expect(await desk.admitted({}, freshProof(desk.clock))).toMatchObject({ outcome: 'ADMITTED' });
  });

  it('is not deleted, nor others refused, because one replica’s clock runs years ahead', async () => {
    const now = Date.now();
    const proof = { digest: digestOf('ahead'), expiresAt: now + minute };
    await desk.admitted({}, proof);
    for (let turn = 0; turn < 3; turn++) await purgeProofs(desk.database, now + 3_000 * day);
    expect(await desk.sql('SELECT FROM cloison.spent_proof WHERE digest = $1', [proof.digest])).toHaveLength(1);
    const [horizon] = await desk.sql('SELECT reaches < clock_timestamp() AS "isPast" FROM cloison.proof_horizon');
    expect(horizon).toEqual({ isPast: true });
  });
});
