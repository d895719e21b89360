import { readInput } from './input.js';

/** What a machine shows in a TLS handshake (RFC 8705), and what it holds the server's certificate against; PEM. */
export interface TlsIdentity {
  readonly cert: string;
  readonly key: string;
  /** Undefined: the authorities that Node knows. */
  readonly authority: string | undefined;
}

export interface TlsIdentityPaths {
  readonly cert: string;
  readonly key: string;
  readonly authority?: string | undefined;
}

/** Throws CommandError for a file that cannot be read. */
export async function readTlsIdentity({ cert, key, authority }: TlsIdentityPaths): Promise<TlsIdentity> {
  return {
    cert: await readInput(cert),
    key: await readInput(key),
    authority: authority === undefined ? undefined : await readInput(authority),
  };
}
