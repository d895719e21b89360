/**
 * Machines, and persons through an application that is restricted, run the operations that were registered for it and nothing
 * else, known by their exact text; whoever else may name one by its digest. What is not registered is never parsed.
 */
import type { Caller } from '../kernel/caller.js';
import type { Clock } from '../kernel/clock.js';
import { refuse } from '../kernel/refusal.js';
import type { Body } from './requestedOperation.js';
import { requestedOperation } from './requestedOperation.js';
import { Remembered } from './remembered.js';

export interface RegisteredOperations {
  /** The text of this digest, when it is registered for the application and purpose, and not revoked. */
  operationText(application: string, digest: Uint8Array, purpose: string): Promise<string | undefined>;
  /** Whether the application runs its registered operations only. */
  isRestricted(application: string): Promise<boolean>;
}

export interface OperationGateOptions {
  readonly operations: RegisteredOperations;
  readonly clock: Clock;
  /** SHA-256. */
  readonly digest: (text: string) => Buffer;
  /** Why the policy in force does not answer a registered text; undefined when it does. */
  readonly problemOf: (role: string, text: string, purpose: string) => { readonly message: string } | undefined;
}

/** The body to serve, its operation given as text. */
export type OperationGate = (caller: Caller, body: Body) => Body | Promise<Body>;

/** What was revoked or restricted may run for this long on another replica. */
const rememberForMilliseconds = 1_000;
/** Registered texts, so that an operator bounds the memory they take. */
const rememberedAtMost = 1_000;

/**
 * At once for a person with a text, while it is known that the application is not restricted. Throws or rejects with Refused
 * OPERATION_NOT_REGISTERED, OPERATION_NOT_ANSWERED or BAD_REQUEST.
 */
export function operationGate(options: OperationGateOptions): OperationGate {
  const { operations, clock, digest } = options;
  const memory = { clock, milliseconds: rememberForMilliseconds, atMost: rememberedAtMost };
  const texts = new Remembered<string>(memory);
  const restricted = new Remembered<boolean>(memory);
  const problems = new Remembered<string>({ ...memory, milliseconds: Infinity });

  const registered = async ({ application, purpose, role }: Caller, hash: Buffer): Promise<string> => {
    const name = `${hash.toString('base64url')} ${purpose}`;
    const text = await texts.find(`${name} ${application}`, () => operations.operationText(application, hash, purpose));
    if (text === undefined)
      throw refuse(
        'OPERATION_NOT_REGISTERED',
        'This application runs the operations that are registered for it and the purpose; this is none of them.',
      );
    const problem = await problems.find(`${name} ${role}`, () => options.problemOf(role, text, purpose)?.message ?? '');
    if (problem !== '' && problem !== undefined)
      throw refuse(
        'OPERATION_NOT_ANSWERED',
        `The operation is registered, and the policy in force does not answer it for this role and purpose: ${problem}`,
      );
    return text;
  };

  return (caller, body) => {
    const { text, digest: named, rest } = requestedOperation(body);
    if (text !== undefined && named?.equals(digest(text)) === false)
      throw refuse('BAD_REQUEST', 'The text is not the one that the digest names.');
    const serveRegistered = async (): Promise<Body> => ({
      ...rest,
      query: await registered(caller, named ?? digest(text ?? '')),
    });
    if (caller.kind === 'MACHINE' || (text === undefined && named !== undefined)) return serveRegistered();
    const asText = text === undefined ? body : { ...rest, query: text };
    const isRestricted = restricted.find(caller.application, () => operations.isRestricted(caller.application));
    const serve = (is: boolean | undefined): Body | Promise<Body> => (is === true ? serveRegistered() : asText);
    return isRestricted instanceof Promise ? isRestricted.then(serve) : serve(isRestricted);
  };
}
