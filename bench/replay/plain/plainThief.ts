/**
 * The same thief at a plain Apollo Server that caps pages and limits requests, as many do: a hundred rows a page, a hundred
 * requests a second. Neither counts persons, so it takes a while and gets everybody.
 */
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { GraphQLError } from 'graphql';
import { openPeople } from '../../plain/people.js';
import { resolvers, typeDefs } from '../../plain/schema.js';
import type { PlainContext } from '../../plain/schema.js';
import type { Point } from '../loot.js';
import { plainAccount } from './fillPlain.js';

export interface PlainOutcome {
  readonly persons: number;
  readonly requests: number;
  /** Attack time at a hundred requests a second. */
  readonly seconds: number;
  readonly curve: readonly Point[];
}

const pageCap = 100;
const requestsPerSecond = 100;

interface PlainPage {
  readonly data?: {
    readonly jobSeekers?: {
      readonly nodes: readonly { readonly id: string }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  };
}

export async function plainSweep(url: string): Promise<PlainOutcome> {
  const people = openPeople(url, 4);
  let now = 0;
  const limited = limiter(() => now);
  const server = new ApolloServer<PlainContext>({ typeDefs, resolvers: capped(limited) });
  const { url: address } = await startStandaloneServer(server, {
    context: () => Promise.resolve({ people, adviser: plainAccount }),
    listen: { port: 0, host: '127.0.0.1' },
  });
  const found = new Set<string>();
  const curve: Point[] = [];
  let after: string | undefined;
  let requests = 0;
  try {
    do {
      now += 1_000 / requestsPerSecond;
      requests++;
      const { data } = await ask(address, after);
      for (const { id } of data?.jobSeekers?.nodes ?? []) found.add(id);
      curve.push({ at: now, persons: found.size });
      const info = data?.jobSeekers?.pageInfo;
      after = info?.hasNextPage === true ? (info.endCursor ?? undefined) : undefined;
    } while (after !== undefined);
  } finally {
    await server.stop();
    await people.close();
  }
  return { persons: found.size, requests, seconds: now / 1_000, curve };
}

async function ask(url: string, after: string | undefined): Promise<PlainPage> {
  const query = `query Sweep($first: Int!, $after: String) {
    jobSeekers(first: $first, after: $after) { nodes { id birthName usedName givenNames birthDate email phone address { postcode city } } pageInfo { hasNextPage endCursor } }
  }`;
  const body = JSON.stringify({ query, variables: { first: pageCap, after } });
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return (await response.json()) as PlainPage;
}

/** A window of a second that takes so many requests. */
function limiter(now: () => number): () => void {
  let second = -1;
  let taken = 0;
  return () => {
    const current = Math.floor(now() / 1_000);
    taken = current === second ? taken + 1 : 1;
    second = current;
    if (taken > requestsPerSecond) throw new GraphQLError('too many requests');
  };
}

function capped(limit: () => void): typeof resolvers {
  const { Query } = resolvers;
  return {
    ...resolvers,
    Query: {
      ...Query,
      jobSeekers: async (parent, args, context) => {
        limit();
        if (args.first > pageCap) throw new GraphQLError('the page is too large');
        return Query.jobSeekers(parent, args, context);
      },
    },
  };
}
