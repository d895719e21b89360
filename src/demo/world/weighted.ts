/** A list of words with their weights, as one writes it by hand: `Martin 2289 Le Gall 241`. */
export interface Weighted {
  readonly word: string;
  readonly weight: number;
}

export function weighted(text: string): readonly Weighted[] {
  return Object.freeze(
    [...text.trim().matchAll(/(\D+?)\s+(\d+)(?:\s+|$)/g)].map(([, word = '', weight]) => ({
      word: word.trim(),
      weight: Number(weight),
    })),
  );
}
