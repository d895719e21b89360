/** What a server does by itself, every second, one of all replicas at a time: notices, requests that expire, the watch, the ledger's tree. */
import type { CorridorRooms } from './disclosure/disclosureContext.js';
import { endUnanswered } from './disclosure/requests/answerRequests.js';
import { everySecond } from './everySecond.js';
import { importSigningKey } from './jws/signingKey.js';
import { Sequencer } from './ledger/sequencer.js';
import { openWitness } from './ledger/witness.js';
import { Witnessing } from './ledger/witnessing.js';
import { Mac } from './vault/mac.js';
import type { SecretBytes } from './vault/secretBytes.js';
import { detectors as allDetectors } from './watch/detectors/all.js';
import type { Detector } from './watch/detectors/detector.js';
import type { SlowedAccounts } from './watch/slowedAccounts.js';
import type { Tripwires } from './watch/tripwires.js';
import { tellOverdueReviews } from './watch/overdueReviews.js';
import { startWatch } from './watch/watch.js';
import type { RunningWatch } from './watch/watch.js';
import { watchedPolicy } from './watch/watchedPolicy.js';
import type { Webhook } from './watch/webhook.js';

export interface UpkeepOptions {
  /** Who is told of alarms. */
  readonly webhook?: { readonly url: string; readonly key: SecretBytes } | undefined;
  /** In place of all. */
  readonly detectors?: readonly Detector[];
  /** Where the ledger's checkpoints are kept outside the database: an address or a file's path; undefined: nowhere. */
  readonly ledgerWitness?: string | undefined;
  /** Told of failures; it gets no value of a person and no secret. */
  readonly onFailure: (error: unknown) => void;
}

interface UpkeepDeps extends UpkeepOptions {
  readonly rooms: CorridorRooms;
  readonly tripwires: Tripwires;
  readonly slowed: SlowedAccounts;
}

export interface Upkeep {
  /** Lets the watch read the ledger now, in place of within a quarter of a second. */
  readonly readOn: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function startUpkeep(deps: UpkeepDeps): Promise<Upkeep> {
  const { rooms, onFailure } = deps;
  const notices = everySecond(() => rooms.persons.derive(), onFailure);
  const requests = everySecond(() => endUnanswered(rooms), onFailure);
  const sequencer = await startSequencer(deps);
  const watch = startWatching(deps);
  const overdue = { database: rooms.database, tellsWebhook: deps.webhook !== undefined };
  const reviews = everySecond(() => tellOverdueReviews(overdue), onFailure);
  return {
    readOn: () => watch.readOn(),
    stop: async () => {
      await notices.stop();
      await reviews.stop();
      await requests.stop();
      await watch.stop();
      // What became of the last answers is taken in as well.
      await rooms.ledger.close();
      await sequencer.close();
    },
  };
}

async function startSequencer({ rooms, ledgerWitness, onFailure }: UpkeepDeps): Promise<Sequencer> {
  const { database, vault } = rooms;
  const key = await importSigningKey(vault.signingJwk('ledger'));
  const witnessing =
    ledgerWitness === undefined
      ? undefined
      : new Witnessing({ database, witness: openWitness(ledgerWitness), onFailure });
  const sequencer = new Sequencer({ database, key, witnessing, onFailure });
  sequencer.start();
  return sequencer;
}

function startWatching(deps: UpkeepDeps): RunningWatch {
  const { rooms, slowed, tripwires, onFailure, detectors = allDetectors } = deps;
  const policy = watchedPolicy(rooms.policy);
  return startWatch({ ...rooms, policy, slowed, tripwires, webhook: webhookOf(deps), detectors, onFailure });
}

function webhookOf({ webhook }: UpkeepDeps): Webhook | undefined {
  if (webhook === undefined) return undefined;
  const mac = new Mac(webhook.key);
  return { url: webhook.url, sign: (text) => mac.of(text) };
}
