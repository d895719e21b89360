/**
 * The compact serialisation of a JWS (RFC 7515, section 7.1), read before anything in it is believed: a bound on its
 * length first, then its form, and one spelling only (base64url without stray bits), so that a token has one text.
 */
import { decodeBase64url } from './base64url.js';
import { parseStrictObject } from './strictJson.js';

/** What an honest issuer's token stays well below; longer ones are refused unread. */
export const maxTokenLength = 8192;
/** A proof with a key of RSA 4096 and room to spare. */
export const maxProofLength = 4096;

const form = /^([A-Za-z0-9_-]{4,2048})\.([A-Za-z0-9_-]{4,8192})\.([A-Za-z0-9_-]{16,1024})$/;

export interface CompactJws {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** The decoded parts, not yet verified; undefined when `text` is no compact JWS of two strict JSON objects, or too long. */
export function parseCompactJws(text: string, maxLength: number): CompactJws | undefined {
  if (text.length > maxLength) return undefined;
  const parts = form.exec(text);
  if (parts === null || decodeBase64url(parts[3] ?? '') === undefined) return undefined;
  const header = jsonObject(parts[1] ?? '');
  const payload = jsonObject(parts[2] ?? '');
  return header === undefined || payload === undefined ? undefined : { header, payload };
}

function jsonObject(part: string): Readonly<Record<string, unknown>> | undefined {
  const bytes = decodeBase64url(part);
  const text = bytes === undefined ? undefined : decodeUtf8(bytes);
  return text === undefined ? undefined : parseStrictObject(text);
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}
