/** Who may ask at all: the demo's partners, registered as an operator and an administrator of theirs would have done it. */
import { accountActor, operator } from '../register/actor.js';
import type { Register } from '../register/register.js';
import { sha256, sha256Hex } from '../vault/digest.js';
import { demoAccounts, demoColleagues } from './accounts.js';
import { demoRegister } from './demoRegister.js';
import { machineOperations } from './machineOperations.js';

const clerk = operator('demo');
const approver = operator('demo-second');

/** Each entry once: what somebody has changed since, closed, absorbed or revoked, stays as it is. */
export async function seedRegister(register: Register): Promise<void> {
  if ((await register.organisations()).length === 0)
    await register.seed(demoRegister(), { createdBy: clerk, approvedBy: approver });
  await createNewcomer(register);
  await registerOperations(register);
}

/** In quarantine: whoever looks on approves it, with `cloison accounts approve`. */
async function createNewcomer(register: Register): Promise<void> {
  const { ACCOUNT: id, ORGANISATION: organisation } = demoColleagues.newcomer.claims;
  const creator = demoAccounts.find(
    ({ isAdministrator, claims }) => isAdministrator === true && claims.ORGANISATION === organisation,
  );
  if (creator === undefined || organisation === undefined || (await register.show(id)) !== undefined) return;
  await register.createAccount(accountActor(creator.claims.ACCOUNT), { id, kind: 'PERSON', organisation });
}

async function registerOperations(register: Register): Promise<void> {
  const { name: application } = demoColleagues.machine;
  const known = new Set((await register.operations(application)).map(({ digest }) => digest));
  for (const { name, purpose, document } of machineOperations.filter((each) => !known.has(sha256Hex(each.document))))
    await register.registerOperation(clerk, { application, name, purpose, document, digest: sha256(document) });
}
