/** What `cloison diff` says, in the words of one language. */
import type { Aspect, Effect, Subject } from '../change.js';

/** What stands in the old policy and in the new one, as the SDL spells it; undefined: nothing. */
export type TellStep = (from: string | undefined, to: string | undefined) => string;

export interface DiffWords {
  readonly subject: (subject: Subject) => string;
  readonly aspects: Readonly<Record<Aspect, TellStep>>;
  readonly headings: Readonly<Record<Effect, string>>;
  readonly between: (old: string, next: string) => string;
  readonly same: string;
  readonly approved: (who: string, when: string) => string;
  readonly unapproved: string;
  readonly summary: (counts: Readonly<Record<Effect, number>>, unapproved: number) => string;
  readonly leaving: string;
  readonly left: (role: string, member: string) => string;
  readonly leftContract: (role: string) => string;
  readonly noticed: (reason: string) => string;
  readonly unnoticed: string;
  readonly announced: (role: string, member: string, reason: string) => string;
  readonly stale: (place: string, what: string) => string;
}
