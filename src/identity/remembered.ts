/** Answers that are kept for a while, by their question; never that there is none, of which anybody could ask for any number. */
import type { Clock } from '../kernel/clock.js';

export interface RememberedOptions {
  readonly clock: Clock;
  readonly milliseconds: number;
  readonly atMost: number;
}

interface Kept<Answer> {
  readonly answer: Answer;
  readonly since: number;
}

export class Remembered<Answer> {
  readonly #options: RememberedOptions;
  readonly #kept = new Map<string, Kept<Answer>>();

  constructor(options: RememberedOptions) {
    this.#options = options;
  }

  /** At once when it is known, or when `ask` answers at once. */
  find(
    question: string,
    ask: () => Promise<Answer | undefined> | Answer,
  ): Promise<Answer | undefined> | Answer | undefined {
    const since = this.#options.clock.now();
    const known = this.#kept.get(question);
    if (known !== undefined && Math.abs(since - known.since) < this.#options.milliseconds) return known.answer;
    const asked = ask();
    return asked instanceof Promise
      ? asked.then((answer) => this.#keep(question, answer, since))
      : this.#keep(question, asked, since);
  }

  #keep(question: string, answer: Answer | undefined, since: number): Answer | undefined {
    this.#kept.delete(question);
    if (answer === undefined) return answer;
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= this.#options.atMost && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(question, { answer, since });
    return answer;
  }
}
