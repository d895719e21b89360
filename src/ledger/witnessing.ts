/**
 * Tells the witness each checkpoint, in order, again until it has it, and without the sequencer waiting. What was told is known
 * from the witness itself or, when it does not say, begins with the newest: a checkpoint vouches for all that came before it.
 */
import { Failure } from '../kernel/failure.js';
import type { Database } from '../store/database.js';
import { claimedCheckpoint } from './checkpoint.js';
import { checkpointsAbove, latestCheckpoint, latestCut, storedCheckpointOf } from './checkpointRows.js';
import type { StoredCheckpoint } from './checkpointRows.js';
import type { Witness } from './witness.js';

export interface WitnessingOptions {
  readonly database: Database;
  readonly witness: Witness;
  /** Told once of a failure until it passes; the checkpoint is told again. */
  readonly onFailure: (error: unknown) => void;
}

const readAtOnce = 100;

export class Witnessing {
  readonly #options: WitnessingOptions;
  /** The size of the last checkpoint that the witness has. */
  #told: number | undefined;
  #telling: Promise<void> | undefined;
  #complained = '';

  constructor(options: WitnessingOptions) {
    this.#options = options;
  }

  /** Tells what was not told yet; does nothing while that is under way. */
  catchUp(): void {
    this.#telling ??= this.#tellAll().finally(() => {
      this.#telling = undefined;
    });
  }

  /** Waits for what is under way, and tells what came last. */
  async close(): Promise<void> {
    await this.#telling;
    this.catchUp();
    await this.#telling;
  }

  async #tellAll(): Promise<void> {
    try {
      this.#told ??= await this.#start();
      let waiting = await this.#waiting(this.#told);
      while (waiting.length > 0) {
        for (const { signed, size } of waiting) {
          await this.#options.witness.tell(signed);
          this.#told = size;
        }
        waiting = await this.#waiting(this.#told);
      }
      this.#complained = '';
    } catch (error) {
      this.#complain(error);
    }
  }

  async #waiting(told: number): Promise<readonly StoredCheckpoint[]> {
    return (await this.#options.database.read(checkpointsAbove(told, readAtOnce))).map(storedCheckpointOf);
  }

  async #start(): Promise<number> {
    const { database, witness } = this.#options;
    const line = await witness.last();
    const last = line === undefined ? undefined : claimedCheckpoint(line);
    const [newest] = (await database.read(latestCheckpoint())).map(storedCheckpointOf);
    const fromNewest = Math.max(0, (newest?.size ?? 0) - 1);
    if (last === undefined) return fromNewest;
    if (await this.#isKnown(last.size, last.root)) return last.size;
    this.#options.onFailure(
      new Failure(
        'LEDGER_TAMPERED',
        `the database does not hold the checkpoint of ${last.size} leaves that LEDGER_WITNESS has, made at ${last.at} after entry ${last.entry}: it was restored from an older state, or changed. Run cloison ledger verify --witness`,
      ),
    );
    return fromNewest;
  }

  async #isKnown(size: number, root: string): Promise<boolean> {
    const { database } = this.#options;
    const [cut] = (await database.read(latestCut())).map(storedCheckpointOf);
    if (cut !== undefined && size < cut.size) return true;
    const [same] = (await database.read(checkpointsAbove(size - 1, 1))).map(storedCheckpointOf);
    return [same, cut].some((each) => each?.size === size && each.root === root);
  }

  #complain(error: unknown): void {
    const said = error instanceof Error ? error.message : String(error);
    if (said !== this.#complained) this.#options.onFailure(error);
    this.#complained = said;
  }
}
