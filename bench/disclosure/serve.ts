/**
 * The server of `cloison serve`, or the same with budget and ledger taken out: what they cost is measured against nothing else. Only
 * a bench can have it so: the corridor takes no operation that was not recorded.
 */
import { readServeConfig } from '../../src/config.js';
import { systemClock } from '../../src/kernel/clock.js';
import { readKeyFile } from '../../src/keyFile.js';
import type { Operation, Outcome } from '../../src/ledger/entry.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { openStore, startServer } from '../../src/main.js';
import { readSchema } from '../../src/schemaFolder.js';
import { Keyring } from '../../src/vault/keyring.js';
import { pathOf } from '../servers.js';

/** Says that all is recorded, and writes nothing. */
class SilentLedger extends Ledger {
  override disclose({ spending }: Operation): Promise<Outcome> {
    const scopes = spending.map(({ scope }) => scope);
    return Promise.resolve({ kind: 'RECORDED', recording: { entry: 0, at: 0, scopes, missed: [], held: [] } });
  }

  override settle(): void {
    return;
  }
}

const config = readServeConfig();
const onFailure = (error: unknown): void => {
  process.stderr.write(`${String(error)}\n`);
};
const store = await openStore({
  sources: readSchema(pathOf('schema')),
  migrations: pathOf('schema/migrations'),
  databaseUrl: config.databaseUrl,
  keyring: Keyring.parse(readKeyFile(config.keysPath)),
  clock: systemClock,
  onFailure,
});
const { rooms } = store;
const served =
  process.env['RECORDING'] === 'off'
    ? { ...store, rooms: { ...rooms, ledger: new SilentLedger(rooms.database, onFailure) } }
    : store;
const server = await startServer(served, {
  issuer: config.issuer,
  audience: config.audience,
  demoKeys: 'refused',
  port: config.port,
  host: config.host,
  onFailure,
});
process.once('SIGTERM', () => void server.close().then(() => store.close()));
