/** A broken assumption of our own code: never caught to continue, never shown to a caller. */
class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant';
}

/** Throws {@link BrokenInvariant} unless `condition` holds. The message names no value of a person. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (condition === false || condition === null || condition === undefined) {
    throw new BrokenInvariant(message);
  }
}
