/** The key that the command line signs its proofs with, in a file that its owner alone reads: one for all its accounts. */
import { join } from 'node:path';
import { openPrivateFile } from '../demo/issuer/privateFile.js';
import { exportProofKey, generateProofKey, importProofKey, signProof } from '../jws/proofSigning.js';
import type { ProofRequest, ProofSigningKey } from '../jws/proofSigning.js';
import { Failure } from '../kernel/failure.js';
import { systemClock } from '../kernel/clock.js';
import { privateFileProblem } from '../keyFile.js';
import { sha256 } from '../vault/digest.js';
import { randomUuid } from '../vault/random.js';
import { CommandError } from './exit.js';
import { readInput } from './input.js';

function proofKeyPath(folder: string): string {
  return join(folder, 'cli-dpop-key.json');
}

/** The key of a data folder, made at the first call. Throws Failure KEYRING_INVALID when the file is damaged. */
export async function openProofKey(folder: string): Promise<ProofSigningKey> {
  const path = proofKeyPath(folder);
  const text = await openPrivateFile(path, async () => exportProofKey(await generateProofKey()));
  return named(path, () => importProofKey(text));
}

/** A key that its owner brings. Throws CommandError for a file that is not there or that others may read. */
export async function readProofKey(path: string): Promise<ProofSigningKey> {
  const problem = privateFileProblem(path);
  if (problem !== undefined) throw new CommandError(`--key-file ${problem}: ${path}`, { isWrongCall: true });
  const text = await readInput(path);
  return named(path, () => importProofKey(text));
}

/** A proof of this moment. */
export function proofOf(request: ProofRequest): Promise<string> {
  return signProof(request, { clock: systemClock, digest: sha256, uniqueId: randomUuid });
}

async function named(path: string, read: () => Promise<ProofSigningKey>): Promise<ProofSigningKey> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Failure) throw new Failure(error.code, `${path}: ${error.message}`, { cause: error });
    throw error;
  }
}
