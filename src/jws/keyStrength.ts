import type { CryptoKey } from 'jose';

const minModulusBits = 2048;

/** RFC 7518, section 3.5: an RSA key has 2048 bits or more. The other kinds have one size. */
export function isStrongEnough(key: CryptoKey): boolean {
  return !('modulusLength' in key.algorithm) || Number(key.algorithm.modulusLength) >= minModulusBits;
}
