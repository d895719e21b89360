/** A stop on a field that a yes would set: nothing is made and nothing is decided, also when it comes while the yes is under way. */
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectDisclosed, expectRefused, pageOf, within } from '../support/answers.js';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, orla, run } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';
import { untilSomebodyWaits } from '../support/waiting.js';

const clock = clockAt(new Date().toISOString());
let service: Service;
let holder: pg.Client;
let request: string;
const stopped: string[] = [];

beforeAll(async () => {
  service = await startService({
    folder: rentalFolder,
    accounts: rentalAccounts,
    clock,
    fill: (store) => fillRental(store),
  });
  holder = new pg.Client({ connectionString: service.database.url });
  await holder.connect();
});
afterAll(async () => {
  await holder.end();
  await service.stop();
});
beforeEach(async () => {
  for (const id of stopped.splice(0)) await service.store.rooms.register.reinstate('operator:duty', id);
  await run(service.store, 'DELETE FROM cloison.link_request');
  const { nodes } = pageOf(
    await service.ask('harbour', '{ dwellings(first: 5) { nodes { id landlord { name } } } }'),
    'dwellings',
  );
  const own = nodes.find(({ landlord }) => within(landlord)['name'] === 'Harbour Rooms');
  const asking = `mutation { requestTenancy(fileNumber: "T-0001", surname: "Quillfeather", dwelling: "${String(own?.['id'])}") }`;
  expectDisclosed(await service.ask('harbour', asking), { requestTenancy: 'PENDING' });
  const waiting = await service.ask('orla', '{ myLinkRequests(first: 1) { nodes { id } } }');
  request = String(pageOf(waiting, 'myLinkRequests').nodes[0]?.['id']);
});

const answers = (accept: boolean): Promise<Reply> =>
  service.ask('orla', `mutation { answerLinkRequest(id: "${request}", accept: ${String(accept)}) }`);
const stop = async (target: string): Promise<void> => {
  stopped.push(await service.store.rooms.register.stop('operator:duty', { kind: 'FIELD', target, reason: 'a drill' }));
};
const made = (): Promise<readonly unknown[]> =>
  run(
    service.store,
    `SELECT FROM lease l JOIN cloison.link_request r ON r.person = l.tenant_id AND l.landlord_id::text = r.organisation WHERE l.tenant_id = '${orla}'`,
  );
const decisions = (): Promise<readonly unknown[]> => run(service.store, 'SELECT decision FROM cloison.link_request');

describe('a stop on a field that a yes sets', () => {
  it.each(['Lease.dwelling', 'Lease.landlord', 'Lease.beginsOn', 'Lease.tenant'])('holds it: %s', async (target) => {
    await stop(target);
    expectRefused(await answers(true), 'FIELD_STOPPED', target);
    expect([await made(), await decisions()]).toEqual([[], [{ decision: null }]]);
  });

  it('takes it back when it comes meanwhile', async () => {
    await holder.query(`BEGIN; SELECT FROM tenant WHERE id = '${orla}' FOR UPDATE`);
    const reply = answers(true);
    await untilSomebodyWaits(async (text) => (await holder.query<object>(text)).rows);
    await stop('Lease.landlord');
    await holder.query('COMMIT');
    expectRefused(await reply, 'FIELD_STOPPED', 'Lease.landlord');
    expect([await made(), await decisions()]).toEqual([[], [{ decision: null }]]);
  });

  it('holds no no', async () => {
    await stop('Lease.landlord');
    expectDisclosed(await answers(false), { answerLinkRequest: 'REFUSED' });
  });

  it('is no stop of what a yes does not set', async () => {
    await stop('Lease.endsOn');
    expectDisclosed(await answers(true), { answerLinkRequest: 'ACCEPTED' });
    expect(await made()).toHaveLength(1);
  });
});
