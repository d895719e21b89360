/** An importer in a process of its own, to be killed: `URL PATH`, the keyring on standard input, a line for each batch. */
import { text } from 'node:stream/consumers';
import { importFile } from '../../src/intake/importFile.js';
import { compileOrFail } from '../../src/main.js';
import { readSchema } from '../../src/schemaFolder.js';
import { Database } from '../../src/store/database.js';
import { Keyring } from '../../src/vault/keyring.js';
import { Vault } from '../../src/vault/vault.js';

const [, , url = '', path = '', schema = ''] = process.argv;
const vault = new Vault(Keyring.parse(await text(process.stdin)));
const policy = compileOrFail(readSchema(schema));
const database = await Database.connect({ url, max: 2, statementTimeoutMs: 10_000, applicationName: 'import' });
try {
  const onProgress = (): void => void process.stdout.write('batch\n');
  await importFile({ path, database, policy, vault, batchRows: 200, onProgress });
} catch (error) {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
} finally {
  await database.close();
}
