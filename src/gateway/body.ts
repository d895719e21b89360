/** The body of a GraphQL request: bounded before it is parsed, one operation, no batch. */
import type { IncomingMessage } from 'node:http';
import type { Refused } from '../kernel/refusal.js';
import { refuse } from '../kernel/refusal.js';

/** Bytes of a body: a batch of a thousand rows fits, a flood of aliases does not. */
const bodyBytesAtMost = 512 * 1024;

/** @throws Refused UNSUPPORTED_MEDIA_TYPE, BODY_TOO_LARGE, BAD_REQUEST, BATCHING_REFUSED. */
export async function readJsonBody(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw refuse('UNSUPPORTED_MEDIA_TYPE', 'Send the query as application/json.');
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw refuse('UNSUPPORTED_MEDIA_TYPE', 'Send the body without a content encoding.');
  }
  const body = parse(await readBounded(request));
  if (Array.isArray(body))
    throw refuse('BATCHING_REFUSED', 'Send one operation a request: a list of operations is refused whole.');
  if (typeof body !== 'object' || body === null) throw refuse('BAD_REQUEST', 'The body is a JSON object with a query.');
  return body as Readonly<Record<string, unknown>>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse('BAD_REQUEST', 'The body is not JSON.');
  }
}

function tooLarge(): Refused {
  return refuse('BODY_TOO_LARGE', `A body has at most ${String(bodyBytesAtMost)} bytes.`);
}

function readBounded(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const declared = Number(request.headers['content-length'] ?? 0);
    if (declared > bodyBytesAtMost) {
      reject(tooLarge());
      return;
    }
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > bodyBytesAtMost) {
        request.pause();
        reject(tooLarge());
      } else {
        chunks.push(chunk);
      }
    });
    request.once('end', () => {
      const [only] = chunks;
      resolve((chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks)).toString('utf8'));
    });
    request.once('error', reject);
    request.once('aborted', () => {
      reject(refuse('BAD_REQUEST', 'The request ended before its body.'));
    });
  });
}
