/** A signed statement of how the ledger stood: whoever keeps one elsewhere can prove that something before it was changed. */
import { z } from 'zod';
import type { KeySet } from '../jws/keySet.js';
import type { SigningKey } from '../jws/signingKey.js';
import { claimedStatement, readStatement, signStatement } from '../jws/statement.js';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

const shape = z.strictObject({
  /** Of which ledger. */
  origin: z.string().regex(/^[0-9a-f-]{36}$/),
  /** Leaves. */
  size: z.number().int().positive(),
  /** In hexadecimal, as `previous`. */
  root: hash,
  /** ISO 8601, on the database's clock. */
  at: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/),
  /** The last entry that it holds. */
  entry: z.number().int().positive(),
  /** The root of the checkpoint before; of the first one, the root of an empty tree. */
  previous: hash,
});

export type Checkpoint = Readonly<z.infer<typeof shape>>;

/** `CHECKPOINT` says how the ledger stood; `CUT` that entries up to there were pruned by who holds the key. */
export type CheckpointKind = 'CHECKPOINT' | 'CUT';

const types: Readonly<Record<CheckpointKind, string>> = {
  CHECKPOINT: 'cloison-checkpoint',
  CUT: 'cloison-ledger-cut',
};

export function signCheckpoint(kind: CheckpointKind, checkpoint: Checkpoint, key: SigningKey): Promise<string> {
  return signStatement(checkpoint, types[kind], key);
}

/** Undefined when none of `keys` signed it as a checkpoint of this kind. */
export async function readCheckpoint(
  kind: CheckpointKind,
  signed: string,
  keys: KeySet,
): Promise<Checkpoint | undefined> {
  return shape.safeParse(await readStatement(signed, types[kind], keys)).data;
}

/** What a text claims to be, believed by nobody yet. */
export function claimedCheckpoint(signed: string): Checkpoint | undefined {
  return shape.safeParse(claimedStatement(signed)).data;
}
