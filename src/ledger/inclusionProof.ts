/**
 * What a person is given to hold: that an entry names them, as it stood under a signed root. It says of the others how many there
 * were and nothing else.
 */
import { z } from 'zod';
import type { KeySet } from '../jws/keySet.js';
import { invariant } from '../kernel/invariant.js';
import type { Database } from '../store/database.js';
import type { Statement } from '../store/statement.js';
import { readCheckpoint } from './checkpoint.js';
import type { Checkpoint } from './checkpoint.js';
import { checkpointBelow, checkpointHolding, storedCheckpointOf } from './checkpointRows.js';
import type { StoredCheckpoint } from './checkpointRows.js';
import { CompactRange } from './compactRange.js';
import { inclusionPath } from './inclusionPath.js';
import type { Growth } from './inclusionPath.js';
import { hashOfLeaf, headFields, headHash, leafFields, leafHashes } from './leaf.js';
import { rootOfPath } from './merkleTree.js';
import { storedEntryColumns, storedEntryShape } from './storedEntry.js';
import type { StoredEntry } from './storedEntry.js';

const hex32 = z.string().regex(/^[0-9a-f]{64}$/);

export const inclusionProofShape = z.strictObject({
  entry: storedEntryShape
    .omit({ persons: true, shapes: true, shape_of: true, detail: true, salt: true })
    .extend({ rest: hex32 }),
  leaf: z.strictObject({
    person: z.string().nullable(),
    shape: z.string(),
    place: z.number().int().nonnegative(),
    count: z.number().int().nonnegative(),
    salt: hex32,
  }),
  /** Among all leaves of the tree, from 0. */
  index: z.number().int().nonnegative(),
  /** RFC 9162, section 2.1.3, from the leaf up, each in hexadecimal. */
  path: z.array(hex32).max(60),
  /** The signed checkpoint whose root the path leads to. */
  checkpoint: z.string(),
});

export type InclusionProof = Readonly<z.infer<typeof inclusionProofShape>>;

/** The proofs of a person's leaves, in order; of one entry when it is named. Entries behind the last checkpoint have none yet. */
export async function proveInclusion(
  database: Database,
  { person, entry }: { readonly person: string; readonly entry: number | undefined },
): Promise<readonly InclusionProof[]> {
  const proofs: InclusionProof[] = [];
  let step: Step | undefined;
  for (const row of await database.read(entriesOf(person, entry))) {
    const id = Number(row['entry']);
    if (step === undefined || id > step.checkpoint.last_entry) step = await stepHolding(database, id);
    if (step !== undefined) proofs.push(...proofsWithin(step, person, id));
  }
  return proofs;
}

/** Why a proof proves nothing; the checkpoint that it leads to when it does. */
export async function checkInclusion(
  { entry, leaf, index, path, checkpoint }: InclusionProof,
  keys: KeySet,
): Promise<{ readonly checkpoint: Checkpoint } | { readonly problem: string }> {
  const signed = await readCheckpoint('CHECKPOINT', checkpoint, keys);
  if (signed === undefined) return { problem: 'its checkpoint is not signed by the key' };
  const root = rootOfPath(
    hashOfLeaf(headHash(entry), leaf),
    { index, size: signed.size },
    path.map((hash) => Buffer.from(hash, 'hex')),
  );
  return root?.toString('hex') === signed.root
    ? { checkpoint: signed }
    : { problem: 'its path does not lead to the root that was signed' };
}

/** What one checkpoint took in. */
interface Step {
  readonly checkpoint: StoredCheckpoint;
  readonly growth: Growth;
  readonly entries: readonly { readonly entry: StoredEntry; readonly first: number }[];
}

async function stepHolding(database: Database, id: number): Promise<Step | undefined> {
  const [checkpoint] = (await database.read(checkpointHolding(id))).map(storedCheckpointOf);
  if (checkpoint === undefined) return undefined;
  const [below] = (await database.read(checkpointBelow(id))).map(storedCheckpointOf);
  const before =
    below === undefined ? CompactRange.empty() : CompactRange.of(below.size, Buffer.from(below.frontier, 'hex'));
  invariant(before, 'a checkpoint of the ledger has the nodes of its size');
  const leaves: Buffer[] = [];
  const rows = await database.read(entriesBetween(below?.last_entry ?? 0, checkpoint.last_entry));
  const entries = (rows as unknown as readonly StoredEntry[]).map((entry) => {
    const first = before.size + leaves.length;
    leaves.push(...leafHashes(entry));
    return { entry, first };
  });
  return { checkpoint, growth: { before, leaves }, entries };
}

function proofsWithin({ checkpoint, growth, entries }: Step, person: string, id: number): readonly InclusionProof[] {
  const found = entries.find(({ entry }) => entry.id === id);
  if (found === undefined) return [];
  return leafFields(found.entry)
    .filter((leaf) => leaf.person === person)
    .map((leaf) => {
      const index = found.first + leaf.place;
      const path = inclusionPath(growth, index).map((hash) => hash.toString('hex'));
      return { entry: headFields(found.entry), leaf, index, path, checkpoint: checkpoint.signed };
    });
}

function entriesOf(person: string, entry: number | undefined): Statement {
  return {
    name: 'ledger_entries_of_person',
    text: `SELECT DISTINCT entry FROM cloison.ledger_person WHERE person = $1::uuid AND ($2::bigint IS NULL OR entry = $2) ORDER BY entry`,
    values: [person, entry ?? null],
  };
}

function entriesBetween(above: number, upTo: number): Statement {
  return {
    name: 'ledger_entries_between',
    text: `SELECT ${storedEntryColumns} FROM cloison.ledger_entry e WHERE e.id > $1 AND e.id <= $2 ORDER BY e.id`,
    values: [above, upTo],
  };
}
