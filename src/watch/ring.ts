/** Counts in the latest buckets of time: minutes, hours or days since the epoch. */
export interface Ring {
  /** The newest bucket. */
  readonly newest: number;
  /** The newest bucket's count last. */
  readonly counts: readonly number[];
}

export function ringOf(size: number): Ring {
  return { newest: 0, counts: Array.from({ length: size }, () => 0) };
}

/** What comes late is counted where it belongs, or nowhere when that is too long ago. */
export function added(ring: Ring, bucket: number, amount: number): Ring {
  if (amount === 0) return ring;
  return changed(ring, bucket, (count) => count + amount);
}

/** Keeps the larger of the bucket's count and `amount`. */
export function raised(ring: Ring, bucket: number, amount: number): Ring {
  if (amount === 0) return ring;
  return changed(ring, bucket, (count) => Math.max(count, amount));
}

/** Of the `span` buckets up to `bucket`, the newest among them. */
export function sumOf(ring: Ring, bucket: number, span: number): number {
  let sum = 0;
  for (const [index, count] of ring.counts.entries()) if (isWithin(ring, index, bucket, span)) sum += count;
  return sum;
}

/** The largest count of the `span` buckets before `bucket`, it left out. */
export function peakBefore(ring: Ring, bucket: number, span: number): number {
  let peak = 0;
  for (const [index, count] of ring.counts.entries())
    if (isWithin(ring, index, bucket - 1, span)) peak = Math.max(peak, count);
  return peak;
}

/** The largest sum of `width` buckets in a row among those before `bucket`. */
export function bestRunBefore(ring: Ring, bucket: number, width: number): number {
  let best = 0;
  for (let end = ring.newest - ring.counts.length + width; end < bucket; end++)
    best = Math.max(best, sumOf(ring, end, width));
  return best;
}

function changed(ring: Ring, bucket: number, change: (count: number) => number): Ring {
  const { length } = ring.counts;
  const newest = Math.max(ring.newest, bucket);
  const shift = Math.min(newest - ring.newest, length);
  const counts = [...ring.counts.slice(shift), ...Array.from({ length: shift }, () => 0)];
  const place = length - 1 - (newest - bucket);
  if (place >= 0) counts[place] = change(counts[place] ?? 0);
  return { newest, counts };
}

function isWithin({ newest, counts }: Ring, index: number, bucket: number, span: number): boolean {
  const at = newest - (counts.length - 1 - index);
  return at <= bucket && at > bucket - span;
}
