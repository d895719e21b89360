/**
 * How fast a store is imported and how flat memory stays: a generated France as CSV, then `cloison import`'s own function
 * on an empty database, on a machine that PostgreSQL shares.
 *
 *     node --import ./scripts/typescript-loader.mjs bench/import.ts [--people 340000] [--batch 2000] [--json]
 */
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { csvLines } from '../src/demo/world/csv.js';
import { world } from '../src/demo/world/world.js';
import type { ImportReport } from '../src/intake/importFile.js';
import { importFile } from '../src/intake/importFile.js';
import { compileOrFail } from '../src/main.js';
import { readSchema } from '../src/schemaFolder.js';
import { Database } from '../src/store/database.js';
import { migrate } from '../src/store/migrate.js';
import { Keyring } from '../src/vault/keyring.js';
import { Vault } from '../src/vault/vault.js';
import { startCluster } from './cluster.js';

const mebibyte = 1024 * 1024;

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '340000' },
    batch: { type: 'string', default: '2000' },
    json: { type: 'boolean', default: false },
  },
});
const people = Number(values.people);

/** Resident memory, sampled; the first sample is taken once everything is loaded and warm. */
class MemorySamples {
  readonly #samples: number[] = [];
  readonly #timer = setInterval(() => this.#samples.push(process.memoryUsage.rss()), 200);

  /** The highest of each tenth of the run, in MiB. */
  stop(): readonly number[] {
    clearInterval(this.#timer);
    const size = Math.max(1, Math.ceil(this.#samples.length / 10));
    const tenths = Array.from({ length: 10 }, (_, index) => this.#samples.slice(index * size, (index + 1) * size));
    return tenths.filter((samples) => samples.length > 0).map((samples) => Math.round(Math.max(...samples) / mebibyte));
  }
}

interface Measured {
  readonly report: ImportReport;
  readonly seconds: number;
  readonly memory: readonly number[];
}

async function measure(path: string, url: string): Promise<Measured> {
  await migrate({ url, storeFolder: 'schema/migrations' });
  const database = await Database.connect({ url, max: 2, statementTimeoutMs: 60_000, applicationName: 'bench' });
  const policy = compileOrFail(readSchema('schema'));
  const vault = new Vault(Keyring.parse(Keyring.generate()));
  const memory = new MemorySamples();
  const began = performance.now();
  const report = await importFile({ path, database, policy, vault, batchRows: Number(values.batch) });
  const seconds = (performance.now() - began) / 1000;
  await database.close();
  return { report, seconds, memory: memory.stop() };
}

const cluster = await startCluster();
try {
  const path = join(cluster.folder, 'people.csv');
  await pipeline(Readable.from(csvLines(world({ people, today: '2026-01-31' }))), createWriteStream(path));
  const { report, seconds, memory } = await measure(path, await cluster.createDatabase('import'));
  const perSecond = Math.round(people / seconds);
  if (values.json) {
    process.stdout.write(
      `${JSON.stringify({ people, seconds, peoplePerSecond: perSecond, peakRssMiB: Math.max(...memory) })}\n`,
    );
  } else {
    process.stdout.write(
      `${String(people)} people, ${String(report.rowsLoaded)} rows (${String(report.rowsRejected)} rejected), ` +
        `${((await stat(path)).size / mebibyte).toFixed(0)} MiB in ${seconds.toFixed(1)} s: ${String(perSecond)} people a second\n` +
        `resident memory by tenths of the run, MiB: ${memory.join(' ')}\n`,
    );
  }
} finally {
  await cluster.stop();
}
