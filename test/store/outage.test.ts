import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { beforeEach, describe, expect, it } from 'vitest';
import { Database } from '../../src/store/database.js';
import type { Statement } from '../../src/store/statement.js';
import { createDatabase } from '../support/postgres.js';
import type { TestDatabase } from '../support/postgres.js';

const one: Statement = { name: 'one', text: 'SELECT 1 AS one', values: [] };

/** A way to the database that can be cut, or swallow everything. */
class Wire {
  readonly #target: URL;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isSilent = false;

  constructor(target: URL) {
    this.#target = target;
    this.#server = createServer((near) => this.#join(near));
  }

  async open(port = 0): Promise<number> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  /** Everything that is sent from now on is lost. */
  silence(): void {
    this.#isSilent = true;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #join(near: Socket): void {
    const far = connect(Number(this.#target.port), this.#target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from);
      from.on('data', (bytes) => void (this.#isSilent || to.destroyed || to.write(bytes)));
      from.on('close', () => to.destroy());
      from.on('error', () => to.destroy());
    }
  }
}

let made: TestDatabase;
let wire: Wire;
let port: number;
let database: Database;

beforeEach(async () => {
  made = await createDatabase();
  const url = new URL(made.url);
  wire = new Wire(new URL(made.url));
  port = await wire.open();
  url.port = String(port);
  database = await Database.connect({
    url: url.href,
    max: 2,
    statementTimeoutMs: 100,
    applicationName: 'test',
    connectionTimeoutMs: 500,
  });
  return async () => {
    await wire.close();
    await database.close();
    await made.drop();
  };
});

describe('a database that goes away', () => {
  it('is unavailable while it is gone, and served again once it is back', async () => {
    await wire.close();
    await expect(database.read(one)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await expect(database.transaction((tx) => tx.read(one))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    wire = new Wire(new URL(made.url));
    await wire.open(port);
    expect(await database.read(one)).toEqual([{ one: 1 }]);
    expect(await database.transaction((tx) => tx.read(one))).toEqual([{ one: 1 }]);
  });

  it('is not waited for longer than a statement may take and a little more, when it only falls silent', async () => {
    expect(await database.read(one)).toEqual([{ one: 1 }]);
    wire.silence();
    const began = performance.now();
    await expect(database.read(one)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: 'statement one: Query read timeout',
    });
    await expect(database.transaction((tx) => tx.read(one))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('leaves it open whether a transaction was kept, when it falls silent while committing', async () => {
    const committing = database.transaction(async (tx) => {
      await tx.read(one);
      wire.silence();
    });
    await expect(committing).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: 'a statement of the store: Query read timeout',
    });
  });
});
