/**
 * How long the blind indexes of a type may be. An index that a thief can count tells values apart; one truncated so that
 * strangers share it does not. The rule is CipherSweet's FieldIndexPlanner: over all truncated indexes of a type of R
 * persons, the coincidences C = R / 2^(sum of bits) stay between 2 and the square root of R.
 */

/** Bits of an index over values that no two persons share: the whole of SHA-256. */
export const fullBits = 256;

/** The largest sum of bits that leaves two persons to a combination of index values: log2(R) - 1, rounded down. */
export function bitsToShare(population: number): number {
  return Math.max(0, Math.floor(Math.log2(population)) - 1);
}

/**
 * The most bits of an index over one repeated value (a name): matching its frequencies with those of the country
 * recovers 1.4 % of a million rows at half of log2(R), 0.1 % two bits below it (Naveed, Kamara, Wright 2015, measured).
 */
export function bitsOfOneValue(population: number): number {
  return Math.max(1, Math.floor(Math.log2(population) / 2) - 1);
}

/**
 * The bits of each truncated index, given over how many fields each goes; as even as can be, the first ones the longest.
 * Undefined when there are more indexes than bits to share.
 */
export function planBits(population: number, fieldCounts: readonly number[]): readonly number[] | undefined {
  const share = bitsToShare(population);
  if (fieldCounts.length > share) return undefined;
  const caps = fieldCounts.map((fields) => (fields === 1 ? bitsOfOneValue(population) : share));
  let bits = fieldCounts.map(() => 0);
  for (let left = share, before = -1; left !== before;) {
    before = left;
    bits = bits.map((each, index) => {
      if (left === 0 || each >= (caps[index] ?? 0)) return each;
      left -= 1;
      return each + 1;
    });
  }
  return bits;
}
