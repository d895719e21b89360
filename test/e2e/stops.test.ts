/** An account, an organisation, a field, everything: stopped on one replica, and nothing leaves another one after it. */
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Code } from '../../src/kernel/codes.js';
import type { Admission, AdmissionRequest } from '../../src/register/admission.js';
import { Register } from '../../src/register/register.js';
import type { StopOrder } from '../../src/register/stop.js';
import { expectDisclosed, expectRefused } from '../support/answers.js';
import { openBreach } from '../support/breach.js';
import { application } from '../support/partner.js';
import { rentalFolder } from '../support/policies.js';
import { brick, rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, run } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';
import { untilSomebodyWaits } from '../support/waiting.js';

const clock = clockAt('2026-11-20T10:00:00.000Z');
const names = '{ tenants(first: 10) { nodes { surname } } }';
const streets = '{ dwellings(first: 10) { nodes { street } } }';

let service: Service;
let replica: Service;
let client: pg.Client;

beforeAll(async () => {
  service = await startService({
    folder: rentalFolder,
    accounts: rentalAccounts,
    clock,
    fill: (store) => fillRental(store),
  });
  replica = await startService({ folder: rentalFolder, accounts: rentalAccounts, clock, replicaOf: service });
  client = new pg.Client(service.database.url);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await replica.stop();
  await service.stop();
});

const stop = (order: Omit<StopOrder, 'reason'>): Promise<string> =>
  service.store.rooms.register.stop('operator:duty', { reason: 'a drill', ...order });
const lift = (id: string): Promise<unknown> => service.store.rooms.register.reinstate('operator:second', id);

describe('a stop made on one replica', () => {
  const cases: readonly (readonly [string, Omit<StopOrder, 'reason'>, string, Code])[] = [
    ['of an account', { kind: 'ACCOUNT', target: 'brick' }, names, 'NOT_ACTIVE'],
    ['of an organisation', { kind: 'ORGANISATION', target: brick }, names, 'NOT_ACTIVE'],
    ['of an application', { kind: 'APPLICATION', target: application }, names, 'NOT_ACTIVE'],
    ['of a role', { kind: 'ROLE', target: 'LANDLORD' }, names, 'NOT_ACTIVE'],
    ['of everything', { kind: 'EVERYTHING', target: '*' }, streets, 'NOT_ACTIVE'],
    ['of a field', { kind: 'FIELD', target: 'Tenant.surname' }, names, 'FIELD_STOPPED'],
  ];
  it.each(cases)(
    '%s holds on the other for a token that it had verified, until it is lifted',
    async (_, order, query, code) => {
      const ticket = replica.ticketOf('brick');
      expectDisclosed(await replica.send(ticket, 'LETTING', { query }));
      const id = await stop(order);
      expectRefused(await replica.send(ticket, 'LETTING', { query }), code);
      await lift(id);
      expectDisclosed(await replica.send(ticket, 'LETTING', { query }));
    },
  );

  it('is noticed by nobody else', async () => {
    const id = await stop({ kind: 'ACCOUNT', target: 'brick' });
    expectDisclosed(await replica.ask('harbour', names));
    expectDisclosed(await replica.ask('agent-south', names));
    await lift(id);
    const field = await stop({ kind: 'FIELD', target: 'Tenant.surname' });
    expectDisclosed(await replica.ask('brick', '{ tenants(first: 10) { nodes { id } } }'));
    await lift(field);
  });

  it('holds for persons who stand in no register, too', async () => {
    const own = '{ myFile { surname } }';
    expectDisclosed(await replica.ask('orla', own));
    const id = await stop({ kind: 'ACCOUNT', target: 'orla' });
    expectRefused(await replica.ask('orla', own), 'NOT_ACTIVE');
    await lift(id);
  });
});

describe('an operation that is under way on one replica when its account is stopped on the other', () => {
  let stopped: string | undefined;
  beforeEach(() => client.query('BEGIN'));
  afterEach(async () => {
    await client.query('ROLLBACK');
    if (stopped !== undefined) await lift(stopped);
    stopped = undefined;
  });

  /** What `ask` gets when its account is stopped while it waits for `lock`. */
  async function stoppedMeanwhile(lock: string, ask: () => Promise<Reply>): Promise<Reply> {
    await client.query(lock);
    const reply = ask();
    await untilSomebodyWaits(async (text) => (await client.query<object>(text)).rows);
    stopped = await stop({ kind: 'ACCOUNT', target: 'brick' });
    await client.query('COMMIT');
    return reply;
  }

  const lockTenants = 'LOCK TABLE tenant IN ACCESS EXCLUSIVE MODE';

  it('reads nothing: what it had fetched does not leave', async () => {
    expectRefused(await stoppedMeanwhile(lockTenants, () => replica.ask('brick', names)), 'NOT_ACTIVE');
  });

  it('writes nothing: what it had written is taken back', async () => {
    const [lease] = await run(service.store, "SELECT id, status FROM lease WHERE status = 'SIGNED' LIMIT 1");
    const id = service.store.rooms.vault
      .ids(`organisation ${brick}`, 'Lease')
      .encode(Buffer.from(String(lease?.['id']).replaceAll('-', ''), 'hex'))[0];
    const handOver = `mutation { handOver(lease: "${String(id)}") { errors { code } lease { status } } }`;
    const reply = await stoppedMeanwhile(`SELECT FROM lease WHERE id = '${String(lease?.['id'])}' FOR UPDATE`, () =>
      replica.ask('brick', handOver),
    );
    expectRefused(reply, 'NOT_ACTIVE');
    const kept = await run(service.store, `SELECT status FROM lease WHERE id = '${String(lease?.['id'])}'`);
    expect(kept).toEqual([{ status: 'SIGNED' }]);
  });

  it('would answer, were the register not asked last', async () => {
    const { database } = service.store.rooms;
    const register = new BlindRegister(database, clock);
    const breach = await openBreach(service, { role: 'LANDLORD', rooms: { register } });
    const ask = (): Promise<Reply> => breach.ask('brick', names, { purpose: 'LETTING' });
    const reply = await stoppedMeanwhile(lockTenants, ask);
    expect(reply.text).toContain('Quillfeather');
    await breach.close();
  });
});

/** Believes at the end whom it let in at the beginning. */
class BlindRegister extends Register {
  override confirm(_executor: unknown, request: AdmissionRequest): Promise<Admission> {
    const standing = {
      isInQuarantine: false,
      isAdministrator: false,
      isSubmissionOnly: false,
      stoppedFields: [],
      absorbed: [],
    };
    return Promise.resolve({
      outcome: 'ADMITTED',
      version: '',
      standing,
      organisation: request.organisation,
      stepUpSince: undefined,
    });
  }
}
