/** What a demo holds: who may ask it, what fills its store, and what to paste first. */
import { loadRows } from '../intake/loadRows.js';
import { systemClock } from '../kernel/clock.js';
import type { OpenStore } from '../main.js';
import type { DemoAccount } from './accounts.js';
import { everyDemoAccount } from './accounts.js';
import { seedApprovals } from './seedApprovals.js';
import { seedRegister } from './seedRegister.js';
import { demoStore } from './store/demoStore.js';

export interface DemoContent {
  /** To whom the issuer gives tokens. */
  readonly accounts: readonly DemoAccount[];
  /** Registers who may ask, and fills the store once; gives the rows that it made. */
  fill(store: OpenStore): Promise<number>;
  /** What the store holds after a start that made no rows. */
  readonly rows: string;
  /** The arguments of `cloison query` that show something. */
  readonly firstQuery: string;
}

/** The invented persons of `npm start`. */
export const inventedContent: DemoContent = Object.freeze({
  accounts: everyDemoAccount,
  fill: async (store: OpenStore) => {
    await seedRegister(store.rooms.register);
    return seed(store);
  },
  rows: 'the data of the last time',
  firstQuery:
    "--as formation-isere '{ me { role } jobSeekers(first: 2) { nodes { id usedName birthDateAgeBand phone } } }'",
});

/** Once: a store that holds anybody already is left as it is. */
async function seed({ rooms, catalogue }: OpenStore): Promise<number> {
  const [row] = await rooms.database.read({
    name: '',
    text: 'SELECT EXISTS (SELECT FROM job_seeker) AS "isSeeded"',
    values: [],
  });
  if (row?.['isSeeded'] === true) return 0;
  const today = new Date(systemClock.now()).toISOString().slice(0, 10);
  const { policy, vault, database } = rooms;
  const loaded = await loadRows(demoStore(today), { policy, vault, catalogue, database });
  await seedApprovals(rooms.database, systemClock.now());
  await rooms.database.read({ name: '', text: 'ANALYZE', values: [] });
  return loaded;
}
