import { describe, expect, it } from 'vitest';
import { sharedFromNow } from '../../src/register/version.js';
import { ada, agentRequest, bea, useDesk } from './desk.js';

const desk = useDesk();

async function version(): Promise<string> {
  const admission = await desk.register.admit(agentRequest(desk.clock));
  if (admission.outcome !== 'ADMITTED') throw new Error(admission.outcome);
  return admission.version;
}

describe('the version of the register', () => {
  const changes: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['a stop', () => desk.register.stop(ada, { kind: 'ACCOUNT', target: 'somebody-else', reason: 'a drill' })],
    ['an organisation', () => desk.register.createOrganisation(ada, { id: 'new-organisation', name: 'New' })],
    ['a unit', () => desk.register.createUnit(ada, { id: 'new-unit', organisation: 'brick' })],
    ['an application', () => desk.register.createApplication(ada, { id: 'new-application' })],
    [
      'an account',
      () => desk.register.createAccount(ada, { id: 'new-account', kind: 'PERSON', organisation: 'brick' }),
    ],
    ['a closing', () => desk.register.close(ada, 'brick-agent-2')],
    ['an application that is closed', () => desk.register.close(ada, 'brick-software', 'APPLICATION')],
  ];
  it.each(changes)('is another one after %s, on every replica', async (title, change) => {
    if (title === 'a closing') {
      await desk.register.createAccount(ada, { id: 'brick-agent-2', kind: 'PERSON', organisation: 'brick' });
    }
    const before = await version();
    expect(await desk.replica.isUnchanged(desk.database, before)).toBe(true);
    await change();
    expect(await desk.register.isUnchanged(desk.database, before)).toBe(false);
    expect(await desk.replica.isUnchanged(desk.database, before)).toBe(false);
  });

  it('is another one after an approval and after a stop is lifted', async () => {
    await desk.register.createAccount(ada, { id: 'new-account', kind: 'PERSON', organisation: 'brick' });
    const created = await version();
    await desk.register.approve(bea, 'new-account');
    expect(await desk.register.isUnchanged(desk.database, created)).toBe(false);
    const id = await desk.register.stop(ada, { kind: 'ACCOUNT', target: 'new-account', reason: 'a drill' });
    const stopped = await version();
    await desk.register.reinstate(bea, id);
    expect(await desk.register.isUnchanged(desk.database, stopped)).toBe(false);
  });

  it('is the same after a sighting and after a proof that failed', async () => {
    const before = await version();
    desk.clock.move(2 * 86_400_000);
    await desk.register.admit(agentRequest(desk.clock));
    for (let time = 0; time < 12; time++)
      await desk.register.proofFailed({ account: 'brick-agent', authenticatedAt: 1 });
    expect(await desk.register.isUnchanged(desk.database, before)).toBe(true);
  });

  it('is seen inside a transaction that began before the change', async () => {
    const before = await version();
    await desk.database.transaction(async (session) => {
      expect(await desk.register.isUnchanged(session, before)).toBe(true);
      await desk.replica.stop(ada, { kind: 'ROLE', target: 'LANDLORD', reason: 'a drill' });
      expect(await desk.register.isUnchanged(session, before)).toBe(false);
    });
  });

  it('would stay, and a stop go unseen, were a change not counted', async () => {
    await desk.sql('DROP TRIGGER stop_counts ON cloison.stop');
    const before = await version();
    await desk.register.stop(ada, { kind: 'EVERYTHING', target: '*', reason: 'a drill' });
    expect(await desk.register.isUnchanged(desk.database, before)).toBe(true);
  });
});

describe('one question for all who ask', () => {
  it('begins after each of them has asked, and is one for those who wait', async () => {
    const asked: number[] = [];
    const answers: ((value: number) => void)[] = [];
    const ask = sharedFromNow(
      () =>
        new Promise<number>((resolve) => {
          asked.push(asked.length);
          answers.push(resolve);
        }),
    );
    const first = ask();
    const others = [ask(), ask(), ask()];
    expect(asked).toEqual([0]);
    answers[0]?.(10);
    expect(await first).toBe(10);
    while (asked.length < 2) await Promise.resolve();
    answers[1]?.(11);
    expect(await Promise.all(others)).toEqual([11, 11, 11]);
    expect(asked).toEqual([0, 1]);
  });

  it('is asked anew after one that failed', async () => {
    let times = 0;
    const ask = sharedFromNow(() => {
      times += 1;
      return times === 1 ? Promise.reject(new Error('away')) : Promise.resolve(times);
    });
    const first = ask();
    const second = ask();
    await expect(first).rejects.toThrow('away');
    expect(await second).toBe(2);
  });
});
