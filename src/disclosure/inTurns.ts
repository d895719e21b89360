/** Work on each of `items`, so many at once and no more; the results in their order. After a failure nothing is begun. */
export async function inTurns<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const left = [...items.entries()].toReversed();
  const takeTurns = async (): Promise<void> => {
    for (let turn = left.pop(); turn !== undefined; turn = left.pop()) {
      const [index, item] = turn;
      results[index] = await work(item);
    }
  };
  const stop = (cause: unknown): never => {
    left.length = 0;
    throw cause;
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, () => takeTurns().catch(stop)));
  return results;
}
