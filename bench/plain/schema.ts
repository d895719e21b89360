/**
 * The plain server's GraphQL: the same types as far as the queries ask them, over plaintext columns, one SQL statement a
 * request. Rows go to GraphQL as pg gives them; the leaves are graphql-js's default resolvers.
 */
import type { PlainPeople, PlainRow } from './people.js';

export const typeDefs = `#graphql
  type Query {
    jobSeeker(id: ID!): JobSeeker
    jobSeekers(first: Int!, after: String): JobSeekerConnection!
  }

  type JobSeekerConnection {
    nodes: [JobSeeker!]!
    pageInfo: PageInfo!
  }

  type PageInfo {
    hasNextPage: Boolean!
    endCursor: String
  }

  type JobSeeker {
    id: ID!
    identifier: String
    birthName: String
    usedName: String
    givenNames: String
    birthDate: String
    email: String
    phone: String
    address: Address
  }

  type Address {
    line: String
    postcode: String
    city: String
  }
`;

export interface PlainContext {
  readonly people: PlainPeople;
  readonly adviser: string;
}

export const resolvers = {
  Query: {
    jobSeeker: (_: unknown, { id }: { readonly id: string }, { people, adviser }: PlainContext) =>
      people.one(adviser, id),
    jobSeekers: async (
      _: unknown,
      { first, after }: { readonly first: number; readonly after?: string | null },
      { people, adviser }: PlainContext,
    ) => {
      const rows = await people.page(adviser, first + 1, after ?? undefined);
      const nodes = rows.length > first ? rows.slice(0, first) : rows;
      return { nodes, pageInfo: { hasNextPage: rows.length > first, endCursor: nodes.at(-1)?.id ?? null } };
    },
  },
  JobSeeker: {
    /** The row itself holds the address's columns under the names that Address has. */
    address: (row: PlainRow) => (row.line === null && row.postcode === null && row.city === null ? null : row),
  },
};
