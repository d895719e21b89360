/** Who may ask at all: the demo's partners, registered as an operator and an administrator of theirs would have done it. */
import { accountActor, operator } from '../register/actor.js';
import type { Register } from '../register/register.js';
import { sha256 } from '../vault/digest.js';
import { demoAccounts, demoColleagues } from './accounts.js';
import { demoRegister } from './demoRegister.js';
import { machineOperations } from './machineOperations.js';

const clerk = operator('demo');
const approver = operator('demo-second');

/** Once; on the same data again it changes nothing. */
export async function seedRegister(register: Register): Promise<void> {
  await register.seed(demoRegister(), { createdBy: clerk, approvedBy: approver });
  await createNewcomer(register);
  const { name: application } = demoColleagues.machine;
  for (const { name, purpose, document } of machineOperations)
    await register.registerOperation(clerk, { application, name, purpose, document, digest: sha256(document) });
}

/** In quarantine: whoever looks on approves it, with `cloison accounts approve`. */
async function createNewcomer(register: Register): Promise<void> {
  const { claims } = demoColleagues.newcomer;
  const creator = demoAccounts.find(
    ({ isAdministrator, claims: { ORGANISATION } }) => isAdministrator === true && ORGANISATION === claims.ORGANISATION,
  );
  if (creator === undefined || claims.ORGANISATION === undefined) return;
  if ((await register.show(claims.ACCOUNT)) !== undefined) return;
  const entry = { id: claims.ACCOUNT, kind: 'PERSON', organisation: claims.ORGANISATION } as const;
  await register.createAccount(accountActor(creator.claims.ACCOUNT), entry);
}
