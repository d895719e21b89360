/**
 * The ids that one organisation sees for one type: a keyed permutation (AES-256, one block) of the row's random UUID. The
 * same row has other ids elsewhere, so two partners cannot join their files, and any well-formed id decodes to some UUID,
 * so a guessed one runs the same query as a real one (law 7).
 */
import type { Cipher, Decipher } from 'node:crypto';
import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';
import { Mac } from './mac.js';
import type { SecretBytes } from './secretBytes.js';
import { subkey } from './subkey.js';

const blockLength = 16;
/** 22 characters of base64url hold 132 bits: the last one carries two bits of the UUID and four zeros. */
const form = /^[A-Za-z0-9_-]{21}[AQgw]$/;
const longestHashed = 64;

export class OpaqueIds {
  /** ECB is right here and only here: each block is a whole random UUID, and equal rows must have equal ids. */
  readonly #cipher: Cipher;
  readonly #decipher: Decipher;
  readonly #strangers: Mac;

  constructor(idKey: SecretBytes, scope: string, type: string) {
    const key = createSecretKey(subkey(idKey, ['id', scope, type]).expose());
    // Without padding a block cipher keeps nothing from block to block, so one of each serves every page.
    this.#cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
    this.#decipher = createDecipheriv('aes-256-ecb', key, null).setAutoPadding(false);
    this.#strangers = new Mac(subkey(idKey, ['stranger id', scope, type]));
  }

  /** The ids of the UUIDs whose 16 bytes stand one behind the other in `uuids`, in one call of the cipher. */
  encode(uuids: Buffer): readonly string[] {
    const blocks = this.#cipher.update(uuids);
    return Array.from({ length: uuids.length / blockLength }, (_, index) =>
      blocks.toString('base64url', index * blockLength, (index + 1) * blockLength),
    );
  }

  /** The UUIDs' bytes, one behind the other. An id that is not well formed gives a UUID that no row has. */
  decode(ids: readonly string[]): Buffer {
    const blocks = Buffer.concat(ids.map((id) => this.#blockOf(id)));
    const uuids = this.#decipher.update(blocks);
    ids.forEach((id, index) => {
      if (!form.test(id)) this.#makeNobody(uuids, index * blockLength);
    });
    return uuids;
  }

  /** The ids by which `others` name the rows that `ids` name here, in their order; null for one that is not well formed. */
  renamed(ids: readonly string[], others: OpaqueIds): readonly (string | null)[] {
    const known = ids.filter((id) => form.test(id));
    const renamed = new Map(others.encode(this.decode(known)).map((id, index) => [known[index], id]));
    return ids.map((id) => renamed.get(id) ?? null);
  }

  #blockOf(id: string): Buffer {
    if (form.test(id)) return Buffer.from(id, 'base64url');
    return this.#strangers.of(id.slice(0, longestHashed)).subarray(0, blockLength);
  }

  /** Version 0 is no UUID's (RFC 9562, section 4.2), and rows have random ones: version 4. */
  #makeNobody(uuids: Buffer, at: number): void {
    uuids[at + 6] = (uuids[at + 6] ?? 0) & 0x0f;
  }
}
