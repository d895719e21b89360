/**
 * `npm start`: the main job on this machine alone. A PostgreSQL, keys, an issuer and invented persons of its own, all
 * under one folder; `cloison serve` refuses each of them.
 */
import { mkdirSync } from 'node:fs';
import { systemClock } from '../kernel/clock.js';
import { openStore, startServer } from '../main.js';
import type { RunningServer } from '../main.js';
import { readSchema } from '../schemaFolder.js';
import { startCertificateApi } from './certificateApi.js';
import type { DemoContent } from './demoContent.js';
import { demoErasureRegister } from './demoErasureRegister.js';
import { openDemoKeyring } from './demoKeyring.js';
import { startDemoIssuer } from './issuer/issuer.js';
import type { DemoIssuer } from './issuer/issuer.js';
import { startPostgres } from './postgres.js';
import { announceDemo, withdrawDemo } from './runningDemo.js';

export interface DemoOptions {
  /** Where the demo keeps what is its own: `.cloison`. */
  readonly folder: string;
  readonly schema: string;
  /** Undefined: the store's tables are there. */
  readonly migrations: string | undefined;
  readonly content: DemoContent;
  /** In place of the embedded PostgreSQL; must be empty or the demo's. */
  readonly databaseUrl: string | undefined;
  readonly port: number;
  readonly onFailure: (error: unknown) => void;
}

export interface StartedDemo {
  readonly server: RunningServer;
  readonly issuer: string;
  /** Rows that this start made; 0 on the same data again. */
  readonly seeded: number;
  close(): Promise<void>;
}

const audience = 'cloison-demo';

type Closer = () => Promise<void>;

/** @throws Failure of whatever stops the start; what was started before it is stopped again. */
export async function startDemo(options: DemoOptions): Promise<StartedDemo> {
  const closers: Closer[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.toReversed()) await closer();
  };
  try {
    return { ...(await start(options, closers)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(options: DemoOptions, closers: Closer[]): Promise<Omit<StartedDemo, 'close'>> {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const keyring = await openDemoKeyring(options.folder);
  const [databaseUrl, issuer] = await bothOf(
    options.databaseUrl ?? embedded(options.folder, closers),
    startIssuer(options, closers),
  );
  const store = await openStore({
    sources: readSchema(options.schema),
    migrations: options.migrations,
    databaseUrl,
    keyring,
    clock: systemClock,
    erasureRegister: demoErasureRegister(options.folder),
  });
  closers.push(() => store.close());
  const seeded = await options.content.fill(store);
  const { port, onFailure } = options;
  const server = await startServer(store, {
    issuer: issuer.url,
    audience,
    demoKeys: 'accepted',
    port,
    host: '127.0.0.1',
    onFailure,
  });
  closers.push(() => server.close());
  const certificateApi = await startCertificateApi(issuer.certificates.server, server.listener);
  closers.push(() => certificateApi.close());
  announceDemo(options.folder, { issuer: issuer.url, api: server.url, certificateApi: certificateApi.url });
  closers.push(() => Promise.resolve(withdrawDemo(options.folder)));
  return { server, issuer: issuer.url, seeded };
}

/** Waits for the other one too when one fails: what it started is to be stopped. */
async function bothOf<One, Other>(one: One | Promise<One>, other: Promise<Other>): Promise<[One, Other]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
}

async function startIssuer({ folder, content, onFailure }: DemoOptions, closers: Closer[]): Promise<DemoIssuer> {
  const issuer = await startDemoIssuer({ folder, accounts: content.accounts, audience, port: 0, onFailure });
  closers.push(() => issuer.close());
  return issuer;
}

async function embedded(folder: string, closers: Closer[]): Promise<string> {
  const postgres = await startPostgres(folder);
  closers.push(() => postgres.stop());
  return postgres.url;
}
