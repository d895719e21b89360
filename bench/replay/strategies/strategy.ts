/** An attack as data: whose account is stolen, when and for how long, and what the thief does with it. */
import type { Account } from '../accounts.js';
import type { Thief } from '../thief.js';

export interface Strategy {
  readonly name: string;
  /** Lines of ATTACKS.md. */
  readonly attacks: readonly number[];
  /** What the thief does. */
  readonly does: string;
  /** Whether `--quick` runs it. */
  readonly isQuick: boolean;
  readonly stolen: readonly Account[];
  /** Whether it asks from the account's own network (its computer is taken over); else from one of the thief's. */
  readonly isAtHome?: boolean;
  /** The first day of the month on which the thief acts, from 1; undefined: as the schedule has it. */
  readonly day?: number;
  /** On so many days, one after the other; undefined: one. */
  readonly days?: number;
  /** Seconds of attack time that a day's part takes at most, which the bound counts with. */
  readonly seconds: number;
  /** Between two requests, in milliseconds. */
  readonly pauseMs: number;
  /** `day`: 0 for the first. */
  readonly act: (thief: Thief, day: number) => Promise<void>;
}
