/**
 * Idempotency keys (`cloison.write_key`). The key is claimed before the work and in its transaction: of two at once the
 * second waits for the first to commit, and then finds what it did.
 */
import { invariant } from '../../kernel/invariant.js';
import type { Session } from '../session.js';

export interface WriteKey {
  readonly account: string;
  readonly mutation: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

/** `outcome` is what the first left, as JSON; undefined when this is the first. */
export type ClaimedKey =
  { readonly isFirst: true } | { readonly isFirst: false; readonly request: Buffer; readonly outcome: unknown };

export async function claimKey(
  session: Session,
  { account, mutation, key }: WriteKey,
  request: Buffer,
): Promise<ClaimedKey> {
  const claimed = await session.write({
    name: 'write_key_claim',
    text: `INSERT INTO cloison.write_key (account, mutation, key, request, outcome) VALUES ($1, $2, $3, $4, '{}')
ON CONFLICT (account, mutation, key) DO NOTHING`,
    values: [account, mutation, key, request],
  });
  if (claimed === 1) return { isFirst: true };
  const [row] = await session.read({
    name: 'write_key_find',
    text: 'SELECT request, outcome FROM cloison.write_key WHERE account = $1 AND mutation = $2 AND key = $3',
    values: [account, mutation, key],
  });
  const found = row?.['request'];
  invariant(Buffer.isBuffer(found), 'a key that could not be claimed is there');
  return { isFirst: false, request: found, outcome: row?.['outcome'] };
}

/** `outcome` holds codes, numbers of rows and keys of rows, never a value. */
export async function settleKey(
  session: Session,
  { account, mutation, key }: WriteKey,
  outcome: unknown,
): Promise<void> {
  const settled = await session.write({
    name: 'write_key_settle',
    text: 'UPDATE cloison.write_key SET outcome = $4 WHERE account = $1 AND mutation = $2 AND key = $3',
    values: [account, mutation, key, JSON.stringify(outcome)],
  });
  invariant(settled === 1, 'a claimed key is settled');
}
