/** Tokens of the demo, as its accounts get them: a person logs in and has a code exchanged, a machine shows its certificate. */
import { existsSync } from 'node:fs';
import { certificatePaths } from '../demo/certificates/demoCertificates.js';
import { findDemo } from '../demo/runningDemo.js';
import type { RunningDemo } from '../demo/runningDemo.js';
import { askMachineToken } from './demoMachineToken.js';
import { askPersonToken } from './demoPersonToken.js';
import type { Credentials } from './credentials.js';
import { CommandError } from './exit.js';
import { openProofKey } from './proofKeyFile.js';
import { metadataOf } from './serverMetadata.js';
import type { AuthenticationWish } from './stepUp.js';
import type { TokenAnswer } from './tokenAnswer.js';
import { readTlsIdentity } from './tlsIdentity.js';

/** The demo that runs on `folder`. Throws CommandError when there is none. */
export function requireDemo(folder: string): RunningDemo {
  const demo = findDemo(folder);
  if (demo === undefined) throw new CommandError(`No demo runs on ${folder}. Start one with: npm start`);
  return demo;
}

export interface DemoTokenRequest {
  readonly folder: string;
  readonly account: string;
  /** How a person is to authenticate; undefined: as the server thinks fit. */
  readonly wish?: AuthenticationWish | undefined;
}

export interface DemoToken {
  readonly answer: TokenAnswer;
  readonly credentials: Credentials;
  readonly demo: RunningDemo;
}

/** Asks the demo's authorization server. Throws CommandError when it refuses or does not answer. */
export async function askDemoToken({ folder, account, wish }: DemoTokenRequest): Promise<DemoToken> {
  const demo = requireDemo(folder);
  const server = await metadataOf(demo.issuer);
  if (isMachine(folder, account)) {
    const identity = await readTlsIdentity(certificatePaths(folder, account));
    const answer = await askMachineToken(account, server, identity);
    return { answer, credentials: { kind: 'CERTIFICATE', token: answer.access_token, identity }, demo };
  }
  const key = await openProofKey(folder);
  const answer = await askPersonToken({ account, server, key, wish });
  return { answer, credentials: { kind: 'PROOF', token: answer.access_token, key }, demo };
}

/** The demo leaves a certificate for each of its machines. */
function isMachine(folder: string, account: string): boolean {
  return /^[a-z0-9-]+$/.test(account) && account !== 'server' && existsSync(certificatePaths(folder, account).cert);
}
