import { describe, expect, it } from 'vitest';
import { createMemory } from '../../../src/demo/issuer/memory.js';
import { testClock } from '../../jws/testIssuer.js';

describe('the memory of the authorization server', () => {
  it('forgets what is over, what was destroyed, and what belongs to a revoked grant', async () => {
    const clock = testClock();
    const codes = createMemory(clock)('AuthorizationCode');
    await codes.upsert('short', { grantId: 'g-1' }, 60);
    await codes.upsert('long', { grantId: 'g-1' }, 600);
    await codes.upsert('other', { grantId: 'g-2' }, 600);
    await codes.upsert('gone', { grantId: 'g-2' }, 600);
    await codes.destroy('gone');
    clock.advance(60_000);
    const found = async (): Promise<readonly boolean[]> =>
      Promise.all(['short', 'long', 'other', 'gone'].map(async (id) => (await codes.find(id)) !== undefined));
    expect(await found()).toEqual([false, true, true, false]);
    await codes.revokeByGrantId('g-1');
    expect(await found()).toEqual([false, false, true, false]);
  });

  it('keeps the kinds apart, finds a session by its other name, and knows what was consumed', async () => {
    const clock = testClock();
    const memory = createMemory(clock);
    await memory('Session').upsert('id', { uid: 'u-1' }, 60);
    expect(await memory('Interaction').find('id')).toBeUndefined();
    expect(await memory('Interaction').findByUid('u-1')).toBeUndefined();
    expect(await memory('Session').findByUid('u-1')).toEqual({ uid: 'u-1' });
    await memory('Session').consume('id');
    expect(await memory('Session').find('id')).toEqual({ uid: 'u-1', consumed: Math.floor(clock.now() / 1000) });
    clock.advance(60_000);
    expect(await memory('Session').findByUid('u-1')).toBeUndefined();
  });

  it('is bounded: what is over goes first, then the oldest', async () => {
    const clock = testClock();
    const memory = createMemory(clock)('Grant');
    await memory.upsert('oldest', {}, 6_000);
    await memory.upsert('over', {}, 1);
    for (let index = 2; index < 5_000; index++) await memory.upsert(String(index), {}, 6_000);
    clock.advance(2_000);
    await memory.upsert('one more', {}, 6_000);
    expect(await memory.find('oldest'), 'there was room where something was over').toEqual({});
    await memory.upsert('and one more', {}, 6_000);
    expect([await memory.find('oldest'), await memory.find('2'), await memory.find('and one more')]).toEqual([
      undefined,
      {},
      {},
    ]);
  });
});
