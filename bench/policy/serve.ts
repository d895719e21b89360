/** The server of `cloison serve` over the bench's people, under a policy of `ROLES` roles. */
import { readServeConfig } from '../../src/config.js';
import { systemClock } from '../../src/kernel/clock.js';
import { readKeyFile } from '../../src/keyFile.js';
import { openStore, startServer } from '../../src/main.js';
import { Keyring } from '../../src/vault/keyring.js';
import { pathOf } from '../servers.js';
import { decidingStore } from './decidingStore.js';

const config = readServeConfig();
const onFailure = (error: unknown): void => {
  process.stderr.write(`${String(error)}\n`);
};
const store = await openStore({
  sources: decidingStore(Number(process.env['ROLES'])),
  migrations: pathOf('schema/migrations'),
  databaseUrl: config.databaseUrl,
  keyring: Keyring.parse(readKeyFile(config.keysPath)),
  clock: systemClock,
  onFailure,
});
const server = await startServer(store, {
  issuer: config.issuer,
  audience: config.audience,
  demoKeys: 'refused',
  port: config.port,
  host: config.host,
  onFailure,
});
process.once('SIGTERM', () => void server.close().then(() => store.close()));
