import type { Gate, GateTerm } from './compiled.js';

/** The links that open a gate; none where it stands open. */
export function termsOf(gate: Gate): readonly GateTerm[] {
  return gate.kind === 'open' ? [] : gate.terms;
}
