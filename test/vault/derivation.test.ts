import { expect, test } from 'vitest';
import { sha256, sha256Hex } from '../../src/vault/digest.js';
import { Mac } from '../../src/vault/mac.js';
import { SecretBytes } from '../../src/vault/secretBytes.js';
import { hkdf, subkey } from '../../src/vault/subkey.js';
import { hex, readBlocks, readWycheproof } from './vectors.js';

const secret = (text: string | undefined): SecretBytes => new SecretBytes(hex(text));
const derive = (key?: string, salt?: string, info?: string, length = 32): string =>
  hkdf(secret(key), hex(salt), hex(info), length).expose().toString('hex');

test('HKDF-SHA-256 gives the output of RFC 5869, A.1', () => {
  expect(derive('0b'.repeat(22), '000102030405060708090a0b0c', 'f0f1f2f3f4f5f6f7f8f9', 42)).toBe(
    '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
  );
});

test('HKDF-SHA-256 gives the outputs of RFC 5869', () => {
  for (const block of readBlocks('rfc/rfc-5869-HKDF-SHA256.txt', /^COUNT/m)?.filter((each) => each.has('IKM')) ?? []) {
    expect(derive(block.get('IKM'), block.get('salt'), block.get('info'), Number(block.get('L')))).toBe(
      block.get('OKM'),
    );
  }
});

test('HKDF-SHA-256 gives the outputs of Wycheproof, and none that is too long', () => {
  const tests = readWycheproof('hkdf_sha256_test.json')?.flatMap((group) => group.tests) ?? [];
  for (const { ikm, salt, info, size, okm } of tests.filter(({ result }) => result === 'valid')) {
    expect(derive(ikm, salt, info, Number(size))).toBe(okm);
  }
  for (const { ikm, salt, info, size } of tests.filter(({ result }) => result === 'invalid')) {
    expect(() => derive(ikm, salt, info, Number(size))).toThrow(/length/i);
  }
});

test('HMAC-SHA-256 gives the output of RFC 4231, case 2', () => {
  expect(new Mac(secret('4a656665')).of('what do ya want for nothing?').toString('hex')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});

test('HMAC-SHA-256 gives the outputs of RFC 4231', () => {
  for (const block of readBlocks('rfc/rfc-4231-sha256.txt')?.filter((each) => each.has('MD')) ?? []) {
    expect(new Mac(secret(block.get('Key'))).of(hex(block.get('Msg'))).toString('hex')).toBe(block.get('MD'));
  }
});

test('HMAC-SHA-256 gives the outputs of Wycheproof and no other', () => {
  for (const { tagSize, tests } of readWycheproof('hmac_sha256_test.json') ?? []) {
    for (const { key, msg, tag, result } of tests) {
      const ours = new Mac(secret(key)).of(hex(msg)).toString('hex', 0, tagSize / 8);
      expect(ours === tag).toBe(result === 'valid');
    }
  }
});

test('SHA-256 gives the output of FIPS 180-4', () => {
  expect(sha256('abc').toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256Hex(Buffer.from('abc'))).toBe(sha256('abc').toString('hex'));
});

test('subkeys of different labels have nothing in common, wherever the label is cut', () => {
  const key = new SecretBytes(Buffer.alloc(32, 7));
  const labels = [
    ['id', 'ab', 'c'],
    ['id', 'a', 'bc'],
    ['id', 'abc'],
    ['idabc'],
    ['pseudonym', 'ab', 'c'],
    ['id', 'ab', 'c', ''],
  ];
  const keys = labels.map((label) => subkey(key, label).expose().toString('hex'));
  expect(new Set(keys).size).toBe(labels.length);
  expect(subkey(key, ['id', 'ab', 'c']).expose().toString('hex')).toBe(keys[0]);
});

test('a label may be of any length', () => {
  expect(subkey(new SecretBytes(Buffer.alloc(32, 7)), ['id', 'x'.repeat(5000)]).length).toBe(32);
});
