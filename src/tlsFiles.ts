/** The certificate and key with which TLS ends in this server: looked at together before they are trusted. */
import { readFileSync, statSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { privateFileProblem } from './keyFile.js';

export interface TlsFiles {
  /** PEM: the server's certificate, then those that lead to its authority. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
}

export interface TlsPaths {
  readonly cert: string;
  readonly key: string;
}

export type TlsProblem = { readonly setting: 'TLS_CERT' | 'TLS_KEY'; readonly problem: string };

/** What is wrong with the two files, without a word of what they hold; undefined when a server can start with them. */
export function tlsProblem(paths: TlsPaths): TlsProblem | undefined {
  if (statSync(paths.cert, { throwIfNoEntry: false })?.isFile() !== true)
    return { setting: 'TLS_CERT', problem: 'names no file' };
  const problem = privateFileProblem(paths.key);
  if (problem !== undefined) return { setting: 'TLS_KEY', problem };
  const { cert, key } = readTlsFiles(paths);
  if (!accepts({ cert })) return { setting: 'TLS_CERT', problem: 'names a file that holds no certificate in PEM' };
  if (!accepts({ key })) return { setting: 'TLS_KEY', problem: 'names a file that holds no private key in PEM' };
  return accepts({ cert, key }) ? undefined : { setting: 'TLS_KEY', problem: 'is not the key of the certificate' };
}

export function readTlsFiles({ cert, key }: TlsPaths): TlsFiles {
  return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
}

function accepts(files: Partial<TlsFiles>): boolean {
  try {
    createSecureContext(files);
    return true;
  } catch {
    return false;
  }
}
