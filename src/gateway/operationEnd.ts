/**
 * When an operation ends before its answer: the client left, or its time is over. The signal goes down to the store, which
 * ends the statement that runs and begins no other.
 */
import type { ServerResponse } from 'node:http';
import { refuse } from '../kernel/refusal.js';

export interface OperationEnd {
  readonly signal: AbortSignal;
  /** The answer is made: nothing ends it any more. */
  dispose(): void;
}

/** `seconds`: from now. The signal's reason is a Refused: CLIENT_LEFT or OPERATION_TOO_SLOW. */
export function operationEnd(response: ServerResponse, seconds: number): OperationEnd {
  const controller = new AbortController();
  const leave = (): void => {
    if (!response.writableFinished) controller.abort(clientLeft());
  };
  const timer = Number.isFinite(seconds)
    ? setTimeout(() => {
        controller.abort(tooSlow(seconds));
      }, seconds * 1000)
    : undefined;
  if (response.destroyed) leave();
  response.once('close', leave);
  return {
    signal: controller.signal,
    dispose: () => {
      clearTimeout(timer);
      response.off('close', leave);
    },
  };
}

function clientLeft(): Error {
  return refuse('CLIENT_LEFT', 'The client left before its answer.');
}

function tooSlow(seconds: number): Error {
  return refuse('OPERATION_TOO_SLOW', `The operation took longer than ${String(seconds)} seconds: ask for less.`);
}
