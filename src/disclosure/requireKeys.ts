/** At start, before anybody asks: whether the keyring is the store's. A wrong one would break every read, one by one. */
import { Failure } from '../kernel/failure.js';
import type { ObjectModel } from '../policy/compiled.js';
import { identifier } from '../store/read/identifier.js';
import type { CorridorRooms } from './disclosureContext.js';

/** @throws Failure KEY_UNKNOWN when a data key of the store does not unwrap; a store without persons passes. */
export async function requireKeys(rooms: Pick<CorridorRooms, 'policy' | 'database' | 'vault'>): Promise<void> {
  for (const model of rooms.policy.types.values()) {
    if (model.kind === 'subject') await requireKeyOf(rooms, model);
  }
}

async function requireKeyOf(
  { database, vault }: Pick<CorridorRooms, 'database' | 'vault'>,
  model: ObjectModel,
): Promise<void> {
  const [row] = await database.read({
    name: '',
    text: `SELECT uuid_send(${identifier(model.key)}) AS person, data_key FROM ${identifier(model.table)} WHERE data_key IS NOT NULL LIMIT 1`,
    values: [],
  });
  const person = row?.['person'];
  const wrapped = row?.['data_key'];
  if (!Buffer.isBuffer(person) || !Buffer.isBuffer(wrapped)) return;
  const opening = vault.opening();
  try {
    const source = Buffer.concat([wrapped, person]);
    opening.person(source, 0, wrapped.length, wrapped.length);
  } catch (cause) {
    const message = `the keyring does not open the data keys of ${model.table}: it is another store's, or lacks the key that wrapped them. Give the keyring that the store was filled with`;
    throw new Failure('KEY_UNKNOWN', message, { cause });
  } finally {
    opening.close();
  }
}
