/** How many trainees each training organisation has: a Zipf law from 5,000 down to one. */

const largest = 5000;
const exponent = 0.9;

/** Sizes whose sum is `trainees`, the largest first; beyond some 80,000 trainees a second series follows, and so on. */
export function trainingSizes(trainees: number): readonly number[] {
  const sizes: number[] = [];
  for (let left = trainees; left > 0;) {
    const series = zipfSeries(largestFor(left));
    for (const size of series) {
      if (left === 0) break;
      const taken = Math.min(size, left);
      sizes.push(taken);
      left -= taken;
    }
  }
  return sizes;
}

function zipfSeries(top: number): readonly number[] {
  const sizes: number[] = [];
  for (let rank = 1; ; rank++) {
    const size = Math.floor(top / rank ** exponent);
    if (size < 1) return sizes;
    sizes.push(size);
  }
}

/** The largest top, at most 5,000, whose whole series is not more than `trainees`; at least one. */
function largestFor(trainees: number): number {
  let low = 1;
  let high = largest;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const total = zipfSeries(middle).reduce((sum, size) => sum + size, 0);
    if (total <= trainees) low = middle;
    else high = middle - 1;
  }
  return low;
}
