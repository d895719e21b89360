/** What a witness has kept: a signed checkpoint a line. Lines that are no checkpoint are passed over: a crash may have torn one. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { claimedCheckpoint } from './checkpoint.js';
import type { Checkpoint } from './checkpoint.js';

export interface WitnessLine {
  readonly line: number;
  readonly text: string;
  /** What it says, believed by nobody yet. */
  readonly claimed: Checkpoint;
}

/** The lines that `path` holds at this moment: those that are added later speak of entries that are verified later. */
export async function openWitnessLines(path: string): Promise<AsyncGenerator<WitnessLine>> {
  const { size } = await stat(path);
  return witnessLines(path, size);
}

async function* witnessLines(path: string, bytes: number): AsyncGenerator<WitnessLine> {
  if (bytes === 0) return;
  const input = createReadStream(path, { end: bytes - 1 });
  let line = 0;
  for await (const written of createInterface({ input, crlfDelay: Infinity })) {
    line++;
    const text = written.trim();
    const claimed = claimedCheckpoint(text);
    if (claimed !== undefined) yield { line, text, claimed };
  }
}
