/**
 * Stands on the wire between a server and its PostgreSQL and reads what is asked: the frontend messages of protocol 3.0
 * (PostgreSQL, 54.7). So "nothing was read" is seen and not inferred.
 */
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface WireTap {
  /** The address of the database by way of the tap. */
  readonly url: string;
  /** Statements about the store run so far; the engine's own beside it are heard and not counted. */
  executed(): number;
  /** Texts of those that were prepared or run by text so far. */
  texts(): readonly string[];
  /** Forgets what was heard. */
  clear(): void;
  close(): Promise<void>;
}

export async function startWireTap(databaseUrl: string): Promise<WireTap> {
  const target = new URL(databaseUrl);
  const heard: Heard = { executed: 0, texts: [] };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    const listen = listenerFor(heard);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    client.on('data', listen);
    client.pipe(upstream).pipe(client);
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url.href,
    executed: () => heard.executed,
    texts: () => [...heard.texts],
    clear: () => {
      heard.executed = 0;
      heard.texts.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

interface Heard {
  executed: number;
  readonly texts: string[];
}

/** The first message has no type byte; every other has one, then its length, which counts itself. */
function listenerFor(heard: Heard): (chunk: Buffer) => void {
  const hear = hearingOf(heard);
  let pending = Buffer.alloc(0);
  let started = false;
  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const head = started ? 1 : 0;
      if (pending.length < head + 4) return;
      const end = head + pending.readInt32BE(head);
      if (pending.length < end) return;
      if (started) hear(String.fromCharCode(pending[0] ?? 0), pending.subarray(5, end));
      started = true;
      pending = pending.subarray(end);
    }
  };
}

/** One connection: which text each prepared statement has, and which one was bound last. */
function hearingOf(heard: Heard): (type: string, body: Buffer) => void {
  const prepared = new Map<string, string>();
  let bound = '';
  const listen = (text: string): void => {
    if (isOfStore(text)) heard.texts.push(text);
  };
  return (type, body) => {
    if (type === 'Q') listen(textAt(body, 0));
    if (type === 'P') {
      const text = textAt(body, body.indexOf(0) + 1);
      prepared.set(textAt(body, 0), text);
      listen(text);
    }
    if (type === 'B') bound = textAt(body, body.indexOf(0) + 1);
    const executed = type === 'Q' ? textAt(body, 0) : type === 'E' ? (prepared.get(bound) ?? '') : undefined;
    if (executed !== undefined && isOfStore(executed)) heard.executed++;
  };
}

/**
 * What reads or writes persons, and what records it. The engine's own tables hold none: the register is asked who asks, and the
 * sequencer, the settlements and others at work beside the answers speak when nobody asks.
 */
function isOfStore(text: string): boolean {
  if (/^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET) ?/.test(text) || /advisory_(un)?lock/.test(text)) return false;
  return !/\bcloison\./.test(text) || /\bcloison\.disclose\b/.test(text);
}

function textAt(body: Buffer, start: number): string {
  return body.toString('utf8', start, body.indexOf(0, start));
}
