/** The service under replay: replicas of the real server on one database, any of which can be ended and started again. */
import type pg from 'pg';
import { openStore, startServer } from '../../src/main.js';
import type { OpenStore, RunningServer } from '../../src/main.js';
import type { SchemaSource } from '../../src/policy/read/storeSchema.js';
import { readSchema } from '../../src/schemaFolder.js';
import type { Issuer } from '../issuer.js';
import { registerEntries } from './accounts.js';
import type { SimulatedClock } from './simulatedClock.js';
import { withClient } from './store/fill.js';
import type { FilledStore } from './store/filledStore.js';
import { schemaFolder } from './store/folder.js';

export interface SiteOptions {
  readonly filled: FilledStore;
  readonly clock: SimulatedClock;
  readonly issuer: Issuer;
  readonly replicas: number;
}

interface Replica {
  readonly store: OpenStore;
  readonly server: RunningServer;
}

/** The `htu` of proofs. */
export const endpoint = 'https://partners.example.org/graphql';

export class Site {
  readonly #options: SiteOptions;
  #sources: readonly SchemaSource[] = readSchema(schemaFolder);
  readonly #replicas: Replica[] = [];
  readonly #failures: unknown[] = [];

  private constructor(options: SiteOptions) {
    this.#options = options;
  }

  static async open(options: SiteOptions): Promise<Site> {
    const site = new Site(options);
    for (let index = 0; index < options.replicas; index++) site.#replicas.push(await site.#start());
    const { sizes } = options.filled.plan;
    await site.store.rooms.register.seed(registerEntries(sizes), {
      createdBy: 'operator:one',
      approvedBy: 'operator:two',
    });
    return site;
  }

  /** Of the first replica; the others hold the same. */
  get store(): OpenStore {
    return this.#at(0).store;
  }

  get count(): number {
    return this.#replicas.length;
  }

  /** What went wrong while nobody waited for it. */
  get failures(): readonly unknown[] {
    return this.#failures;
  }

  url(replica: number): string {
    return this.#at(replica % this.#replicas.length).server.url;
  }

  /** Ends a replica and starts another in its place: what it held in memory is gone. */
  async restart(index: number): Promise<void> {
    await this.#stop(this.#at(index));
    this.#replicas[index] = await this.#start();
  }

  /** Deploys a policy that says the same in other words, replica by replica. */
  async deployReworded(): Promise<void> {
    this.#sources = this.#sources.map(({ name, text }) => ({
      name,
      text: text.replace('"""One person."""', '"""One person, by id."""'),
    }));
    for (const index of this.#replicas.keys()) await this.restart(index);
  }

  /** Gives the watcher its turn, as a quarter of a second of attack time would. */
  async watched(): Promise<void> {
    await this.settle();
    for (const { server } of this.#replicas) await server.readOn();
  }

  /** Waits until everything that was said to the ledger stands in it. */
  async settle(): Promise<void> {
    for (const { store } of this.#replicas) await store.rooms.ledger.close();
  }

  /** Runs a statement as the store's own software does, past the API. */
  async sql<T extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<readonly T[]> {
    return withClient(
      this.#options.filled.sealedUrl,
      async (client) => (await client.query<T>(text, [...values])).rows,
    );
  }

  async close(): Promise<void> {
    for (const replica of this.#replicas) await this.#stop(replica);
  }

  async #start(): Promise<Replica> {
    const { filled, clock, issuer } = this.#options;
    const onFailure = (error: unknown): void => void this.#failures.push(error);
    const store = await openStore({
      sources: this.#sources,
      migrations: `${schemaFolder}/migrations`,
      databaseUrl: filled.sealedUrl,
      keyring: filled.keyring,
      clock,
      onFailure,
    });
    const server = await startServer(store, {
      issuer: issuer.url,
      audience: issuer.audience,
      demoKeys: 'refused',
      publicUrl: endpoint,
      trustedProxies: ['127.0.0.1'],
      port: 0,
      host: '127.0.0.1',
      onFailure,
    });
    return { store, server };
  }

  async #stop({ store, server }: Replica): Promise<void> {
    await server.close();
    await store.close();
  }

  #at(index: number): Replica {
    const replica = this.#replicas[index];
    if (replica === undefined) throw new Error(`there is no replica ${String(index)}`);
    return replica;
  }
}
