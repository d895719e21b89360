import type { Answer } from '../disclosure/answer.js';
import type { Served } from '../disclosure/settle.js';
import type { Caller } from '../kernel/caller.js';

/** What GraphQL's execution gets of a request: who asks, and what the corridor let out. */
export interface GatewayContext {
  readonly caller: Caller;
  /** Aborted when the client leaves or the operation's time is over; its reason is a Refused. */
  readonly signal: AbortSignal;
  /** Set once, by the corridor's plugin, before execution begins. */
  answer: Answer | undefined;
  /** What stands in the ledger of the answer. Apollo executes with a copy of this object: a list is the same one in both. */
  readonly served: Served[];
}
