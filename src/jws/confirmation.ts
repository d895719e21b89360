import { isBase64urlOf32Bytes } from './base64url.js';
import { isJsonObject } from './strictJson.js';

/** The key that whoever sends the token must prove (RFC 7800, section 3.1): its own (RFC 9449) or its certificate's (RFC 8705). */
export interface Confirmation {
  readonly kind: 'KEY' | 'CERTIFICATE';
  /** Base64url of a SHA-256: of the key's JWK (RFC 7638), or of the certificate. */
  readonly thumbprint: string;
}

const kindOfMember = Object.freeze({ jkt: 'KEY', 'x5t#S256': 'CERTIFICATE' } as const);

/** Reads `cnf`; undefined unless it names exactly one key, in one of the two ways. */
export function readConfirmation(cnf: unknown): Confirmation | undefined {
  if (!isJsonObject(cnf)) return undefined;
  const [entry, another] = Object.entries(cnf);
  if (entry === undefined || another !== undefined) return undefined;
  const [member, thumbprint] = entry;
  if ((member !== 'jkt' && member !== 'x5t#S256') || !isBase64urlOf32Bytes(thumbprint)) return undefined;
  return Object.freeze({ kind: kindOfMember[member], thumbprint });
}
