import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { databaseSource } from '../../src/ledger/databaseSource.js';
import { verifyLedger } from '../../src/ledger/verifyLedger.js';
import { openWitness } from '../../src/ledger/witness.js';
import { Witnessing } from '../../src/ledger/witnessing.js';
import { openWitnessLines } from '../../src/ledger/witnessLines.js';
import { openDesk, person } from './desk.js';
import type { LedgerDesk } from './desk.js';

let desk: LedgerDesk;
let folder: string;
let failures: unknown[];
beforeAll(async () => {
  desk = await openDesk();
  return () => desk.close();
});
beforeEach(async () => {
  await desk.reset();
  folder = await mkdtemp(join(tmpdir(), 'cloison-witness-'));
  failures = [];
  return () => rm(folder, { recursive: true });
});

const witnessing = (place: string): Witnessing =>
  new Witnessing({ database: desk.database, witness: openWitness(place), onFailure: (error) => failures.push(error) });

/** A server's second: something is read, taken in, and told. */
async function second(place: string): Promise<void> {
  await desk.read([person()]);
  await desk.sequence({ witnessing: witnessing(place) });
}

const signed = async (): Promise<readonly string[]> =>
  (await desk.rows('SELECT signed FROM cloison.ledger_checkpoint ORDER BY size')).map((row) => String(row['signed']));

const lines = async (path: string): Promise<readonly string[]> => (await readFile(path, 'utf8')).trimEnd().split('\n');

describe('a witness that is a file', () => {
  it('gets each checkpoint once, in order, across restarts, and those that were made while it was not told', async () => {
    const path = join(folder, 'witness.jws');
    await second(path);
    await second(path);
    await desk.read([person()]);
    await desk.sequence();
    await second(path);
    expect(await lines(path)).toEqual(await signed());
    const witness = await openWitnessLines(path);
    expect(await verifyLedger(await databaseSource(desk.database), { keys: desk.keys, witness })).toMatchObject({
      ok: true,
      witnessed: 4,
    });
    expect(failures).toEqual([]);
  });

  it('that is new begins with the newest checkpoint, which vouches for all before it', async () => {
    await desk.read([person()]);
    await desk.sequence();
    const path = join(folder, 'witness.jws');
    await second(path);
    expect(await lines(path)).toEqual((await signed()).slice(-1));
  });

  it('goes on behind a line that was torn by a crash', async () => {
    const path = join(folder, 'witness.jws');
    await second(path);
    await writeFile(path, `${await readFile(path, 'utf8')}eyJhbGciOiJF`);
    await second(path);
    const [first, torn, ...rest] = await lines(path);
    expect([first, torn]).toEqual([(await signed())[0], 'eyJhbGciOiJF']);
    expect(rest).toEqual((await signed()).slice(1));
  });

  it('says once that it cannot be written, and is told everything when it can', async () => {
    const path = join(folder, 'place');
    await mkdir(path);
    const telling = witnessing(path);
    const sequencer = desk.sequencer({ witnessing: telling });
    sequencer.start();
    for (let each = 1; each <= 3; each++) {
      await desk.read([person()]);
      await expect.poll(async () => (await signed()).length).toBe(each);
    }
    await expect.poll(() => failures.length).toBe(1);
    await rm(path, { recursive: true });
    await expect.poll(async () => lines(path).catch(() => [])).not.toEqual([]);
    await sequencer.close();
    expect(failures).toHaveLength(1);
    expect((await lines(path)).at(-1)).toEqual((await signed()).at(-1));
  });

  it('gives a restored database away at the start', async () => {
    const path = join(folder, 'witness.jws');
    await second(path);
    await second(path);
    await desk.tamper(
      'DELETE FROM cloison.ledger_entry WHERE id > 1',
      'DELETE FROM cloison.ledger_leaf WHERE entry > 1',
      'DELETE FROM cloison.ledger_person WHERE entry > 1',
      'DELETE FROM cloison.ledger_checkpoint WHERE last_entry > 1',
    );
    await second(path);
    expect(failures).toMatchObject([{ code: 'LEDGER_TAMPERED' }]);
    expect(await lines(path)).toHaveLength(3);
  });
});

describe('a witness that is an address', () => {
  async function listen(statusOf: (body: string) => number): Promise<{
    readonly url: string;
    readonly kept: string[];
    readonly asked: string[];
    readonly types: Set<string | undefined>;
    close(): void;
  }> {
    const kept: string[] = [];
    const asked: string[] = [];
    const types = new Set<string | undefined>();
    const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const body = await text(request);
      const status = statusOf(body);
      asked.push(body);
      types.add(request.headers['content-type']);
      if (status < 300) kept.push(body);
      response.writeHead(status, { location: '/elsewhere' }).end();
    };
    const server = createServer((request, response) => {
      void answer(request, response);
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return { url: `http://127.0.0.1:${port}/`, kept, asked, types, close: () => void server.close() };
  }

  it.each([503, 302])('is told again, in order, what it answered with %d', async (status) => {
    let refusals = 3;
    const server = await listen(() => (refusals-- > 0 ? status : 204));
    try {
      const sequencer = desk.sequencer({ witnessing: witnessing(server.url) });
      sequencer.start();
      for (let each = 1; each <= 3; each++) {
        await desk.read([person()]);
        await expect.poll(async () => (await signed()).length).toBe(each);
      }
      await expect.poll(() => server.kept.at(-1)).toBe((await signed()).at(-1));
      await sequencer.close();
      expect(server.kept).toEqual((await signed()).slice(-server.kept.length));
      expect(server.asked.length).toBe(server.kept.length + 3);
      expect(server.types).toEqual(new Set(['application/jose']));
      expect(failures).toMatchObject([{ code: 'WITNESS_UNAVAILABLE' }]);
    } finally {
      server.close();
    }
  });
});
