/** The secret that an operator shares with whoever receives the alarms: `whsec_` and base64, as Standard Webhooks 1.0 writes it. */
import { readFileSync } from 'node:fs';
import { Failure } from './kernel/failure.js';
import { privateFileProblem } from './keyFile.js';
import { SecretBytes } from './vault/secretBytes.js';

const form = /^whsec_([A-Za-z0-9+/]{32,88}={0,2})$/;

/** What is wrong with the file at `path`, without a word of what it holds; undefined when it holds a secret. */
export function webhookKeyProblem(path: string): string | undefined {
  return (
    privateFileProblem(path) ?? (secretIn(path) === undefined ? 'names a file that holds no whsec_ secret' : undefined)
  );
}

/** 24 to 64 bytes. Throws Failure CONFIG_INVALID with {@link webhookKeyProblem}'s words. */
export function readWebhookKey(path: string): SecretBytes {
  const secret = secretIn(path);
  if (secret === undefined) throw new Failure('CONFIG_INVALID', `WATCH_WEBHOOK_KEY ${webhookKeyProblem(path) ?? ''}.`);
  return secret;
}

function secretIn(path: string): SecretBytes | undefined {
  const encoded = form.exec(readFileSync(path, 'utf8').trim())?.[1];
  const bytes = Buffer.from(encoded ?? '', 'base64');
  return bytes.length >= 24 && bytes.length <= 64 ? new SecretBytes(bytes) : undefined;
}
