/**
 * Hosts one PostgreSQL cluster for one test run, in a process of its own that lives as long as its standard input: when
 * the run ends, is interrupted or is killed, the pipe closes, the cluster stops and its folder goes. It is the cluster of
 * `npm start`, so it starts wherever that does: as root, in root's home, as anybody.
 *
 * Prints one line of JSON, `{ "url": … }`, once the server accepts connections.
 */
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../../src/demo/postgres.js';

/** Speed before durability, and room for every worker: nothing here outlives the run. */
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  shared_buffers: '256MB',
};

const parentIsGone = once(process.stdin.resume(), 'close');
const folder = await mkdtemp(join(tmpdir(), 'cloison-test-'));
await chmod(folder, 0o711);
try {
  const server = await startTuned();
  process.stdout.write(`${JSON.stringify({ url: server.url })}\n`);
  await parentIsGone;
  await server.stop();
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
process.exit();

/** Some of the settings are read at a start only. */
async function startTuned(): ReturnType<typeof startPostgres> {
  const untuned = await startPostgres(folder);
  const client = new pg.Client({ connectionString: untuned.url });
  await client.connect();
  for (const [name, value] of Object.entries(settings)) await client.query(`ALTER SYSTEM SET ${name} = '${value}'`);
  await client.end();
  await untuned.stop();
  return startPostgres(folder);
}
