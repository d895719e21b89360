import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPostgres } from '../../src/demo/postgres.js';
import type { RunningPostgres } from '../../src/demo/postgres.js';
import { CopyPage } from '../../src/store/copyPage.js';
import { copyWriter } from '../../src/store/copyValue.js';
import { Database } from '../../src/store/database.js';

const canary = 'Quenouille-Brisemiche';

const textWriter = copyWriter('text', false) ?? { roomFor: () => 0, write: (_, at) => at };

let home: string;
let running: RunningPostgres | undefined;

async function start(): Promise<RunningPostgres> {
  running = await startPostgres(home);
  return running;
}

async function withDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await Database.connect({ url, max: 2, statementTimeoutMs: 5_000, applicationName: 'test' });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

function ask(url: string, text: string): Promise<unknown> {
  return withDatabase(url, (database) => database.read({ name: '', text, values: [] }));
}

async function postmasterOf(folder: string): Promise<number> {
  return Number((await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

function occupy(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer()
      .once('error', reject)
      .listen(port, '127.0.0.1', () => resolve(server));
  });
}

beforeEach(async () => {
  home = join(await mkdtemp(join(tmpdir(), 'cloison-demo-')), '.cloison');
});

afterEach(async () => {
  await running?.stop();
  running = undefined;
  await rm(join(home, '..'), { recursive: true, force: true });
});

describe('the PostgreSQL of the demo', () => {
  it('refuses to be started twice on one folder, and names the process that runs', async () => {
    await start();
    await expect(startPostgres(home)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining(
        `(process ${await postmasterOf(home)}) already runs on ${join(home, 'postgres')}`,
      ) as string,
    });
  });

  it('refuses a damaged state rather than a new password for an old cluster', async () => {
    await (await start()).stop();
    await writeFile(join(home, 'postgres.json'), '{');
    await expect(startPostgres(home)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('asks for its password', async () => {
    const url = new URL((await start()).url);
    url.password = 'postgres';
    await expect(ask(url.href, 'SELECT 1')).rejects.toMatchObject({
      message: 'connecting to the database: SQLSTATE 28P01',
    });
  });

  it('is the same one after a stop: data, port and password', async () => {
    const first = await start();
    expect(first.isNew).toBe(true);
    await ask(first.url, 'CREATE TABLE tenant AS SELECT 7 AS rooms');
    await first.stop();
    const second = await start();
    expect([second.isNew, second.url]).toEqual([false, first.url]);
    expect(await ask(second.url, 'SELECT rooms FROM tenant')).toEqual([{ rooms: 7 }]);
  });

  it('keeps what it knows for its owner only', async () => {
    await start();
    for (const name of ['postgres.json', 'postgres.log']) expect((await stat(join(home, name))).mode & 0o077).toBe(0);
    for (const name of ['', 'postgres']) expect((await stat(join(home, name))).mode & 0o077).toBe(0);
  });

  it('takes another port when its own is taken', async () => {
    const first = await start();
    await first.stop();
    const occupant = await occupy(Number(new URL(first.url).port));
    const second = await start();
    expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
    expect(await ask(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    occupant.close();
  });

  it('comes back on the same data after its server was killed', async () => {
    const first = await start();
    await ask(first.url, 'CREATE TABLE tenant AS SELECT 7 AS rooms');
    process.kill(await postmasterOf(home), 'SIGKILL');
    await first.stop();
    const second = await start();
    expect(await ask(second.url, 'SELECT rooms FROM tenant')).toEqual([{ rooms: 7 }]);
  });

  it('ends when its owner is killed, and comes back at once on the same data', async () => {
    const loader = new URL('../../scripts/typescript-loader.mjs', import.meta.url).href;
    const program = fileURLToPath(new URL('postgresOwner.ts', import.meta.url));
    const owner = spawn(process.execPath, ['--import', loader, program, home], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [url] = (await once(createInterface({ input: owner.stdout }), 'line')) as [string];
    await ask(url, 'CREATE TABLE tenant AS SELECT 7 AS rooms');
    const postmaster = await postmasterOf(home);
    owner.kill('SIGKILL');
    const next = await start();
    expect(() => process.kill(postmaster, 0)).toThrow('ESRCH');
    expect(await ask(next.url, 'SELECT rooms FROM tenant')).toEqual([{ rooms: 7 }]);
  });

  it('is not kept out by a number that now belongs to another program', async () => {
    const first = await start();
    const path = join(home, 'postgres', 'postmaster.pid');
    const lines = (await readFile(path, 'utf8')).split('\n');
    await first.stop();
    await writeFile(path, [process.ppid, ...lines.slice(1)].join('\n'), { mode: 0o600 });
    const second = await start();
    expect(await ask(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('writes no value into its log, whatever fails', async () => {
    const { url } = await start();
    await withDatabase(url, async (database) => {
      await database.exclusive(async (session) => {
        await session.run('CREATE TABLE tenant (name text UNIQUE, born date)');
        const add = { name: 'add', text: 'INSERT INTO tenant (name, born) VALUES ($1, $2)', values: [canary, null] };
        await session.write(add);
        await expect(session.write(add)).rejects.toThrow('23505');
        await expect(session.write({ ...add, values: ['x', canary] })).rejects.toThrow('22007');
        await expect(session.run(`SELECT '${canary}'::int`)).rejects.toThrow('22P02');
        await expect(session.run(`SELECT '${canary}' FROM nowhere`)).rejects.toThrow('42P01');
        const page = new CopyPage([textWriter]);
        page.add([canary], [0]);
        await expect(session.copyInto('"tenant" ("name")', page.chunks([0]))).rejects.toThrow('23505');
      });
    });
    await running?.stop();
    const log = await readFile(join(home, 'postgres.log'), 'utf8');
    expect(log).toContain('database system is shut down');
    expect(log).not.toContain(canary);
  });
});
