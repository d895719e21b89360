import { expect, test } from 'vitest';
import { newVault } from '../support/rental.js';
import { Keyring } from '../../src/vault/keyring.js';
import { Vault } from '../../src/vault/vault.js';

test('the chain of erasures is its keyring’s, and each line hangs on the one before', () => {
  const text = Keyring.generate();
  const chain = (): Vault['erasures'] => new Vault(Keyring.parse(text)).erasures;
  const start = Buffer.alloc(0);
  const first = chain().next(start, ['1', 'a']);
  expect(chain().isSame(chain().next(start, ['1', 'a']), first)).toBe(true);
  const others = [
    chain().next(first, ['1', 'a']),
    chain().next(start, ['1a']),
    newVault().erasures.next(start, ['1', 'a']),
    first.subarray(1),
  ];
  for (const other of others) expect(chain().isSame(other, first)).toBe(false);
});
