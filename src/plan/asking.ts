/** What of a caller decides beside its role and purpose: how sure we are of it just now, and what the register says. */
import type { Caller } from '../kernel/caller.js';
import type { Authentication } from '../policy/compiled.js';

export interface Asking extends Pick<Caller, 'standing' | 'kind' | 'actor' | 'sender' | 'authenticatedAt'> {
  /** Seconds since the epoch, by the one clock. */
  readonly nowSeconds: number;
  /** Of the caller's role. */
  readonly authentication: Authentication;
}
