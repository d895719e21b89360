/** One request of the bench outside any measurement. */
import { z } from 'zod';

const answer = z.object({ data: z.unknown(), errors: z.array(z.object({ message: z.string() })).optional() });

export interface Endpoint {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Answered {
  readonly data: unknown;
  /** Of the body. */
  readonly bytes: number;
}

/** Throws unless the answer is whole: status 200 and no errors. */
export async function ask(endpoint: Endpoint, body: string): Promise<Answered> {
  const response = await fetch(endpoint.url, {
    method: 'POST',
    headers: { ...endpoint.headers, 'content-type': 'application/json' },
    body,
  });
  const text = await response.text();
  const { data, errors } = answer.parse(JSON.parse(text));
  if (response.status === 200 && errors === undefined) return { data, bytes: Buffer.byteLength(text) };
  throw new Error(`${endpoint.url} answered ${response.status}: ${errors?.[0]?.message ?? 'no error'}`);
}
