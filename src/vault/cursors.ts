/**
 * The cursors of a list: the position after which a page starts, sealed, so that it shows no key of a row, opens for its
 * own account, query and filter only, and not for ever.
 */
import type { SecretBytes } from './secretBytes.js';
import { canonicalBytes } from '../kernel/canonical.js';
import { tagLength } from './aead.js';
import { subkey } from './subkey.js';
import { XChaCha20Poly1305 } from './xchacha20Poly1305.js';

/** What a cursor turned out to be. `invalid` is forged, mangled, or of another binding: nobody can tell which. */
export type CursorOutcome =
  | { readonly outcome: 'ok'; readonly position: Buffer }
  | { readonly outcome: 'invalid' }
  | { readonly outcome: 'expired' };

/** A cursor is longer than this only if we did not make it. */
const longestText = 4096;
const expiryLength = 6;
const invalid: CursorOutcome = Object.freeze({ outcome: 'invalid' });
const expired: CursorOutcome = Object.freeze({ outcome: 'expired' });

export class Cursors {
  readonly #aead: XChaCha20Poly1305;

  constructor(cursorKey: SecretBytes) {
    this.#aead = new XChaCha20Poly1305(subkey(cursorKey, ['cursor']));
  }

  /** Seals `position` for whoever shows the same `binding` before `expiresAt`, in milliseconds since the epoch. */
  seal(position: Uint8Array, binding: Uint8Array, expiresAt: number): string {
    const plaintext = Buffer.alloc(expiryLength + position.length);
    plaintext.writeUIntBE(expiresAt, 0, expiryLength);
    plaintext.set(position, expiryLength);
    const sealed = Buffer.alloc(this.#aead.nonceLength + plaintext.length + tagLength);
    this.#aead.seal(plaintext, associatedData(binding), sealed, 0);
    return sealed.toString('base64url');
  }

  /** Opens `cursor` for `binding` at `now`, in milliseconds since the epoch. */
  open(cursor: string, binding: Uint8Array, now: number): CursorOutcome {
    if (cursor.length > longestText) return invalid;
    const sealed = Buffer.from(cursor, 'base64url');
    // A second spelling of the same bytes would be a second cursor.
    if (sealed.toString('base64url') !== cursor) return invalid;
    const plaintext = this.#aead.open(sealed, 0, sealed.length, associatedData(binding));
    const plainLength = sealed.length - this.#aead.nonceLength - tagLength;
    if (plaintext === undefined || plainLength < expiryLength) return invalid;
    if (plaintext.readUIntBE(0, expiryLength) <= now) return expired;
    return { outcome: 'ok', position: Buffer.from(plaintext.subarray(expiryLength, plainLength)) };
  }
}

function associatedData(binding: Uint8Array): Buffer {
  return canonicalBytes(['cursor', binding]);
}
