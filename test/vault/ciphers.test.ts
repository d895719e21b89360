import { createDecipheriv } from 'node:crypto';
import fc from 'fast-check';
import sodium from 'sodium-native';
import { describe, expect, test } from 'vitest';
import type { Aead } from '../../src/vault/aead.js';
import { Aes256Gcm } from '../../src/vault/aes256Gcm.js';
import { SecretBytes } from '../../src/vault/secretBytes.js';
import { XChaCha20Poly1305 } from '../../src/vault/xchacha20Poly1305.js';
import { hex, readBlocks, readWycheproof } from './vectors.js';

type Cipher = new (key: SecretBytes) => Aead;

const secret = (key: string): SecretBytes => new SecretBytes(hex(key));

function openVector(
  cipher: Cipher,
  key: string,
  associated: string,
  ...parts: readonly (string | undefined)[]
): string | undefined {
  const bytes = Buffer.concat(parts.map(hex));
  const aead = new cipher(secret(key));
  return aead
    .open(bytes, 0, bytes.length, hex(associated))
    ?.subarray(0, bytes.length - aead.nonceLength - 16)
    .toString('hex');
}

test('XChaCha20-Poly1305 opens the vector of draft-irtf-cfrg-xchacha-03, A.3.1', () => {
  const sealed =
    'bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216' +
    'cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c68b13' +
    'b52e';
  const opened = openVector(
    XChaCha20Poly1305,
    '808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f',
    '50515253c0c1c2c3c4c5c6c7',
    '404142434445464748494a4b4c4d4e4f5051525354555657',
    sealed,
    'c0875924c1c7987947deafd8780acf49',
  );
  expect(hex(opened).toString()).toMatch(/^Ladies and Gentlemen of the class of '99/);
});

test('AES-256-GCM opens test case 16 of McGrew and Viega', () => {
  const opened = openVector(
    Aes256Gcm,
    'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308',
    'feedfacedeadbeeffeedfacedeadbeefabaddad2',
    'cafebabefacedbaddecaf888',
    '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0a' +
      'bcc9f662',
    '76fc6ece0f4e1768cddf8853bb2d551b',
  );
  expect(opened).toMatch(/^d9313225f88406e5a55909c5aff5269a.*ba637b39$/);
});

const wycheproof = [
  ['xchacha20_poly1305_test.json', XChaCha20Poly1305, 192],
  ['aes_gcm_test.json', Aes256Gcm, 96],
] as const;

test.each(wycheproof)('Wycheproof %s: what is valid opens, all else does not', (file, cipher, nonceBits) => {
  const groups = readWycheproof(file);
  if (groups === undefined) return;
  for (const { tests: others } of groups.filter(({ keySize }) => keySize !== 256)) {
    for (const { key } of others) expect(() => new cipher(secret(key ?? ''))).toThrow('32 bytes');
  }
  const tests = groups
    .filter(({ keySize }) => keySize === 256)
    .flatMap(({ ivSize, tests: each }) => each.map((vector) => ({ isNonceOurs: ivSize === nonceBits, vector })));
  const verdicts = tests.map(({ isNonceOurs, vector }) => ({
    tcId: vector['tcId'],
    opened: isNonceOurs && vector['result'] === 'valid' ? vector['msg'] : undefined,
  }));
  const ours = tests.map(({ vector: { tcId, key = '', aad = '', iv, ct, tag } }) => ({
    tcId,
    opened: openVector(cipher, key, aad, iv, ct, tag),
  }));
  expect(ours).toEqual(verdicts);
  expect(verdicts.filter(({ opened }) => opened !== undefined).length).toBeGreaterThan(30);
});

test.each(['cavp/gcmDecrypt256.rsp', 'cavp/gcmEncryptExtIV256.rsp'])('NIST CAVP %s', (file) => {
  const blocks = readBlocks(file);
  if (blocks === undefined) return;
  expect(blocks.length).toBeGreaterThan(300);
  for (const block of blocks) {
    const key = block.get('Key') ?? '';
    const opened = openVector(
      Aes256Gcm,
      key,
      block.get('AAD') ?? '',
      block.get('IV'),
      block.get('CT'),
      block.get('Tag'),
    );
    expect(opened).toBe(block.has('FAIL') ? undefined : block.get('PT'));
  }
});

test.each([0, 1, 4, 8, 12, 13, 14, 15, 17])('AES-256-GCM with a tag of %i bytes does not open', (tagLength) => {
  const aead = new Aes256Gcm(new SecretBytes(Buffer.alloc(32, 7)));
  const sealed = Buffer.alloc(12 + 5 + 16);
  aead.seal(Buffer.from('abcde'), Buffer.alloc(0), sealed, 0);
  const cut = Buffer.concat([sealed, Buffer.alloc(1)]).subarray(0, 12 + 5 + tagLength);
  expect(aead.open(cut, 0, cut.length, Buffer.alloc(0))).toBeUndefined();
});

test.each([0, 16, 24, 31, 33, 64])('a key of %i bytes makes no cipher', (length) => {
  expect(() => new XChaCha20Poly1305(new SecretBytes(Buffer.alloc(length)))).toThrow('32 bytes');
  expect(() => new Aes256Gcm(new SecretBytes(Buffer.alloc(length)))).toThrow('32 bytes');
});

describe.each([
  ['XChaCha20-Poly1305', XChaCha20Poly1305, openWithSodium],
  ['AES-256-GCM', Aes256Gcm, openWithNode],
] as const)('%s', (_name, cipher, reference) => {
  const bytes = (maxLength: number): fc.Arbitrary<Buffer> =>
    fc.uint8Array({ maxLength }).map((array) => Buffer.from(array));
  const key = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((array) => Buffer.from(array));

  test('what it seals anywhere in a buffer, the bare library opens', () => {
    fc.assert(
      fc.property(key, bytes(600), bytes(80), fc.nat(50), (keyBytes, message, associated, at) => {
        const aead = new cipher(new SecretBytes(Buffer.from(keyBytes)));
        const target = Buffer.alloc(at + aead.nonceLength + message.length + 16 + 3, 0xee);
        aead.seal(message, associated, target, at);
        expect(target.subarray(0, at).every((byte) => byte === 0xee)).toBe(true);
        expect(target.subarray(-3).toString('hex')).toBe('eeeeee');
        const sealed = target.subarray(at, target.length - 3);
        expect(reference(keyBytes, sealed, associated).equals(message)).toBe(true);
        const opened = aead.open(target, at, sealed.length, associated);
        expect(opened?.subarray(0, message.length).equals(message)).toBe(true);
      }),
    );
  });

  test('no nonce comes twice', () => {
    const aead = new cipher(new SecretBytes(Buffer.alloc(32, 7)));
    const nonces = Array.from({ length: 5000 }, () => {
      const sealed = Buffer.alloc(aead.nonceLength + 16);
      aead.seal(Buffer.alloc(0), Buffer.alloc(0), sealed, 0);
      return sealed.toString('hex', 0, aead.nonceLength);
    });
    expect(new Set(nonces).size).toBe(nonces.length);
    // Nor any eight bytes of one, as when two are drawn from overlapping random bytes.
    const parts = nonces.flatMap((nonce) => nonce.match(/.{16}/g) ?? []);
    expect(new Set(parts).size).toBe(parts.length);
  });

  test.each([
    ['before the start', -1, 60],
    ['beyond the end', 30, 60],
    ['no bytes', 0, 0],
    ['fewer bytes than nonce and tag', 0, 20],
    ['a negative length', 0, -60],
  ])('a place in the buffer with %s opens nothing', (_defect, at, length) => {
    const aead = new cipher(new SecretBytes(Buffer.alloc(32, 7)));
    expect(aead.open(Buffer.alloc(60), at, length, Buffer.alloc(0))).toBeUndefined();
  });
});

function openWithSodium(key: Buffer, sealed: Buffer, associated: Buffer): Buffer {
  const message = Buffer.alloc(sealed.length - 40);
  const [nonce, rest] = [sealed.subarray(0, 24), sealed.subarray(24)];
  sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(message, null, rest, associated, nonce, key);
  return message;
}

function openWithNode(key: Buffer, sealed: Buffer, associated: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(associated);
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
}
