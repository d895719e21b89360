/** The two things that are measured, as the requests that every server gets, to the letter. */

/** The ten fields of a person: an adviser reads them all, exact, and all ten are sealed at rest. */
const person = `
      id
      identifier
      birthName
      usedName
      givenNames
      birthDate
      email
      phone
      address {
        line
        postcode
        city
      }`;

export const pageSize = 50;

const pageQuery = `query Page($first: Int!, $after: String) {
  jobSeekers(first: $first, after: $after) {
    nodes {${person}
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}`;

const oneQuery = `query One($id: ID!) {
  jobSeeker(id: $id) {${person}
  }
}`;

export const workloadNames = ['page', 'one'] as const;
export type WorkloadName = (typeof workloadNames)[number];

/** A person as both sides answer it. */
export interface AnsweredPerson {
  readonly id: string;
  readonly [field: string]: unknown;
}

export interface PageAnswer {
  readonly jobSeekers: {
    readonly nodes: readonly AnsweredPerson[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

export interface OneAnswer {
  readonly jobSeeker: AnsweredPerson | null;
}

export function pageBody(after?: string): string {
  const variables = after === undefined ? { first: pageSize } : { first: pageSize, after };
  return JSON.stringify({ query: pageQuery, operationName: 'Page', variables });
}

export function oneBody(id: string): string {
  return JSON.stringify({ query: oneQuery, operationName: 'One', variables: { id } });
}
