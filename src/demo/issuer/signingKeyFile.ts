import { join } from 'node:path';
import { z } from 'zod';
import { demoKeyPrefix } from '../../jws/keySet.js';
import { generateSigningJwk, importSigningKey } from '../../jws/signingKey.js';
import type { SigningKey } from '../../jws/signingKey.js';
import { Failure } from '../../kernel/failure.js';
import { openPrivateFile } from './privateFile.js';

const jwkForm = z.looseObject({ kty: z.string(), kid: z.string().startsWith(demoKeyPrefix), alg: z.string() });

/**
 * The issuer's key in `folder`, made at the first start: its own for each data folder, its `kid` marked so that
 * `cloison serve` refuses it. Throws Failure KEYRING_INVALID when the file is damaged.
 */
export async function openSigningKey(folder: string): Promise<SigningKey> {
  const path = join(folder, 'issuer-key.json');
  const text = await openPrivateFile(
    path,
    async () => `${JSON.stringify(await generateSigningJwk('ES256', demoKeyPrefix))}\n`,
  );
  const jwk = jwkForm.safeParse(parseJson(text));
  if (!jwk.success) throw new Failure('KEYRING_INVALID', `${path} is damaged: remove it to make a new one`);
  return importSigningKey(jwk.data);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
