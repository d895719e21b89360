/** Machines run the operations that were registered for their application and nothing else, known by their exact text. */
import type { Caller } from '../kernel/caller.js';
import type { Clock } from '../kernel/clock.js';
import { refuse } from '../kernel/refusal.js';

/** What the gate asks: whether an operation of this digest is registered for the application and purpose, and not revoked. */
export interface RegisteredOperations {
  isOperationRegistered(application: string, digest: Uint8Array, purpose: string): Promise<boolean>;
}

export interface OperationGateOptions {
  readonly operations: RegisteredOperations;
  readonly clock: Clock;
  /** SHA-256. */
  readonly digest: (text: string) => Buffer;
}

/** A revoked operation may run for this long on another replica. */
const rememberForMilliseconds = 1_000;
const rememberedAtMost = 5_000;

export type OperationGate = (caller: Caller, text: unknown) => Promise<void> | undefined;

/** Undefined at once for a person; for a machine a promise that rejects with Refused OPERATION_NOT_REGISTERED. */
export function operationGate({ operations, clock, digest }: OperationGateOptions): OperationGate {
  const knownUntil = new Map<string, number>();
  const admit = async ({ application, purpose }: Caller, text: unknown): Promise<void> => {
    const hash = digest(typeof text === 'string' ? text : '');
    const key = `${hash.toString('base64url')} ${purpose} ${application}`;
    const now = clock.now();
    const until = knownUntil.get(key);
    if (until !== undefined && now < until && now >= until - rememberForMilliseconds) return;
    knownUntil.delete(key);
    if (!(await operations.isOperationRegistered(application, hash, purpose)))
      throw refuse(
        'OPERATION_NOT_REGISTERED',
        'A machine runs the operations that are registered for its application and purpose.',
      );
    const [oldest] = knownUntil.keys();
    if (knownUntil.size >= rememberedAtMost && oldest !== undefined) knownUntil.delete(oldest);
    knownUntil.set(key, now + rememberForMilliseconds);
  };
  return (caller, text) => (caller.kind === 'MACHINE' ? admit(caller, text) : undefined);
}
