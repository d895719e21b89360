import type { BlindIndexModel } from '../policy/compiled.js';
import { fullBits } from '../policy/indexPlan.js';

/** Candidates of one lookup that reach and index leave, to be opened and compared: a caseload of 16,000 leaves as many. */
export const candidatesAtMost = 500;

interface Lookup {
  readonly index: BlindIndexModel;
  readonly wanted: readonly unknown[];
}

/** Fields of the candidates that a lookup may open to compare them: a whole index leaves one, a truncated one strangers too. */
export function costOfCandidates({ index, wanted }: Lookup): number {
  return (index.bits < fullBits ? candidatesAtMost : 1) * wanted.length;
}
