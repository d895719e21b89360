/**
 * The receipt of an erasure: signed by the store, readable by anybody who has its public key, naming the person by the store's id
 * and nothing else. It is made from what the erasure recorded, as often as it is asked for.
 */
import type { SigningKey } from '../jws/signingKey.js';
import { importSigningKey } from '../jws/signingKey.js';
import type { KeySet } from '../jws/keySet.js';
import { readStatement, signStatement } from '../jws/statement.js';
import { refuse } from '../kernel/refusal.js';
import type { Uuid } from '../kernel/uuid.js';
import type { Vault } from '../vault/vault.js';
import type { Lifecycle } from './lifecycle.js';

const type = 'cloison-erasure+jwt';

export function receiptKey(vault: Vault): Promise<SigningKey> {
  return importSigningKey(vault.signingJwk('erasure receipt'));
}

/** Of the person's last erasure, as a compact JWS. Throws Refused NOT_REGISTERED when there was none. */
export async function receiptOf({ database, vault }: Lifecycle, typeName: string, person: Uuid): Promise<string> {
  const [row] = await database.read({
    name: '',
    text: `SELECT jsonb_build_object('sub', person, 'type', type, 'why', why, 'erasedAt', to_char(erased_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
       'actors', actors, 'tables', tables, 'columns', columns, 'ledgerEntry', entry, 'registerLine', line) AS claims
  FROM cloison.erasure WHERE type = $1 AND person = $2::uuid ORDER BY line DESC LIMIT 1`,
    values: [typeName, person],
  });
  if (row === undefined) throw refuse('NOT_REGISTERED', 'Nobody was erased here under that id.');
  return signStatement(row['claims'] as Readonly<Record<string, unknown>>, type, await receiptKey(vault));
}

/** What the receipt says; undefined unless one of `keys`, those of the store, signed it. */
export function readReceipt(text: string, keys: KeySet): Promise<Readonly<Record<string, unknown>> | undefined> {
  return readStatement(text, type, keys);
}
