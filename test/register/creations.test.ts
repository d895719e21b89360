import { describe, expect, it } from 'vitest';
import { accountActor, engine, operator } from '../../src/register/actor.js';
import { Refused } from '../../src/kernel/refusal.js';
import { ada, day, expectRefused, useDesk } from './desk.js';

const desk = useDesk();

const brickAdmin = accountActor('brick-admin');
const agent = (number: number) => ({ id: `agent-${number}`, kind: 'PERSON', organisation: 'brick' }) as const;

async function outcomeOf(work: Promise<void>): Promise<string> {
  return work.then(
    () => 'created',
    (error: unknown) => (error instanceof Refused ? error.refusal.code : String(error)),
  );
}

describe('creations', () => {
  it('by one account are twenty in a day, accounts and units together; twelve for a cohort pass', async () => {
    for (let number = 0; number < 12; number++) await desk.register.createAccount(brickAdmin, agent(number));
    for (let number = 0; number < 8; number++)
      await desk.register.createUnit(brickAdmin, { id: `unit-${number}`, organisation: 'brick' });
    await expectRefused(desk.register.createAccount(brickAdmin, agent(20)), 'TOO_MANY_CREATIONS');
    await expectRefused(desk.register.createUnit(brickAdmin, { id: 'u', organisation: 'brick' }), 'TOO_MANY_CREATIONS');
    await desk.register.createAccount(accountActor('brick-deputy'), agent(20));
    desk.clock.move(day);
    await desk.register.createAccount(brickAdmin, agent(21));
  });

  it('at once on two replicas do not exceed the bound', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, number) =>
        outcomeOf((number % 2 === 0 ? desk.register : desk.replica).createAccount(brickAdmin, agent(number))),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(20);
    expect(outcomes.filter((outcome) => outcome === 'TOO_MANY_CREATIONS')).toHaveLength(20);
  });

  it('in a flood leave the connections to the others: who asks after them is answered before them', async () => {
    let answered = 0;
    const flood = Array.from({ length: 200 }, (_, number) =>
      outcomeOf(desk.register.createAccount(brickAdmin, agent(number))).then(() => (answered += 1)),
    );
    expect(await desk.admitted()).toMatchObject({ outcome: 'ADMITTED' });
    expect(answered).toBeLessThan(100);
    await Promise.all(flood);
    expect(answered).toBe(200);
  });

  it('by an operator are not bounded', async () => {
    for (let number = 0; number < 25; number++) await desk.register.createAccount(ada, agent(number));
    expect(await desk.register.list({ organisation: 'brick', state: 'QUARANTINE' })).toHaveLength(25);
  });

  it.each([
    ['account:brick-agent', 'brick', 'ADMINISTRATOR_NEEDED'],
    ['account:nobody', 'brick', 'ADMINISTRATOR_NEEDED'],
    ['account:brick-nightly', 'brick', 'ADMINISTRATOR_NEEDED'],
    ['engine:watch', 'brick', 'ADMINISTRATOR_NEEDED'],
    ['account:slate-admin', 'brick', 'NOT_REGISTERED'],
    ['operator:ada', 'mortar', 'NOT_REGISTERED'],
  ] as const)('by %s in %s are refused', async (actor, organisation, code) => {
    await expectRefused(desk.register.createAccount(actor, { ...agent(1), organisation }), code);
    await expectRefused(desk.register.createUnit(actor, { id: 'unit', organisation }), code);
  });

  it('of organisations and applications are an operator’s', async () => {
    await expectRefused(desk.register.createOrganisation(brickAdmin, { id: 'x', name: 'X' }), 'OPERATOR_NEEDED');
    await expectRefused(
      desk.register.createApplication(brickAdmin, { id: 'x', organisation: 'brick' }),
      'OPERATOR_NEEDED',
    );
  });

  it.each([
    ['an id that is there', { ...agent(1), id: 'slate-agent' }, 'REGISTER_CONFLICT'],
    ['an id that no token carries', { ...agent(1), id: 'two words' }, 'ARGUMENT_INVALID'],
    ['a unit of others', { ...agent(1), unit: 'slate-east' }, 'NOT_REGISTERED'],
    ['a unit that nobody registered', { ...agent(1), unit: 'brick-moon' }, 'NOT_REGISTERED'],
    ['an application that nobody registered', { ...agent(1), application: 'x' }, 'NOT_REGISTERED'],
    ['a machine that administers', { ...agent(1), kind: 'MACHINE', isAdministrator: true }, 'ARGUMENT_INVALID'],
  ] as const)('with %s are refused and leave nothing', async (_, entry, code) => {
    await expectRefused(desk.register.createAccount(ada, entry), code);
    expect(await desk.sql("SELECT FROM cloison.register_event WHERE action = 'CREATE'")).toEqual([]);
  });

  it('of an account with another organisation’s application are refused', async () => {
    const entry = { id: 'x', kind: 'PERSON', organisation: 'slate', application: 'brick-software' } as const;
    await expectRefused(desk.register.createAccount(ada, entry), 'NOT_REGISTERED');
  });

  it.each(['', ' ', 'a\tb', 'x'.repeat(201)])('of an organisation named %j are refused', async (name) => {
    await expectRefused(desk.register.createOrganisation(ada, { id: 'x', name }), 'ARGUMENT_INVALID');
  });
});

describe('an actor', () => {
  it.each(['', 'two words', 'é', 'x'.repeat(129)])('is not called %j', (name) => {
    for (const actor of [operator, accountActor, engine]) expect(() => actor(name)).toThrow(Refused);
  });
});
