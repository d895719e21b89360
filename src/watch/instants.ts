/** Buckets of time since the epoch, of milliseconds since the epoch. */
export const minuteOf = (at: number): number => Math.floor(at / 60_000);
export const hourOf = (at: number): number => Math.floor(at / 3_600_000);
export const dayOf = (at: number): number => Math.floor(at / 86_400_000);
