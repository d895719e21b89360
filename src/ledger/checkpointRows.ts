/** The checkpoints as the database and an export keep them: the signed text, and beside it what is needed to go on from there. */
import { z } from 'zod';
import type { Row, Statement } from '../store/statement.js';

export const storedCheckpointShape = z.strictObject({
  size: z.number().int().positive(),
  last_entry: z.number().int().positive(),
  at: z.string(),
  /** In hexadecimal, as `frontier`. */
  root: z.string(),
  frontier: z.string(),
  signed: z.string(),
});

export type StoredCheckpoint = Readonly<z.infer<typeof storedCheckpointShape>>;

const columns = `size, last_entry, at, encode(root, 'hex') AS root, encode(frontier, 'hex') AS frontier, signed`;

export function latestCheckpoint(): Statement {
  return {
    name: 'ledger_checkpoint_latest',
    text: `SELECT ${columns} FROM cloison.ledger_checkpoint ORDER BY size DESC LIMIT 1`,
    values: [],
  };
}

/** In order, at most `most`, of those above `size`. */
export function checkpointsAbove(size: number, most: number): Statement {
  return {
    name: 'ledger_checkpoints_above',
    text: `SELECT ${columns} FROM cloison.ledger_checkpoint WHERE size > $1 ORDER BY size LIMIT $2`,
    values: [size, most],
  };
}

/** The first one that holds `entry`. */
export function checkpointHolding(entry: number): Statement {
  return {
    name: 'ledger_checkpoint_holding',
    text: `SELECT ${columns} FROM cloison.ledger_checkpoint WHERE last_entry >= $1 ORDER BY last_entry LIMIT 1`,
    values: [entry],
  };
}

/** The last one that ends below `entry`. */
export function checkpointBelow(entry: number): Statement {
  return {
    name: 'ledger_checkpoint_below',
    text: `SELECT ${columns} FROM cloison.ledger_checkpoint WHERE last_entry < $1 ORDER BY last_entry DESC LIMIT 1`,
    values: [entry],
  };
}

/** The last one that was made before `instant`. */
export function checkpointBefore(instant: string): Statement {
  return {
    name: 'ledger_checkpoint_before',
    text: `SELECT ${columns} FROM cloison.ledger_checkpoint WHERE at < $1::timestamptz ORDER BY size DESC LIMIT 1`,
    values: [instant],
  };
}

/** The last place up to which entries were pruned. */
export function latestCut(): Statement {
  return {
    name: 'ledger_cut_latest',
    text: `SELECT ${columns} FROM cloison.ledger_cut ORDER BY size DESC LIMIT 1`,
    values: [],
  };
}

export function insertCheckpoint(table: 'ledger_checkpoint' | 'ledger_cut', stored: StoredCheckpoint): Statement {
  const { size, last_entry, at, root, frontier, signed } = stored;
  return {
    name: `${table}_insert`,
    text: `INSERT INTO cloison.${table} (size, last_entry, at, root, frontier, signed)
      VALUES ($1, $2, $3::timestamptz, decode($4, 'hex'), decode($5, 'hex'), $6)`,
    values: [size, last_entry, at, root, frontier, signed],
  };
}

export function storedCheckpointOf(row: Row): StoredCheckpoint {
  return row as unknown as StoredCheckpoint;
}
