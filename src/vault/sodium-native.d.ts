/** The few functions of sodium-native 5 that the vault calls; it ships no types. */
declare module 'sodium-native' {
  interface Sodium {
    /** Fills `message` (ciphertext less 16 bytes); throws when the tag does not fit. Returns the message's length. */
    crypto_aead_xchacha20poly1305_ietf_decrypt(
      message: Uint8Array,
      nsec: null,
      ciphertext: Uint8Array,
      ad: Uint8Array | null,
      nonce: Uint8Array,
      key: Uint8Array,
    ): number;
    crypto_aead_xchacha20poly1305_ietf_encrypt(
      ciphertext: Uint8Array,
      message: Uint8Array,
      ad: Uint8Array | null,
      nsec: null,
      nonce: Uint8Array,
      key: Uint8Array,
    ): number;
    randombytes_buf(buffer: Uint8Array): void;
  }
  const sodium: Sodium;
  export default sodium;
}

/** The package's own native binding: it checks no length, so who calls it must. */
declare module 'sodium-native/binding.js' {
  interface Binding {
    /** Fills `message` (ciphertext less 16 bytes) and returns its length; less than 0 when the tag does not fit. */
    crypto_aead_xchacha20poly1305_ietf_decrypt(
      message: Uint8Array,
      ciphertext: Uint8Array,
      ad: Uint8Array | undefined,
      nonce: Uint8Array,
      key: Uint8Array,
    ): number;
    /** Fills `ciphertext` (message and 16 bytes more) and returns its length. */
    crypto_aead_xchacha20poly1305_ietf_encrypt(
      ciphertext: Uint8Array,
      message: Uint8Array,
      ad: Uint8Array | undefined,
      nonce: Uint8Array,
      key: Uint8Array,
    ): number;
  }
  const binding: Binding;
  export default binding;
}
