import { Failure } from '../kernel/failure.js';

/**
 * What does not open, whatever the reason: cut short, moved, forged, sealed under another key or version. It carries no
 * cause, for the reason would tell a forger how near he came. `place` is a `table.column` at most.
 */
export function sealBroken(place: string): Failure {
  return new Failure('SEAL_BROKEN', `a sealed value of ${place} does not open`);
}
