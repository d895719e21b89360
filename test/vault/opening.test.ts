import { expect, test } from 'vitest';
import { Keyring } from '../../src/vault/keyring.js';
import { Vault } from '../../src/vault/vault.js';
import { randomUuid } from '../../src/vault/random.js';
import { uuidBytes, uuidText } from '../../src/kernel/uuid.js';

test.each([1, 2] as const)('what suite %i seals opens in its own cell', (suite) => {
  const vault = new Vault(Keyring.parse(Keyring.generate()));
  const column = vault.column('tenant', 'birth_name', 'Text');
  const person = uuidBytes(randomUuid());
  const sealing = vault.sealing(suite);
  const wrapped = sealing.newKey(person);
  sealing.row(person);
  const value = sealing.value(column, 'Dupont-Été');
  const page = Buffer.concat([person, wrapped, value]);
  const opening = vault.opening();
  opening.person(page, 16, wrapped.length, 0);
  opening.row(page, 0);
  expect(opening.value(column, page, 16 + wrapped.length, value.length)).toBe('Dupont-Été');
});

test('ids come back', () => {
  const vault = new Vault(Keyring.parse(Keyring.generate()));
  const uuid = randomUuid();
  const [id] = vault.ids('org', 'Tenant').encode(uuidBytes(uuid));
  expect(id).toHaveLength(22);
  expect(uuidText(vault.ids('org', 'Tenant').decode([id ?? '']))).toBe(uuid);
});
