import type { FileHandle } from 'node:fs/promises';
import { invariant } from '../kernel/invariant.js';
import type { RequestDigests } from '../vault/requestDigests.js';
import { RunningDigest } from '../vault/runningDigest.js';

/**
 * A keyed digest of a file's beginning, told at the offsets up to which rows were loaded while reading is further ahead.
 * Keyed, since the database keeps it: a bare hash of a file of one person would tell what somebody guesses of that person.
 */
export class PrefixDigest {
  readonly #requests: RequestDigests;
  readonly #digest = new RunningDigest();
  #offset = 0;
  #ahead: Buffer[] = [];

  constructor(requests: RequestDigests) {
    this.#requests = requests;
  }

  /** The file's next bytes. */
  push(bytes: Buffer): void {
    this.#ahead.push(bytes);
  }

  /** Of the first `offset` bytes; offsets never decrease, and the bytes up to them have been pushed. */
  at(offset: number): Buffer {
    invariant(offset >= this.#offset, 'a digest of a growing beginning');
    while (this.#offset < offset) {
      const [bytes] = this.#ahead;
      invariant(bytes, 'bytes that were pushed');
      const wanted = bytes.subarray(0, offset - this.#offset);
      this.#digest.update(wanted);
      this.#offset += wanted.length;
      if (wanted.length === bytes.length) this.#ahead.shift();
      else this.#ahead[0] = bytes.subarray(wanted.length);
    }
    return this.#requests.of(['import', this.#digest.soFar().toString('hex')]);
  }
}

const chunkSize = 1024 * 1024;

/** Reads the file's bytes from `from` to `to` into the digest, which has those before. */
export async function pushRange(file: FileHandle, from: number, to: number, digest: PrefixDigest): Promise<void> {
  for (let offset = from; offset < to;) {
    const { bytesRead, buffer } = await file.read(
      Buffer.allocUnsafe(chunkSize),
      0,
      Math.min(chunkSize, to - offset),
      offset,
    );
    if (bytesRead === 0) return;
    digest.push(buffer.subarray(0, bytesRead));
    offset += bytesRead;
    digest.at(offset);
  }
}
