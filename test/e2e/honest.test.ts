/** What honest people do and must never be refused for, as far as it is about who they are: HONEST 7 to 9, 13 and 14. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoAccount } from '../../src/demo/accounts.js';
import { slowdownBounds } from '../../src/gateway/slowdown.js';
import { readSchema } from '../../src/schemaFolder.js';
import { expectDisclosed, expectRefused, pageOf } from '../support/answers.js';
import { rentalFolder } from '../support/policies.js';
import { brick, rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, post, startService } from '../support/service.js';

const names = '{ tenants(first: 10) { nodes { surname } } }';
const line = '{ tenants(first: 10) { nodes { forwarding { line } } } }';
const clock = clockAt('2026-11-20T10:00:00.000Z');
const seconds = (): number => Math.floor(clock.now() / 1000);

const staff: readonly DemoAccount[] = Array.from({ length: 40 }, (_, index) => ({
  name: `brick-${String(index)}`,
  role: 'LANDLORD',
  claims: { ACCOUNT: `brick-${String(index)}`, ORGANISATION: brick },
  purposes: ['LETTING'],
  defaultPurpose: 'LETTING',
}));
const accounts = [...rentalAccounts, ...staff];

let service: Service;
beforeAll(async () => {
  service = await startService({
    folder: rentalFolder,
    accounts,
    clock,
    fill: (store) => fillRental(store),
    slowdown: { ...slowdownBounds, free: 3, firstMilliseconds: 50, longestMilliseconds: 200 },
  });
});
afterAll(() => service.stop());

describe('somebody who returns after seven weeks', () => {
  const sevenWeeks = 49 * 86_400_000;

  it('asks at once with the session of that morning, on a Sunday, and needs no new approval', async () => {
    expectDisclosed(await service.ask('harbour', names));
    clock.moveTo(new Date(clock.now() + sevenWeeks).toISOString());
    expectDisclosed(await service.ask('harbour', names));
    expectDisclosed(await service.ask('harbour', names));
  });

  it('and a session that was kept alive meanwhile is asked to authenticate again', async () => {
    expectDisclosed(await service.ask('surety', '{ me { account } }'));
    const authenticatedAt = seconds() + 60;
    clock.moveTo(new Date(clock.now() + sevenWeeks).toISOString());
    const kept = service.ticketOf('brick', { auth_time: authenticatedAt });
    const reply = await service.send(kept, 'LETTING', { query: names });
    expectRefused(reply, 'AUTHENTICATION_INSUFFICIENT');
    expect(reply.headers.get('www-authenticate')).toMatch(/error="insufficient_user_authentication".*max_age="?\d+/);
    expectDisclosed(await service.ask('brick', names));
    expectDisclosed(await service.send(kept, 'LETTING', { query: names }));
  });
});

describe('forty people behind one address, one of whom fails ten times', () => {
  it('all are answered meanwhile, and so is who failed once the proof is right', async () => {
    const [clumsy, ...others] = staff.map(({ name }) => name);
    const wrong = async (): Promise<Reply> => {
      const ticket = service.ticketOf(String(clumsy));
      return post(service.url, service.headersOf(ticket, 'LETTING', 'https://elsewhere.example.org/graphql'), {
        query: names,
      });
    };
    const failing = Array.from({ length: 10 }, wrong);
    for (const reply of await Promise.all(others.map((name) => service.ask(name, names)))) expectDisclosed(reply);
    for (const reply of await Promise.all(failing)) expectRefused(reply, 'PROOF_INVALID');
    for (const reply of await Promise.all(others.map((name) => service.ask(name, names)))) expectDisclosed(reply);
  });

  it('ten failures ask the sessions from before to authenticate again, and lock nobody out', async () => {
    const name = 'brick-0';
    const before = service.ticketOf(name, { auth_time: seconds() - 600 });
    expectRefused(await service.send(before, 'LETTING', { query: names }), 'AUTHENTICATION_INSUFFICIENT');
    clock.moveTo(new Date(clock.now() + 1_000).toISOString());
    expectDisclosed(await service.ask(name, names));
    expectDisclosed(await service.ask('brick-1', names));
  });
});

describe('a field that asks for a fresh authentication', () => {
  it('is refused before anything is read, with the challenge of RFC 9470, and answered after it', async () => {
    const old = service.ticketOf('agent-south', { auth_time: seconds() - 301 });
    expectDisclosed(await service.send(old, 'LETTING', { query: names }));
    const reply = await service.send(old, 'LETTING', { query: line });
    expectRefused(reply, 'AUTHENTICATION_INSUFFICIENT');
    expect(JSON.parse(reply.text)).toMatchObject({
      errors: [{ extensions: { acrValues: expect.any(Array) as unknown, maxAge: 300 } }],
    });
    const challenge = reply.headers.get('www-authenticate') ?? '';
    expect(challenge).toContain('error="insufficient_user_authentication"');
    expect(challenge).toMatch(/max_age="?300"?/);
    expect(challenge).toContain('acr_values="');
    expectDisclosed(await service.ask('agent-south', line));
  });
});

describe('a policy that is deployed while partners page', () => {
  it('leaves every session as it was, and costs a page under way one clear error', async () => {
    const sources = readSchema(rentalFolder).map((source) => ({
      ...source,
      text: source.text.replace('"""', '"""Reworded. '),
    }));
    const deployed = await startService({ folder: rentalFolder, accounts, clock, replicaOf: service, sources });
    const ticket = service.ticketOf('brick');
    const paged = '{ tenants(first: 1) { nodes { surname } pageInfo { endCursor hasNextPage } } }';
    const { pageInfo } = pageOf(await service.send(ticket, 'LETTING', { query: paged }), 'tenants');
    const next = paged.replace('first: 1', `first: 1, after: "${String(pageInfo.endCursor)}"`);
    expectRefused(await deployed.send(ticket, 'LETTING', { query: next }), 'CURSOR_POLICY_CHANGED');
    expectDisclosed(await deployed.send(ticket, 'LETTING', { query: paged }));
    expectDisclosed(await service.send(ticket, 'LETTING', { query: next }));
    await deployed.stop();
  });
});

describe('a one-person organisation', () => {
  it('has its administrator, who is its only user, approved by the operator, and asks at once', async () => {
    const organisation = 'c0000000-0000-4000-8000-000000000001';
    const { register } = service.store.rooms;
    await register.createOrganisation('operator:one', { id: organisation, name: 'Sole Lettings' });
    await register.approve('operator:two', organisation, 'ORGANISATION');
    const entry = { id: 'sole', kind: 'PERSON', organisation, isAdministrator: true } as const;
    await register.createAccount('operator:one', entry);
    const sole = (): ReturnType<Service['ticketOf']> => service.ticketOf('brick', { sub: 'sole', organisation });
    const send = (query: string): Promise<Reply> => service.send(sole(), 'LETTING', { query });
    expectRefused(await send('{ tenants(first: 6) { nodes { surname } } }'), 'IN_QUARANTINE');
    expectDisclosed(await send('{ tenants(first: 5) { nodes { surname } } }'), { tenants: { nodes: [] } });
    await expect(register.approve('account:sole', 'sole')).rejects.toMatchObject({
      refusal: { code: expect.stringMatching(/NEEDED$/) as unknown },
    });
    await register.approve('operator:two', 'sole');
    expectDisclosed(await send(names), { tenants: { nodes: [] } });
  });
});
