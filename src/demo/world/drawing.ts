/** Draws from a weighted list in constant time: Vose's alias method (1991). */
import { invariant } from '../../kernel/invariant.js';
import type { Dice } from '../../kernel/dice.js';

export interface Drawing<Item> {
  draw(dice: Dice): Item;
}

/** `weightOf` is never negative, and positive at least once. */
export function drawing<Item>(items: readonly Item[], weightOf: (item: Item) => number): Drawing<Item> {
  const weights = items.map(weightOf);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  invariant(total > 0, 'a drawing needs something to draw');
  const { keep, alias } = aliasTable(weights.map((weight) => (weight * items.length) / total));
  return {
    draw(dice) {
      const column = dice.below(items.length);
      const chosen = dice.next() < (keep[column] ?? 1) ? column : (alias[column] ?? column);
      return items[chosen] as Item;
    },
  };
}

/** Each column is kept with its own probability, and else gives way to its alias. */
function aliasTable(shares: number[]): { readonly keep: Float64Array; readonly alias: Uint32Array } {
  const keep = new Float64Array(shares.length).fill(1);
  const alias = Uint32Array.from(shares.keys());
  const small = [...shares.keys()].filter((column) => (shares[column] ?? 0) < 1);
  const large = [...shares.keys()].filter((column) => (shares[column] ?? 0) >= 1);
  for (let less = small.pop(); less !== undefined; less = small.pop()) {
    const more = large.at(-1);
    if (more === undefined) break;
    keep[less] = shares[less] ?? 1;
    alias[less] = more;
    shares[more] = (shares[more] ?? 0) + (shares[less] ?? 0) - 1;
    if ((shares[more] ?? 0) < 1) small.push(large.pop() ?? more);
  }
  return { keep, alias };
}
