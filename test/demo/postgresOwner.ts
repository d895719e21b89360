/** Starts the demo's PostgreSQL on a folder, says so, and waits to be killed. */
import { startPostgres } from '../../src/demo/postgres.js';

const { url } = await startPostgres(process.argv[2] ?? '');
process.stdout.write(`${url}\n`);
setInterval(() => undefined, 60_000);
