import { join } from 'node:path';
import { z } from 'zod';
import { demoKeyPrefix } from '../jws/keySet.js';
import { Keyring } from '../vault/keyring.js';
import { openPrivateFile } from './issuer/privateFile.js';

const generated = z.object({ keys: z.array(z.looseObject({ kid: z.string() })) });

/**
 * The keyring of `npm start`, made in `folder` at the first start: fresh keys whose `kid` says that they are the demo's,
 * so that `cloison serve` refuses them. Throws Failure KEYRING_INVALID when the file is damaged.
 */
export async function openDemoKeyring(folder: string): Promise<Keyring> {
  return Keyring.parse(await openPrivateFile(join(folder, 'keys.json'), demoKeyringText));
}

function demoKeyringText(): string {
  const { keys } = generated.parse(JSON.parse(Keyring.generate()));
  return `${JSON.stringify({ keys: keys.map((key) => ({ ...key, kid: `${demoKeyPrefix}${key.kid}` })) }, undefined, 2)}\n`;
}
