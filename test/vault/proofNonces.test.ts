import { describe, expect, it } from 'vitest';
import { Keyring } from '../../src/vault/keyring.js';
import { Vault } from '../../src/vault/vault.js';

const text = Keyring.generate();
const replica = (): Vault => new Vault(Keyring.parse(text));
const noon = Date.parse('2026-03-02T12:00:00Z');

describe('a nonce for proofs', () => {
  it('is known to every replica with the same keyring, and to no other', () => {
    const nonce = replica().nonces.current(noon);
    expect(replica().nonces.isCurrent(nonce, noon)).toBe(true);
    expect(new Vault(Keyring.parse(Keyring.generate())).nonces.isCurrent(nonce, noon)).toBe(false);
  });

  it('lives for the rest of its minute and two more', () => {
    const { nonces } = replica();
    const nonce = nonces.current(noon);
    expect(nonces.isCurrent(nonce, noon + 179_999)).toBe(true);
    expect(nonces.isCurrent(nonce, noon + 180_000)).toBe(false);
  });

  it('is not accepted before its minute', () => {
    const { nonces } = replica();
    expect(nonces.isCurrent(nonces.current(noon), noon - 1)).toBe(false);
  });

  it('has one spelling', () => {
    const { nonces } = replica();
    const nonce = nonces.current(noon);
    expect(nonce).toMatch(/^[A-Za-z0-9_-]{32}$/);
    for (const other of [`${nonce}=`, nonce.toLowerCase(), nonce.slice(0, -1), `${nonce}A`, '']) {
      expect(nonces.isCurrent(other, noon)).toBe(false);
    }
  });
});
