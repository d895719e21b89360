/** Ten accounts ask two replicas at once, and one of them is stopped: it gets no answer that begins afterwards, the others notice nothing. */
import { EventEmitter, once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoAccount } from '../../src/demo/accounts.js';
import { expectDisclosed, expectRefused } from '../support/answers.js';
import type { TestCertificate } from '../support/certificates.js';
import { testCertificate } from '../support/certificates.js';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, post, startService } from '../support/service.js';

/** Beside the five of the fixture who list persons: more of the stopped one's own organisation, and more agents. */
const colleagues: readonly DemoAccount[] = ['brick', 'brick', 'harbour', 'agent-north', 'surety'].map((like, index) => {
  const account = rentalAccounts.find(({ name }) => name === like);
  if (account === undefined) throw new Error(`no account ${like}`);
  const name = `${like}-${index}`;
  return { ...account, name, claims: { ...account.claims, ACCOUNT: name } };
});
const askers = [...rentalAccounts.filter(({ role }) => role !== 'TENANT'), ...colleagues];
const stopped = 'brick';

const ofRole: Readonly<Record<string, string>> = {
  LANDLORD: '{ tenants(first: 10) { nodes { surname leases(first: 5) { nodes { status } } } } }',
  AGENT: '{ tenants(first: 10) { nodes { surname fileNumber } } }',
  GUARANTEE_FUND: '{ tenants(first: 10) { nodes { fileNumberPseudonym } } }',
};

const clock = clockAt('2026-11-20T10:00:00.000Z');
let service: Service;
let replica: Service;
let certificate: TestCertificate;

beforeAll(async () => {
  const accounts = [...rentalAccounts, ...colleagues];
  service = await startService({ folder: rentalFolder, accounts, clock, fill: (store) => fillRental(store) });
  replica = await startService({ folder: rentalFolder, accounts, clock, replicaOf: service });
  certificate = await testCertificate();
});
afterAll(async () => {
  await replica.stop();
  await service.stop();
});

interface Asked {
  readonly account: string;
  /** Whether the stop had committed before the request began. */
  readonly isAfter: boolean;
  readonly reply: Reply;
}

/** One client after the other's manner: a key and proofs, or a certificate, of which the door asks the register once a second. */
type Ask = (account: DemoAccount) => () => Promise<Reply>;

const byProof =
  (at: Service): Ask =>
  ({ name, role, defaultPurpose }) => {
    const ticket = at.ticketOf(name);
    return () => at.send(ticket, defaultPurpose, { query: ofRole[role] });
  };

const byCertificate =
  (at: Service): Ask =>
  ({ name, role, defaultPurpose }) => {
    const { token } = at.ticketOf(name, { cnf: { 'x5t#S256': certificate.thumbprint } });
    const headers = {
      authorization: `Bearer ${token}`,
      'client-cert': certificate.header,
      'cloison-purpose': defaultPurpose,
      'content-type': 'application/json',
    };
    return () => post(at.url, headers, { query: ofRole[role] });
  };

describe('an account that is stopped while ten ask two replicas 200 times', () => {
  it('gets no answer that begins after the stop, and the other nine get all of theirs', async () => {
    const all: Asked[] = [];
    let isStopped = false;
    const busy = new EventEmitter();
    const stopWhenBusy = async (): Promise<string> => {
      await once(busy, 'busy');
      const order = { kind: 'ACCOUNT', target: stopped, reason: 'a drill' } as const;
      const id = await service.store.rooms.register.stop('operator:duty', order);
      isStopped = true;
      return id;
    };
    /** Five requests one after the other, and then as many until three have begun after the stop. */
    const client = async (account: DemoAccount, ask: Ask): Promise<void> => {
      const send = ask(account);
      let after = 0;
      for (let count = 0; count < 5 || after < 3; count += 1) {
        const isAfter = isStopped;
        all.push({ account: account.name, isAfter, reply: await send() });
        if (isAfter) after += 1;
        if (all.length === 60) busy.emit('busy');
      }
    };
    const ways = [byProof(service), byProof(replica), byCertificate(service), byCertificate(replica)];
    for (const account of askers) expectDisclosed(await byProof(service)(account)());
    const clients = askers.flatMap((account) => ways.map((ask) => client(account, ask)));
    const [id] = await Promise.all([stopWhenBusy(), ...clients]);

    expect(new Set(all.map(({ account }) => account)).size).toBe(10);
    expect(all.length).toBeGreaterThanOrEqual(200);
    for (const { account, reply } of all) if (account !== stopped) expectDisclosed(reply);
    const own = all.filter(({ account }) => account === stopped);
    const after = own.filter(({ isAfter }) => isAfter);
    expect(after.length).toBeGreaterThanOrEqual(3 * ways.length);
    for (const { reply } of after) {
      expectRefused(reply, 'NOT_ACTIVE');
      expect(reply.text).not.toContain('Quillfeather');
    }
    // What was under way is answered or refused, whole.
    for (const { reply } of own) if (reply.status !== 200) expectRefused(reply, 'NOT_ACTIVE');
    expect([...service.failures, ...replica.failures]).toEqual([]);

    await service.store.rooms.register.reinstate('operator:second', id);
    // The door takes the register's word for a second where no proof is spent.
    clock.moveTo('2026-11-20T10:00:02.000Z');
    for (const account of askers) for (const ask of ways) expectDisclosed(await ask(account)());
  });
});
