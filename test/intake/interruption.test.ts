import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { rentalFolder } from '../support/policies.js';
import { Desk } from './desk.js';

const rowCount = 2_000;
/** One row in so many is rejected. */
const badEvery = 40;
const program = fileURLToPath(new URL('importProgram.ts', import.meta.url));
const loader = new URL('../../scripts/typescript-loader.mjs', import.meta.url).href;

let desk: Desk;

function isBad(index: number): boolean {
  return index % badEvery === badEvery - 1;
}

beforeEach(async () => {
  desk = await Desk.open();
  // Most have no identifier: nothing but the checkpoints keeps them from standing there twice.
  const rows = Array.from({ length: rowCount }, (_, index) =>
    isBad(index)
      ? { surname: index }
      : { surname: `Tenant ${String(index)}`, ...(index % 3 === 0 ? { fileNumber: `T-${String(index)}` } : {}) },
  );
  await writeFile(desk.path('people.ndjson'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return () => desk.close();
});

async function expectEverybodyOnce(): Promise<void> {
  const expected = Array.from({ length: rowCount }, (_, index) => index).filter((index) => !isBad(index));
  const found = (await desk.tenants()).map(({ surname }) => Number(String(surname).slice('Tenant '.length)));
  expect(found.toSorted((left, right) => left - right)).toEqual(expected);
  const lines = Array.from(
    { length: rowCount / badEvery },
    (_, index) => `${String((index + 1) * badEvery)},surname,NOT_TEXT,`,
  );
  expect(await desk.rejects('people.ndjson')).toEqual(lines);
}

/** Starts an importer that is given to whoever wants to kill it; gives its exit code and what it complained of. */
async function startImporter(
  shell: string,
  meddle: (batches: AsyncIterator<string>, kill: () => void) => Promise<void>,
): Promise<[number | null, string]> {
  const words = [
    process.execPath,
    '--import',
    loader,
    program,
    desk.store.made.url,
    desk.path('people.ndjson'),
    rentalFolder,
  ];
  const child = spawn('/bin/sh', ['-c', `${shell} exec "$@"`, 'sh', ...words], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(desk.keyring);
  const complaint = text(child.stderr);
  const ended = once(child, 'exit') as Promise<[number | null]>;
  await meddle(createInterface({ input: child.stdout })[Symbol.asyncIterator](), () => child.kill('SIGKILL'));
  const [code] = await ended;
  return [code, await complaint];
}

describe('an importer', () => {
  it('that is killed again and again at any moment leaves every person there once, and every reject', async () => {
    let kills = 0;
    for (let isDone = false; !isDone;) {
      const batches = kills % 4;
      const [code, complaint] = await startImporter('', async (progress, kill) => {
        for (let seen = 0; seen <= batches; seen++) if ((await progress.next()).done === true) return;
        await sleep(Math.random() * 30);
        kill();
      });
      // The last kill may come between the last commit and the end of the process.
      isDone = code === 0 || complaint.includes('imported already');
      if (!isDone) expect([code, complaint]).toEqual([null, '']);
      if (code === null) kills++;
    }
    expect(kills).toBeGreaterThan(2);
    await expectEverybodyOnce();
  }, 120_000);

  it('that loses its connection says so, and goes on when it is called again', async () => {
    let cuts = 0;
    const cut = async (): Promise<void> => {
      cuts++;
      await desk.ask(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND query NOT LIKE '%pg_terminate%'`);
    };
    const onProgress = ({ rowsLoaded }: { readonly rowsLoaded: number }): void => {
      if (rowsLoaded > 500 && cuts === 0) void cut();
    };
    await expect(desk.importAgain('people.ndjson', { batchRows: 100, onProgress })).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
    expect(await desk.importAgain('people.ndjson')).toMatchObject({
      rowsLoaded: rowCount - rowCount / badEvery,
      rowsRejected: rowCount / badEvery,
      isFinished: true,
    });
    await expectEverybodyOnce();
  });

  it('that cannot write its rejects loads no further batch, says so, and goes on when there is room', async () => {
    // A file may grow to 512 bytes: about twenty rejects.
    const [code, complaint] = await startImporter('ulimit -f 1;', async () => {});
    expect([code, complaint.trim()]).toEqual([
      1,
      expect.stringMatching(
        /rejects file .*people\.ndjson\.rejects\.csv cannot be written \(EFBIG\); what was loaded so far is kept$/,
      ),
    ]);
    expect(await desk.count('tenant')).toBeLessThan(rowCount - rowCount / badEvery);
    await desk.importAgain('people.ndjson');
    await expectEverybodyOnce();
  });
});
