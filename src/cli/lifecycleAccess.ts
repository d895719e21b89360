/** What the commands of retention, erasure and holds have in common. */
import { erasureRegisterMissing } from '../config.js';
import type { ErasurePlan } from '../lifecycle/erasurePlan.js';
import { planNamed } from '../lifecycle/erasurePlan.js';
import type { ErasureRegister } from '../lifecycle/erasureRegister.js';
import { parseUuid } from '../kernel/uuid.js';
import type { Uuid } from '../kernel/uuid.js';
import type { OpenStore } from '../main.js';
import { CommandError } from './exit.js';
import { openImportStore } from './importStore.js';
import type { PersonChoice, StoreChoice } from './lifecycleOptions.js';
import { translated } from './registerAccess.js';

/** Runs `work` on the open store; what is refused becomes what the command says. */
export async function withStore<T>(
  { schema, demo }: StoreChoice,
  register: 'carryOut' | 'leave',
  work: (store: OpenStore) => Promise<T>,
): Promise<T> {
  const store = await openImportStore({ schema, demoFolder: demo === true ? '.cloison' : demo, register });
  try {
    return await work(store);
  } catch (error) {
    throw translated(error);
  } finally {
    await store.close();
  }
}

/** Throws Failure CONFIG_INVALID. */
export function requireRegister({ erasures }: OpenStore): ErasureRegister {
  if (erasures === undefined) throw erasureRegisterMissing();
  return erasures.register;
}

/** Throws CommandError for what is no UUID, Refused ARGUMENT_INVALID for a type that is not there. */
export function personNamed(
  { lifecycle }: OpenStore,
  { person, type }: PersonChoice,
): { readonly plan: ErasurePlan; readonly person: Uuid } {
  const id = parseUuid(person ?? '');
  if (id === undefined)
    throw new CommandError('Say which person: --person and the UUID under which the store keeps the row.', {
      isWrongCall: true,
    });
  return { plan: planNamed(lifecycle.plans, type), person: id };
}
