/** Which operation a body asks for: its text, or the digest of a registered one. A name chooses nothing. */
import { refuse } from '../kernel/refusal.js';

export type Body = Readonly<Record<string, unknown>>;

/** Neither: the body has no operation. `rest`: what of the body stays as it is. */
export interface RequestedOperation {
  readonly text: string | undefined;
  /** SHA-256, 32 bytes. */
  readonly digest: Buffer | undefined;
  readonly rest: Body;
}

/**
 * A digest stands in `documentId`, `sha256:` before its hexadecimal (GraphQL over HTTP, appendix A on persisted documents),
 * or in `extensions.persistedQuery.sha256Hash`, as Apollo's clients send it.
 *
 * @throws Refused BAD_REQUEST when it has another form, or two digests.
 */
export function requestedOperation(body: Body): RequestedOperation {
  const { documentId, query, extensions, ...others } = body;
  const { persistedQuery, ...otherExtensions } = asRecord(extensions);
  const named = [documentIdOf(documentId), sha256HashOf(persistedQuery)].flatMap((digest) => digest ?? []);
  const [digest, second] = named;
  if (digest !== undefined && second?.equals(digest) === false)
    throw refuse('BAD_REQUEST', 'The request names two operations.');
  return {
    text: typeof query === 'string' ? query : undefined,
    digest,
    rest:
      extensions === undefined
        ? others
        : { ...others, extensions: isRecord(extensions) ? otherExtensions : extensions },
  };
}

function documentIdOf(value: unknown): Buffer | undefined {
  if (value === undefined || value === null) return undefined;
  const [, hex] = typeof value === 'string' ? (/^sha256:([0-9a-f]{64})$/.exec(value) ?? []) : [];
  if (hex === undefined)
    throw refuse('BAD_REQUEST', 'A documentId is sha256: and the 64 hexadecimal digits of the text, in lower case.');
  return Buffer.from(hex, 'hex');
}

function sha256HashOf(persistedQuery: unknown): Buffer | undefined {
  if (persistedQuery === undefined || persistedQuery === null) return undefined;
  const hex = asRecord(persistedQuery)['sha256Hash'];
  if (typeof hex !== 'string' || !/^[0-9a-f]{64}$/.test(hex))
    throw refuse('BAD_REQUEST', 'A sha256Hash is the 64 hexadecimal digits of the text, in lower case.');
  return Buffer.from(hex, 'hex');
}

function isRecord(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asRecord(value: unknown): Body {
  return isRecord(value) ? value : {};
}
