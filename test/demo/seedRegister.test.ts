import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoAccounts, demoColleagues, everyDemoAccount } from '../../src/demo/accounts.js';
import type { DemoAccount } from '../../src/demo/accounts.js';
import { castOrganisation } from '../../src/demo/cast.js';
import { machineOperations } from '../../src/demo/machineOperations.js';
import { seedRegister } from '../../src/demo/seedRegister.js';
import { systemClock } from '../../src/kernel/clock.js';
import { accountActor, operator } from '../../src/register/actor.js';
import type { Admission } from '../../src/register/admission.js';
import { Register } from '../../src/register/register.js';
import { Database } from '../../src/store/database.js';
import { migrate } from '../../src/store/migrate.js';
import { sha256 } from '../../src/vault/digest.js';
import { createDatabase } from '../support/postgres.js';
import type { TestDatabase } from '../support/postgres.js';
import { absorb } from '../support/partner.js';

let empty: TestDatabase;
let database: Database;
let register: Register;
beforeAll(async () => {
  empty = await createDatabase();
  await migrate({ url: empty.url, storeFolder: undefined });
  database = await Database.connect({ url: empty.url, max: 2, statementTimeoutMs: 10_000, applicationName: 'test' });
  register = new Register(database, systemClock);
  await seedRegister(register);
});
afterAll(async () => {
  await database.close();
  await empty.drop();
});

function admitted(
  { claims, kind = 'PERSON', application, role }: DemoAccount,
  client = application,
): Promise<Admission> {
  return register.admit({
    account: claims.ACCOUNT,
    actor: undefined,
    application: client ?? 'cloison-demo',
    role,
    organisation: claims.ORGANISATION,
    unit: claims.UNIT,
    kind,
    isRegistered: role !== 'JOB_SEEKER',
    authenticatedAt: Math.floor(Date.now() / 1000),
  });
}

describe("the demo's register", () => {
  it("lets no person in by a machine's application, nor a machine as a person", async () => {
    const { machine } = demoColleagues;
    const isere = demoAccounts.find(({ name }) => name === 'formation-nord');
    if (isere === undefined) throw new Error('no such account');
    expect(await admitted(isere, machine.name)).toEqual({ outcome: 'NOT_ACTIVE' });
    expect(await admitted({ ...machine, kind: 'PERSON' })).toEqual({ outcome: 'NOT_ACTIVE' });
  });

  it.each(everyDemoAccount.map((account) => [account.name, account] as const))('lets %s in', async (_, account) => {
    expect(await admitted(account)).toMatchObject({
      outcome: 'ADMITTED',
      standing: {
        isInQuarantine: account === demoColleagues.newcomer,
        isAdministrator: account.isAdministrator === true,
      },
    });
  });

  it('leaves the newcomer to a second administrator, and not to who created it', async () => {
    const { newcomer, secondAdministrator } = demoColleagues;
    const id = newcomer.claims.ACCOUNT;
    await expect(register.approve(accountActor('formation-isere'), id)).rejects.toMatchObject({
      refusal: { code: 'SECOND_PERSON_NEEDED' },
    });
    await register.approve(accountActor(secondAdministrator.claims.ACCOUNT), id);
    expect(await admitted(newcomer)).toMatchObject({ standing: { isInQuarantine: false } });
  });

  it("lets the machine run its application's operations, to the letter", async () => {
    const { name: application } = demoColleagues.machine;
    for (const { document, purpose } of machineOperations) {
      expect(await register.operationText(application, sha256(document), purpose)).toBe(document);
      expect(await register.operationText(application, sha256(`${document} `), purpose)).toBeUndefined();
    }
  });

  it('is seeded once: what was changed since stays so', async () => {
    const { machine, newcomer } = demoColleagues;
    const [{ document: text, purpose } = { document: '', purpose: '' }] = machineOperations;
    const key = { application: machine.name, digest: sha256(text) };
    await register.revokeOperation(operator('somebody'), key);
    await absorb(register, {
      absorbed: castOrganisation('drome'),
      into: castOrganisation('isere'),
    });
    await seedRegister(register);
    expect(await admitted(newcomer)).toMatchObject({ standing: { isInQuarantine: false } });
    expect(await register.operationText(key.application, key.digest, purpose)).toBeUndefined();
  });
});
