import { createRequire } from 'node:module';
import { ApolloServer } from '@apollo/server';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLSchema } from 'graphql';
import { applyMiddleware } from 'graphql-middleware';
import { allow, shield } from 'graphql-shield';
import { describe, expect, it } from 'vitest';

const typeDefs = 'type Query { word: String }';
const resolvers = { Query: { word: () => 'word' } };

describe('graphql is loaded once', () => {
  it('by the tests and by graphql-tools', () => {
    expect(makeExecutableSchema({ typeDefs, resolvers })).toBeInstanceOf(GraphQLSchema);
  });

  it('by the tests and by what loads it as CommonJS', () => {
    const { GraphQLSchema: required } = createRequire(import.meta.url)('graphql') as { GraphQLSchema: unknown };
    expect(required).toBe(GraphQLSchema);
  });

  it('by graphql-shield and by Apollo, which would refuse a schema of another', async () => {
    const schema = applyMiddleware(makeExecutableSchema({ typeDefs, resolvers }), shield({ Query: allow }));
    expect(schema).toBeInstanceOf(GraphQLSchema);
    const server = new ApolloServer({ schema });
    const { body } = await server.executeOperation({ query: '{ word }' });
    await server.stop();
    expect(body).toMatchObject({ kind: 'single', singleResult: { data: { word: 'word' } } });
  });
});
