import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { demoKeyPrefix } from '../jws/keySet.js';
import { Failure } from '../kernel/failure.js';
import { Keyring } from '../vault/keyring.js';
import { openPrivateFile } from './issuer/privateFile.js';

const generated = z.object({ keys: z.array(z.looseObject({ kid: z.string() })) });

/**
 * The keyring of `npm start`, made in `folder` at the first start: fresh keys whose `kid` says that they are the demo's,
 * so that `cloison serve` refuses them. Throws Failure KEYRING_INVALID when the file is damaged, or gone while what was
 * sealed with it is there: other keys would open none of it.
 */
export async function openDemoKeyring(folder: string): Promise<Keyring> {
  const path = join(folder, 'keys.json');
  if (!existsSync(path) && existsSync(join(folder, 'postgres')))
    throw new Failure('KEYRING_INVALID', `${path} is gone: ${adviceFor(folder)}`);
  const text = await openPrivateFile(path, demoKeyringText);
  try {
    return Keyring.parse(text);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.code, `${path}: ${error.message} ${adviceFor(folder)}`, { cause: error });
  }
}

function adviceFor(folder: string): string {
  return `The demo's persons are sealed with it. Put it back, or delete ${folder} to begin with new ones.`;
}

function demoKeyringText(): string {
  const { keys } = generated.parse(JSON.parse(Keyring.generate()));
  return `${JSON.stringify({ keys: keys.map((key) => ({ ...key, kid: `${demoKeyPrefix}${key.kid}` })) }, undefined, 2)}\n`;
}
