import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/vault/digest.js';
import { Keyring } from '../../src/vault/keyring.js';
import { Vault } from '../../src/vault/vault.js';

const vaultOf = (text: string): Vault => new Vault(Keyring.parse(text));
const ring = Keyring.generate();

describe('the digest of a request', () => {
  it('is another under another keyring, and no hash that anybody could try values on', () => {
    const digest = vaultOf(ring).requests.of(['arguments', 'Odile']);
    expect(vaultOf(Keyring.generate()).requests.of(['arguments', 'Odile'])).not.toEqual(digest);
    expect(sha256('argumentsOdile')).not.toEqual(digest);
    expect(digest).toHaveLength(32);
  });

  it('is the same for the same parts, and another when a part moves its border', () => {
    const { requests } = vaultOf(ring);
    expect(vaultOf(ring).requests.of(['a', 'bc'])).toEqual(requests.of(['a', 'bc']));
    expect(requests.of(['ab', 'c'])).not.toEqual(requests.of(['a', 'bc']));
    expect(requests.of(['abc'])).not.toEqual(requests.of(['a', 'bc']));
  });
});
