import { refuse } from '../kernel/refusal.js';
import { isRegisterId } from './registerId.js';

/** Who changes the register: an operator at the command line, an account of a partner, or a part of the engine itself. */
export type Actor = `operator:${string}` | `account:${string}` | `engine:${string}`;

/** In lower case: one person is not two by spelling. Throws Refused ARGUMENT_INVALID when `name` is no identifier. */
export function operator(name: string): Actor {
  return actorOf('operator', name.toLowerCase());
}

/** @param id `sub` of the account. Throws Refused ARGUMENT_INVALID when it is no identifier. */
export function accountActor(id: string): Actor {
  return actorOf('account', id);
}

/** @param part Which part of the engine. Throws Refused ARGUMENT_INVALID when it is no identifier. */
export function engine(part: string): Actor {
  return actorOf('engine', part);
}

function actorOf(kind: 'operator' | 'account' | 'engine', name: string): Actor {
  if (!isRegisterId(name))
    throw refuse('ARGUMENT_INVALID', 'Who does it is named by 1 to 128 letters, digits or ._:@|/+=~-.');
  return `${kind}:${name}`;
}

/** The id of the account that `actor` is; undefined for an operator and the engine. */
export function accountOf(actor: Actor): string | undefined {
  return actor.startsWith('account:') ? actor.slice('account:'.length) : undefined;
}

export function isOperator(actor: Actor): boolean {
  return actor.startsWith('operator:');
}
