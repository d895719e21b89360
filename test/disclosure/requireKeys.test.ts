import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/main.js';
import { readSchema } from '../../src/schemaFolder.js';
import { Keyring } from '../../src/vault/keyring.js';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental } from '../support/rentalRows.js';
import { clockAt, startService } from '../support/service.js';

describe('a store that is opened', () => {
  it('with another store’s keyring is refused before it serves, and with its own is not', async () => {
    const clock = clockAt('2026-11-20T10:00:00Z');
    const service = await startService({
      folder: rentalFolder,
      accounts: rentalAccounts,
      clock,
      fill: (store) => fillRental(store),
    });
    const options = {
      sources: readSchema(rentalFolder),
      migrations: undefined,
      databaseUrl: service.database.url,
      clock,
    };
    try {
      await expect(openStore({ ...options, keyring: Keyring.parse(Keyring.generate()) })).rejects.toMatchObject({
        code: 'KEY_UNKNOWN',
        message: expect.stringContaining('the keyring does not open the data keys of tenant') as string,
      });
      const store = await openStore({ ...options, keyring: service.keyring });
      await store.close();
    } finally {
      await service.stop();
    }
  });
});
