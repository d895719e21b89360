import type { Answer } from '../disclosure/answer.js';
import type { Caller } from '../kernel/caller.js';

/** What GraphQL's execution gets of a request: who asks, and what the corridor let out. */
export interface GatewayContext {
  readonly caller: Caller;
  /** Aborted when the client leaves or the operation's time is over; its reason is a Refused. */
  readonly signal: AbortSignal;
  /** Set once, by the corridor's plugin, before execution begins. */
  answer: Answer | undefined;
  /** Told of the answer: Apollo hands the plugin a copy of this object. */
  readonly onAnswer?: (answer: Answer) => void;
}
