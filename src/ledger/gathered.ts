/** Work that is done for many at once: what comes while a batch is under way goes with the next. */
export interface GatheredOptions {
  readonly batchesAtOnce: number;
  readonly itemsAtOnce: number;
  /** Of what nobody waits for; more is let fall. */
  readonly waitingAtMost?: number;
  /** Told when a batch that nobody waits for fails. */
  readonly onFailure?: (error: unknown) => void;
  /** Whether a failed batch has left nothing behind: then each of its items is tried alone, and one fails nobody else's. */
  readonly mayTryAlone?: (error: unknown) => boolean;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export class Gathered<Item, Result> {
  readonly #work: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly #options: GatheredOptions;
  readonly #waiting: Waiting<Item, Result>[] = [];
  readonly #underWay = new Set<Promise<void>>();

  /** @param work gives a result for each item, in their order. */
  constructor(work: (items: readonly Item[]) => Promise<readonly Result[]>, options: GatheredOptions) {
    this.#work = work;
    this.#options = options;
  }

  /** Rejects with what the batch of the item failed with. */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#start();
    });
  }

  addUnwaited(item: Item): void {
    const { waitingAtMost = Infinity, onFailure = ignore } = this.#options;
    if (this.#waiting.length >= waitingAtMost) return;
    this.#waiting.push({ item, resolve: ignore, reject: onFailure });
    this.#start();
  }

  /** Resolves when nothing waits and nothing is under way. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  #start(): void {
    while (this.#underWay.size < this.#options.batchesAtOnce && this.#waiting.length > 0) {
      const batch = this.#run(this.#waiting.splice(0, this.#options.itemsAtOnce)).finally(() => {
        this.#underWay.delete(batch);
        this.#start();
      });
      this.#underWay.add(batch);
    }
  }

  async #run(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#work(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, index) => {
        resolve(results[index] as Result);
      });
    } catch (error) {
      if (batch.length > 1 && this.#options.mayTryAlone?.(error) === true) {
        await Promise.all(batch.map((each) => this.#run([each])));
        return;
      }
      for (const { reject } of batch) reject(error);
    }
  }
}

function ignore(): void {}
