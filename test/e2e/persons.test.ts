/** From a partner's request to what the person and the other partners are told of it: through the corridor and a real ledger. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Uuid } from '../../src/kernel/uuid.js';
import { planNamed } from '../../src/lifecycle/erasurePlan.js';
import { ErasureRegister } from '../../src/lifecycle/erasureRegister.js';
import { confirmErasure, proposeErasure } from '../../src/lifecycle/rightToErasure.js';
import { operator } from '../../src/register/actor.js';
import type { Data } from '../support/answers.js';
import { expectDisclosed, pageOf, within } from '../support/answers.js';
import { derive } from '../persons/entries.js';
import { rentalFolder } from '../support/policies.js';
import { brick, rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, orla } from '../support/rentalRows.js';
import type { Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';

let service: Service;
beforeAll(async () => {
  const clock = clockAt('2026-11-20T10:00:00.000Z');
  service = await startService({ folder: rentalFolder, accounts: rentalAccounts, clock, fill: (s) => fillRental(s) });
});
afterAll(() => service.stop());

const mine =
  '{ myDisclosures(first: 5) { nodes { kind delivery isOwn organisation role purpose fields { coordinate precision } } } }';
const disclosures = async (): Promise<readonly Data[]> =>
  pageOf(await service.ask('orla', mine), 'myDisclosures').nodes;
const notices = async (account: string): Promise<readonly Data[]> => {
  await derive(service.store);
  const query = '{ notices(first: 5) { nodes { id kind person fields } } }';
  return pageOf(await service.ask(account, query), 'notices').nodes;
};

/** What became of an answer is written after it has left. */
async function settled(): Promise<readonly Data[]> {
  for (let patience = 500; patience > 0; patience--) {
    const told = await disclosures();
    if (told.every(({ delivery }) => delivery === 'COMPLETED')) return told;
    await sleep(10);
  }
  throw new Error('an answer was not settled');
}

/** Orla, as an account of a partner knows her. */
async function idFor(account: string, fields: string, isOrla: (node: Data) => boolean): Promise<Data> {
  const page = pageOf(await service.ask(account, `{ tenants(first: 10) { nodes { id ${fields} } } }`), 'tenants');
  const found = page.nodes.find(isOrla);
  if (found === undefined) throw new Error('she is not there');
  return found;
}

describe('what a partner reads', () => {
  it('is told to the person, of her alone and as exactly as it was read', async () => {
    await idFor('brick', 'surname phoneLast2', ({ surname }) => surname === 'Quillfeather');
    await idFor('surety', 'bornYear', ({ bornYear }) => bornYear !== null);
    const fields = (...names: readonly string[]): unknown =>
      names.map((name) => ({ coordinate: name.split(':')[0], precision: name.split(':')[1] ?? 'EXACT' }));
    expect(await settled()).toMatchObject([
      { kind: 'READ', role: 'GUARANTEE_FUND', fields: fields('Tenant.born:YEAR', 'Tenant.id') },
      {
        kind: 'READ',
        delivery: 'COMPLETED',
        isOwn: false,
        organisation: brick,
        role: 'LANDLORD',
        purpose: 'LETTING',
        fields: fields('Tenant.id', 'Tenant.phone:LAST2', 'Tenant.surname'),
      },
    ]);
  });

  it('is told beside what she reads herself', async () => {
    expectDisclosed(await service.ask('orla', '{ myFile { surname } }'));
    const [own] = await settled();
    expect(own).toMatchObject({ isOwn: true, role: 'TENANT', purpose: 'OWN_FILE' });
  });
});

describe('what the agency corrects', () => {
  it('is told to the person, and to the partner that had read it, which says that it knows', async () => {
    const { id } = await idFor('agent-north', 'surname', ({ surname }) => surname === 'Quillfeather');
    const correction = `mutation { correctTenant(input: { id: ${JSON.stringify(id)}, phone: "+441632960077" }) { errors { code } } }`;
    expectDisclosed(await service.ask('agent-north', correction), { correctTenant: { errors: [] } });
    expect(await disclosures()).toContainEqual(
      expect.objectContaining({ kind: 'WRITTEN', role: 'AGENT', organisation: null }),
    );
    const [told, ...more] = await notices('brick');
    const known = await idFor('brick', 'surname phoneLast2', ({ surname }) => surname === 'Quillfeather');
    expect([told, more]).toEqual([
      { id: told?.['id'], kind: 'RECTIFIED', person: known['id'], fields: ['Tenant.phone', 'Tenant.phoneLast2'] },
      [],
    ]);
    expect(String(known['phoneLast2'])).toMatch(/77$/);
    expect(await notices('surety')).toEqual([]);
    const acknowledged = `mutation { acknowledgeNotices(ids: [${JSON.stringify(told?.['id'])}]) }`;
    expectDisclosed(await service.ask('brick', acknowledged), { acknowledgeNotices: 1 });
    expect(await notices('brick')).toEqual([]);
  });
});

describe('a lease that its landlord ends', () => {
  it('is told to the fund that stood surety by it, and not to the landlord itself', async () => {
    const query = '{ tenants(first: 10) { nodes { surname leases(first: 5) { nodes { id } } } } }';
    const tenants = pageOf(await service.ask('brick', query), 'tenants').nodes;
    const her = tenants.find(({ surname }) => surname === 'Quillfeather');
    const lease = within(her, 'leases', 'nodes', 0);
    const end = `mutation { giveBack(lease: ${JSON.stringify(lease['id'])}, endsOn: "2026-11-18") { errors { code } } }`;
    expectDisclosed(await service.ask('brick', end), { giveBack: { errors: [] } });
    expect(await notices('surety')).toMatchObject([{ kind: 'LINK_ENDED', fields: [] }]);
    expect(await notices('brick')).toEqual([]);
  });
});

describe('an erasure', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cloison-erased-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is told to all that were served, by the id that they know, and to nobody before it is done', async () => {
    const known = await idFor('brick', 'surname', ({ surname }) => surname === 'Quillfeather');
    const { lifecycle } = service.store;
    const request = { plan: planNamed(lifecycle.plans, 'Tenant'), person: orla as Uuid };
    await proposeErasure(lifecycle, { ...request, actor: operator('nora') }, 'Asked for by letter.');
    expect(await notices('brick')).toEqual([]);
    const register = new ErasureRegister(join(folder, 'erasures'), lifecycle.vault.erasures);
    await confirmErasure(lifecycle, register, { ...request, actor: operator('otto') });
    expect(await notices('brick')).toMatchObject([{ kind: 'ERASED', person: known['id'] }]);
    expect(await notices('surety')).toMatchObject([
      { kind: 'LINK_ENDED' },
      { kind: 'ERASED', fields: ['Tenant.bornYear'] },
    ]);
    expect(await notices('harbour')).toEqual([]);
  });
});
