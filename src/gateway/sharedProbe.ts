/**
 * One question for all who ask while it is under way: strangers ask whether the store answers, and a flood of them must
 * not queue before those who are served.
 */
export function sharedProbe(ask: () => Promise<boolean>): () => Promise<boolean> {
  let underWay: Promise<boolean> | undefined;
  return () => {
    underWay ??= ask().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}
