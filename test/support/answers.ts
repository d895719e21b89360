/** What tests say of an answer, in the project's words: disclosed, refused, or nobody there. */
import { expect } from 'vitest';
import type { Code } from '../../src/kernel/codes.js';
import { statusOfCode } from '../../src/kernel/codes.js';
import type { Reply } from './service.js';

export type Data = Readonly<Record<string, unknown>>;

/** The answer is whole, and is `data` when that is given. */
export function expectDisclosed(reply: Reply, data?: Data): Data {
  expect([reply.status, reply.codes, reply.messages]).toEqual([200, [], []]);
  if (data !== undefined) expect(reply.data).toEqual(data);
  return reply.data ?? {};
}

/** The whole operation is refused with one code, at the code's status, and nothing is disclosed beside it. */
export function expectRefused(reply: Reply, code: Code, message?: string | RegExp): void {
  expect([reply.status, reply.codes]).toEqual([statusOfCode[code], [code]]);
  expect(Object.values(reply.data ?? {}).filter((value) => value !== null)).toEqual([]);
  if (message !== undefined) expect(reply.messages[0]).toMatch(message);
}

/** The contract has no such field: GraphQL's own refusal, before anything is planned. */
export function expectOutsideContract(reply: Reply): void {
  expect([reply.status, reply.codes.every((code) => code === 'GRAPHQL_VALIDATION_FAILED')]).toEqual([400, true]);
  expect(reply.codes.length).toBeGreaterThan(0);
  expect(reply.data).toBeUndefined();
}

/** Nobody is there: `root` is null, and nothing says why. */
export function expectNobody(reply: Reply, root: string): void {
  expectDisclosed(reply, { [root]: null });
  expect(reply.withheld).toEqual([]);
}

export interface Page {
  readonly nodes: readonly Data[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

/** The connection under `root`. */
export function pageOf(reply: Reply, root: string): Page {
  return expectDisclosed(reply)[root] as Page;
}

/** A member of a disclosed object, itself an object. */
export function within(data: unknown, ...path: readonly (string | number)[]): Data {
  let at = data;
  for (const step of path) at = (at as Record<string | number, unknown> | null | undefined)?.[step];
  return at as Data;
}
