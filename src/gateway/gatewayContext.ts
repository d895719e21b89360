import type { Answer } from '../disclosure/answer.js';
import type { Caller } from '../kernel/caller.js';

/** What GraphQL's execution gets of a request: who asks, and what the corridor let out. */
export interface GatewayContext {
  readonly caller: Caller;
  /** Set once, by the corridor's plugin, before execution begins. */
  answer: Answer | undefined;
  /** Told of the answer: Apollo gives the plugin a copy of the context, so that who made it does not see what is set there. */
  readonly onAnswer?: (answer: Answer | undefined) => void;
}
