/**
 * What the register says of a token's account: asked for by every request that spends a proof, and by the others when its
 * last word is older than a second. The corridor asks again before anything leaves.
 */
import type { Admission } from '../register/admission.js';
import type { AuthenticationDeps } from './authenticationDeps.js';
import type { KnownToken, RegisterWord } from './knownToken.js';

/** For so long the register's word is taken without asking again. */
const wordHoldsMilliseconds = 1000;

/** The register's last word; undefined when it is too old, from before the clock was set back, or was never said. */
export function freshWord(known: KnownToken, now: number): RegisterWord | undefined {
  const { word } = known;
  if (word === undefined) return undefined;
  const age = now - word.askedAt;
  return age >= 0 && age < wordHoldsMilliseconds ? word : undefined;
}

/** Asks the register, once for all requests with this token that wait for it. Rejects with Failure STORE_UNAVAILABLE. */
export function askRegister(known: KnownToken, deps: AuthenticationDeps): Promise<RegisterWord> {
  known.asking ??= ask(known, deps).finally(() => {
    known.asking = undefined;
  });
  return known.asking;
}

async function ask(known: KnownToken, deps: AuthenticationDeps): Promise<RegisterWord> {
  const askedAt = deps.clock.now();
  return keepWord(known, await deps.register.admit(known.token.admissionRequest), askedAt);
}

/** Keeps what the register said, unless something later was said meanwhile; gives back what was said. */
export function keepWord(known: KnownToken, admission: Admission, askedAt: number): RegisterWord {
  const admitted = admission.outcome === 'ADMITTED' ? admission : undefined;
  const before = known.word;
  const callers = isSame(before?.admitted, admitted) ? before?.callers : undefined;
  const word = Object.freeze({ admitted, askedAt, callers: callers ?? new Map() });
  if (before === undefined || before.askedAt <= askedAt) known.word = word;
  return word;
}

function isSame(before: RegisterWord['admitted'], now: RegisterWord['admitted']): boolean {
  return JSON.stringify(before) === JSON.stringify(now);
}
