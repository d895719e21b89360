import { compactVerify, errors } from 'jose';
import type { CryptoKey } from 'jose';
import type { Algorithm } from './algorithms.js';

/** A public key, and the only algorithm that it verifies. */
export interface PinnedKey {
  readonly alg: Algorithm;
  readonly key: CryptoKey;
}

/** Whether `pinned` signed `jws`. The key says by which algorithm, never the header (RFC 8725, section 3.1). */
export async function isSignedBy(jws: string, pinned: PinnedKey): Promise<boolean> {
  try {
    await compactVerify(jws, pinned.key, { algorithms: [pinned.alg] });
    return true;
  } catch (cause) {
    if (cause instanceof errors.JOSEError) return false;
    throw cause;
  }
}
