/** The suites by the byte that names them: the only place that knows both. */
import type { Aead, SuiteId } from './aead.js';
import { Aes256Gcm } from './aes256Gcm.js';
import type { SecretBytes } from './secretBytes.js';
import { XChaCha20Poly1305 } from './xchacha20Poly1305.js';

export function aeadOf(suite: SuiteId, key: SecretBytes): Aead {
  switch (suite) {
    case 1:
      return new XChaCha20Poly1305(key);
    case 2:
      return new Aes256Gcm(key);
  }
}

export function suiteOf(byte: number | undefined): SuiteId | undefined {
  return byte === 1 || byte === 2 ? byte : undefined;
}
