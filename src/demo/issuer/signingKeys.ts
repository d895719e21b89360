/**
 * The keys that the demo's tokens are signed with, in a file of its data folder for its owner only; each `kid` is marked
 * so that `cloison serve` refuses them. The first one signs, all are published: a new one joins at the end, so that
 * everybody has met it before it signs, and the one that it relieves stays until its last token has expired.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { demoKeyPrefix } from '../../jws/keySet.js';
import { generateSigningJwk } from '../../jws/signingKey.js';
import { Failure } from '../../kernel/failure.js';
import { openPrivateFile, writePrivateFile } from './privateFile.js';

const jwkForm = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
  alg: z.literal('ES256'),
  use: z.literal('sig'),
  kid: z.string().startsWith(demoKeyPrefix),
});
const fileForm = z.strictObject({ keys: z.array(jwkForm).min(1) });

export type SigningJwk = Readonly<z.infer<typeof jwkForm>>;

/** Not empty; the first one signs. */
export type SigningKeys = readonly SigningJwk[];

/** More than rotate in the hour that a token lives, short of somebody who plays with it. */
const maxKeys = 12;

/** The keys of `folder`, one at the first start. Throws Failure KEYRING_INVALID when the file is damaged. */
export async function openSigningKeys(folder: string): Promise<SigningKeys> {
  const text = await openPrivateFile(pathIn(folder), async () => textOf([await newKey()]));
  const file = fileForm.safeParse(parseJson(text));
  if (!file.success)
    throw new Failure('KEYRING_INVALID', `${pathIn(folder)} is damaged: remove it to begin with a new key`);
  return file.data.keys;
}

/** With a new key at the end, which does not sign yet. */
export async function withNewKey(folder: string, keys: SigningKeys): Promise<SigningKeys> {
  return save(folder, [...keys.slice(0, maxKeys - 1), await newKey()]);
}

/** With the key at the end before the others: it signs from now on. */
export function withNewestFirst(folder: string, keys: SigningKeys): SigningKeys {
  return save(folder, [...keys.slice(-1), ...keys.slice(0, -1)]);
}

function save(folder: string, keys: SigningKeys): SigningKeys {
  writePrivateFile(pathIn(folder), textOf(keys));
  return keys;
}

async function newKey(): Promise<SigningJwk> {
  return jwkForm.parse(await generateSigningJwk('ES256', demoKeyPrefix));
}

function textOf(keys: SigningKeys): string {
  return `${JSON.stringify({ keys }, undefined, 2)}\n`;
}

function pathIn(folder: string): string {
  return join(folder, 'issuer-keys.json');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
