/** The folder that an officer takes away: what was served, the drafts, and one signature over them all. */
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readKeySet } from '../../jws/keySet.js';
import { readStatement, signStatement } from '../../jws/statement.js';
import type { SigningKey } from '../../jws/signingKey.js';
import { Failure } from '../../kernel/failure.js';
import { canonicalJson } from '../canonicalJson.js';
import type { BreachRecord, BreachSources } from './breachRecord.js';
import { readBreach } from './breachRecord.js';
import type { Language } from './drafts/drafts.js';
import { draftsOf } from './drafts/drafts.js';
import type { LedgerExtent } from './extent.js';
import type { BreachQuestion } from './question.js';

/** SHA-256 of bytes that arrive one after the other. */
export interface Digest {
  update(bytes: Uint8Array): void;
  soFar(): Buffer;
}

export interface BreachTools {
  readonly newDigest: () => Digest;
  /** The ledger's own key. */
  readonly signingKey: SigningKey;
}

export const recordName = 'breach.json';
export const personsName = 'persons.csv';
const signatureName = 'signature.jws';
const signatureType = 'cloison-breach';

export interface FolderOrder {
  readonly folder: string;
  readonly question: BreachQuestion;
  readonly extent: LedgerExtent;
  readonly languages: readonly Language[];
}

/** Only its owner reads it. @throws Failure USAGE when the folder is there and holds something. */
export async function writeBreachFolder(
  sources: BreachSources,
  tools: BreachTools,
  { folder, question, extent, languages }: FolderOrder,
): Promise<BreachRecord> {
  await requireEmpty(folder);
  const files: Record<string, string> = {};
  const persons = tools.newDigest();
  const record = await writingTo(join(folder, personsName), (write) =>
    readBreach(sources, question, extent, async (text) => {
      const bytes = Buffer.from(text);
      persons.update(bytes);
      await write(bytes);
    }),
  );
  files[personsName] = persons.soFar().toString('hex');
  const texts = [
    [recordName, canonicalJson(record)],
    ...languages.flatMap((language) => draftsOf(record, language)),
  ] as const;
  for (const [name = '', text = ''] of texts) {
    await writeFile(join(folder, name), text, { mode: 0o600, flag: 'wx' });
    files[name] = digestOf(tools, text);
  }
  const signature = await signStatement({ files }, signatureType, tools.signingKey);
  await writeFile(join(folder, signatureName), `${signature}\n`, { mode: 0o600, flag: 'wx' });
  return record;
}

/** A new file that only its owner reads, open while `work` writes to it. */
async function writingTo<T>(
  path: string,
  work: (write: (bytes: Buffer) => Promise<unknown>) => Promise<T>,
): Promise<T> {
  const handle = await open(path, 'wx', 0o600);
  try {
    return await work((bytes) => handle.writeFile(bytes));
  } finally {
    await handle.close();
  }
}

function digestOf({ newDigest }: Pick<BreachTools, 'newDigest'>, text: string): string {
  const digest = newDigest();
  digest.update(Buffer.from(text));
  return digest.soFar().toString('hex');
}

/** By name of the file, what was signed and what is there now; undefined when the signature is not this store's. */
export async function signedFiles(
  folder: string,
  tools: BreachTools,
): Promise<ReadonlyMap<string, { readonly isUnchanged: boolean }> | undefined> {
  const text = await readOf(folder, signatureName);
  const keys = await readKeySet({ keys: [tools.signingKey.publicJwk] });
  const claims = keys === undefined ? undefined : await readStatement(text.trim(), signatureType, keys);
  const files = claims?.files;
  if (typeof files !== 'object' || files === null) return undefined;
  const compared = Object.entries(files).map(async ([name, signed]) => {
    const isUnchanged = /^[a-z.]{1,40}$/.test(name) && (await fileDigest(join(folder, name), tools)) === signed;
    return [name, { isUnchanged }] as const;
  });
  return new Map(await Promise.all(compared));
}

/** @throws Failure USAGE when the folder is no breach file. */
export async function readOf(folder: string, name: string): Promise<string> {
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (cause) {
    throw new Failure('USAGE', `${folder} holds no ${name}: it is no breach file.`, { cause });
  }
}

/** Undefined: it is not there. A list of persons may be long: it goes through in pieces. */
export async function fileDigest(
  path: string,
  { newDigest }: Pick<BreachTools, 'newDigest'>,
): Promise<string | undefined> {
  const digest = newDigest();
  try {
    for await (const piece of createReadStream(path)) digest.update(piece as Buffer);
  } catch {
    return undefined;
  }
  return digest.soFar().toString('hex');
}

async function requireEmpty(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const [entry] = await readdir(folder);
  if (entry !== undefined) throw new Failure('USAGE', `${folder} is not empty: name a folder that is not there yet.`);
}
