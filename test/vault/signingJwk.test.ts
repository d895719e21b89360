import { describe, expect, it } from 'vitest';
import { Keyring } from '../../src/vault/keyring.js';
import { SecretBytes } from '../../src/vault/secretBytes.js';
import { signingJwk } from '../../src/vault/signingJwk.js';
import { Vault } from '../../src/vault/vault.js';

describe('a signing key', () => {
  it('is the one of RFC 8032, section 7.1, and RFC 8037, appendix A', () => {
    const seed = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
    expect(signingJwk(new SecretBytes(Buffer.from(seed, 'hex')))).toEqual({
      kty: 'OKP',
      crv: 'Ed25519',
      alg: 'EdDSA',
      use: 'sig',
      kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
      x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
      d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
    });
  });

  it('is the same in every replica, another for another use and another keyring', () => {
    const text = Keyring.generate();
    const vault = (): Vault => new Vault(Keyring.parse(text));
    const key = vault().signingJwk('ledger');
    expect(vault().signingJwk('ledger')).toEqual(key);
    expect(vault().signingJwk('erasure receipt').kid).not.toBe(key.kid);
    expect(new Vault(Keyring.parse(Keyring.generate())).signingJwk('ledger').kid).not.toBe(key.kid);
  });
});
