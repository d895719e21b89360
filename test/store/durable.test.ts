import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../src/kernel/clock.js';
import { openStore } from '../../src/main.js';
import { readSchema } from '../../src/schemaFolder.js';
import { Keyring } from '../../src/vault/keyring.js';
import { rentalFolder } from '../support/policies.js';
import type { TestDatabase } from '../support/postgres.js';
import { administer, createDatabase } from '../support/postgres.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

const open = (): ReturnType<typeof openStore> =>
  openStore({
    sources: readSchema(rentalFolder),
    migrations: `${rentalFolder}/migrations`,
    databaseUrl: database.url,
    keyring: Keyring.parse(Keyring.generate()),
    clock: systemClock,
  });

it.each(['off', 'local'])('a database that commits with synchronous_commit %s is not served', async (setting) => {
  await administer(`ALTER DATABASE ${database.name} SET synchronous_commit = ${setting}`);
  await expect(open()).rejects.toMatchObject({
    code: 'STORE_MISMATCH',
    message: expect.stringMatching(`^synchronous_commit is ${setting}: .*Set it to on`) as unknown,
  });
});

it('one that waits for its standby is', async () => {
  await administer(`ALTER DATABASE ${database.name} SET synchronous_commit = remote_apply`);
  const store = await open();
  expect(store.rooms.policy.roles.size).toBeGreaterThan(0);
  await store.close();
});
