/** Identity as `cloison serve` wires it, on the bench's sealed store: the real register, keys, memory and nonces. */
import { authentication } from '../../src/authentication.js';
import type { Authentication } from '../../src/authentication.js';
import type { CorridorRooms } from '../../src/disclosure/disclosureContext.js';
import { Slowdown } from '../../src/gateway/slowdown.js';
import { createIssuerKeys } from '../../src/jws/issuerKeys.js';
import type { KeySource } from '../../src/jws/accessToken.js';
import { readKeyFile } from '../../src/keyFile.js';
import type { Clock } from '../../src/kernel/clock.js';
import { openStore } from '../../src/main.js';
import { readSchema } from '../../src/schemaFolder.js';
import { Keyring } from '../../src/vault/keyring.js';
import type { Issuer } from '../issuer.js';
import { pathOf } from '../servers.js';
import type { CloisonSettings } from '../servers.js';

/** `htu` of proofs. */
export const endpoint = 'https://api.example.org/graphql';

export interface Desk {
  readonly issuer: Issuer;
  /** When the run began: what standing clocks say. */
  readonly now: number;
  readonly rooms: CorridorRooms;
  /** What `authenticate` stands on, with a memory of its own. */
  deps(clock: Clock): Authentication;
  close(): Promise<void>;
}

export async function openDesk({ databaseUrl, issuer, keysPath }: CloisonSettings): Promise<Desk> {
  const now = Date.now();
  const clock: Clock = { now: () => now };
  const store = await openStore({
    sources: readSchema(pathOf('schema')),
    migrations: pathOf('schema/migrations'),
    databaseUrl,
    keyring: Keyring.parse(readKeyFile(keysPath)),
    clock,
  });
  const keys: KeySource = createIssuerKeys({ issuer: issuer.url, clock, demoKeys: 'refused' });
  return {
    issuer,
    now,
    rooms: store.rooms,
    deps: (own) => {
      const { url, audience } = issuer;
      const slowdown = new Slowdown(own);
      const options = { issuer: url, audience, keys, slowdown, onFailure: raise };
      return { ...authentication({ ...store.rooms, clock: own }, options), endpoint };
    },
    close: () => store.close(),
  };
}

/** Nothing fails in the bench unseen. */
function raise(error: unknown): never {
  throw error;
}
