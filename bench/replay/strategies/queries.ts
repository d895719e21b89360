/** What thieves ask for: everything that the contract gives of a person. */
import type { Page } from '../honest/honest.js';
import type { Thief, ThiefOptions } from '../thief.js';

export const traineeFields = 'id birthName usedName givenNames birthDateAgeBand email phone';
export const candidateFields = 'id usedName givenNames email phone';
export const counselledFields =
  'id identifier birthName usedName givenNames birthDate email phone address { postcode city }';

export function sweepQuery(fields: string): string {
  return `query Sweep($first: Int!, $after: String) {
    jobSeekers(first: $first, after: $after) { nodes { ${fields} } pageInfo { hasNextPage endCursor } }
  }`;
}

interface Found {
  readonly id: string;
}

export type FoundPage = Page<Found>;

/** Asks for one page of everybody; undefined when it was refused. */
export async function takePage(
  thief: Thief,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  options: ThiefOptions = {},
): Promise<FoundPage | undefined> {
  const { data } = await thief.ask(query, { ...options, variables });
  return (data as { readonly jobSeekers?: FoundPage } | null)?.jobSeekers ?? undefined;
}

/** Page after page until the end, a refusal or the thief's fall. */
export async function sweep(thief: Thief, fields: string, size: number, options: ThiefOptions = {}): Promise<void> {
  const query = sweepQuery(fields);
  let after: string | undefined;
  do {
    const page = await takePage(thief, query, { first: size, after }, options);
    after = page?.pageInfo.hasNextPage === true ? (page.pageInfo.endCursor ?? undefined) : undefined;
  } while (after !== undefined && !thief.isCutOff);
}

/** A well-formed id that was made up. */
export function guessedId(random: () => number): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const body = Array.from({ length: 21 }, () => letters[Math.floor(random() * 64)]).join('');
  return `${body}${'AQgw'[Math.floor(random() * 4)] ?? 'A'}`;
}
