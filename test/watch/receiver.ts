/** An address that is told of alarms: it refuses the first so many, and keeps what it takes. */
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Told {
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly isSigned: boolean;
}

export interface Receiver {
  readonly url: string;
  readonly told: readonly Told[];
  readonly refused: () => number;
  close(): Promise<void>;
}

export async function startReceiver(secret: Buffer, refuseFirst: number): Promise<Receiver> {
  const told: Told[] = [];
  let refused = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (refused < refuseFirst) {
        refused += 1;
        response.writeHead(503).end();
        return;
      }
      const text = Buffer.concat(chunks).toString();
      const id = String(request.headers['webhook-id']);
      const signed = `${id}.${String(request.headers['webhook-timestamp'])}.${text}`;
      const expected = `v1,${createHmac('sha256', secret).update(signed).digest('base64')}`;
      told.push({
        id,
        body: JSON.parse(text) as Told['body'],
        isSigned: request.headers['webhook-signature'] === expected,
      });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/alarms`,
    told,
    refused: () => refused,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
