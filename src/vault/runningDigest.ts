import { createHash } from 'node:crypto';

/** SHA-256 of bytes that arrive one after the other, told at any point on the way. */
export class RunningDigest {
  readonly #hash = createHash('sha256');

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  /** Of what came so far; more may follow. 32 bytes. */
  soFar(): Buffer {
    return this.#hash.copy().digest();
  }
}
