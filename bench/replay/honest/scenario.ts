/** Honest work as data: what it is, which line of HONEST.md it shows, and when in the month it is done. */
import type { World } from '../world.js';

export interface Task {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly run: () => Promise<void>;
}

export interface Scenario {
  readonly name: string;
  /** Of HONEST.md; 0: none of its lines, and done every day. */
  readonly line: number;
  /** What is done, how often, with numbers. */
  readonly volume: (world: World) => string;
  readonly tasks: (world: World) => readonly Task[];
}
